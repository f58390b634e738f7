"""The permission matrix: which role may do what at all. Rights on one brand come on top (brands app).

Each role is a Django group and each permission a Django permission on the person model, so that the matrix is seen
and changed where administrators look for it. `MATRIX` is what a new installation starts with.
"""

import time
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role

PERMISSION_LABELS: dict[str, str | Promise] = {
    "read:brand": _("See brands"),
    "create:brand": _("Create brands"),
    "update:brand": _("Change brands"),
    "delete:brand": _("Delete own brands"),
    "read:campaign": _("See campaigns"),
    "create:campaign": _("Create campaigns"),
    "update:campaign": _("Change campaigns"),
    "delete:campaign": _("Delete own campaigns"),
    "read:report": _("See reports"),
    "create:report": _("Create reports"),
    "export:report": _("Export reports"),
    "view:analytics": _("See analytics"),
    "manage:users": _("Manage people and roles"),
}
ALL_PERMISSIONS = frozenset(PERMISSION_LABELS)
READ = frozenset({"read:brand", "read:campaign", "read:report"})
ADMINISTER = frozenset({"manage:users"})

MATRIX: dict[Role, frozenset[str]] = {
    Role.ADMIN: ALL_PERMISSIONS,
    Role.MANAGER: ALL_PERMISSIONS - ADMINISTER,
    # "own brands": a viewer may still remove what is theirs; whose a brand is, is decided where it is known.
    Role.VIEWER: READ | {"delete:brand", "delete:campaign"},
}


class RoleBook:
    """The matrix as the groups hold it, read once in a while: it is asked on every request and changes rarely."""

    SECONDS = 10.0

    def __init__(self) -> None:
        self._book: dict[Role, frozenset[str]] = {}
        self._read_at = float("-inf")

    def permissions_of(self, role: Role) -> frozenset[str]:
        if time.monotonic() - self._read_at > self.SECONDS:
            self._book, self._read_at = self._read(), time.monotonic()
        return self._book[role]

    def forget(self, **_signal: Any) -> None:
        """Read again on the next question; connected to changes of the groups in this process."""
        self._read_at = float("-inf")

    def _read(self) -> dict[Role, frozenset[str]]:
        from django.contrib.auth.models import Group

        granted: dict[Role, set[str]] = {role: set() for role in Role}
        rows = Group.objects.filter(name__in=Role.values, permissions__content_type__app_label="accounts")
        for name, codename in rows.values_list("name", "permissions__codename"):
            granted[Role(name)].add(codename)
        # An administrator who took a right from their own group could never give it back.
        return {role: frozenset(names) & ALL_PERMISSIONS for role, names in granted.items()} | {
            Role.ADMIN: ALL_PERMISSIONS
        }


role_book = RoleBook()


def permissions_of(role: Role) -> frozenset[str]:
    return role_book.permissions_of(role)


def create_roles(**_signal: Any) -> None:
    """Make the groups that are missing, with the matrix's permissions; leave those that are there as they are.

    Runs after every migration, when Django has written the permissions themselves.
    """
    from django.contrib.auth.models import Group, Permission

    for role, names in MATRIX.items():
        group, is_new = Group.objects.get_or_create(name=role.value)
        if is_new:
            group.permissions.set(Permission.objects.filter(content_type__app_label="accounts", codename__in=names))
    role_book.forget()
