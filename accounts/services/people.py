"""What administrators do to accounts: role, active or not."""

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q

from accounts.enums import Role
from accounts.errors import LastAdministrator
from accounts.models import User
from accounts.services.sessions import revoke_sessions
from artnex.access import require
from artnex.errors import PermissionDenied
from artnex.events.services import record_event


def change_role(*, actor: User, user: User, role: Role) -> User:
    """Give a person another role; administrators may enter the administration.

    Raises PermissionDenied (only administrators make and unmake administrators), LastAdministrator. Writes
    `role.changed` and tells the person.
    """
    require(actor, "manage:users")
    with transaction.atomic():
        user = _locked(user)
        before = user.role
        if before == role:
            return user
        if Role.ADMIN in (before, role) and not actor.is_admin:
            raise PermissionDenied
        if before == Role.ADMIN:
            _refuse_if_last_administrator(user)
        user.groups.remove(*Group.objects.filter(name__in=Role.values))
        user.groups.add(Group.objects.get(name=role.value))
        user.is_staff = role == Role.ADMIN
        user.is_superuser = user.is_superuser and role == Role.ADMIN
        user.save(update_fields=["is_staff", "is_superuser"])
        record_event(
            "role.changed", actor=actor, subject=user, data={"before": before.value, "after": role.value}, notify=[user]
        )
    user.__dict__.pop("role", None)
    return user


def set_active(*, actor: User, user: User, is_active: bool) -> User:
    """Let a person in again, or keep them out and end their sessions at once.

    Letting in again somebody who asked for deletion keeps the account. Raises PermissionDenied, LastAdministrator.
    Writes `user.activated` or `user.deactivated`.
    """
    require(actor, "manage:users")
    with transaction.atomic():
        user = _locked(user)
        if user.is_active == is_active:
            return user
        if user.is_admin and not actor.is_admin:
            raise PermissionDenied
        if not is_active:
            refuse_last_administrator(user)
            revoke_sessions(user=user, reason="deactivated", actor=actor)
        user.is_active = is_active
        user.deletion_requested_at = None if is_active else user.deletion_requested_at
        user.save(update_fields=["is_active", "deletion_requested_at"])
        record_event("user.activated" if is_active else "user.deactivated", actor=actor, subject=user)
    return user


def refuse_last_administrator(user: User) -> None:
    """Raise LastAdministrator when nobody could administrate without `user`. Call it with the person locked."""
    if user.is_admin:
        _refuse_if_last_administrator(user)


def _locked(user: User) -> User:
    """The person's row, held. Changes of administrators queue behind the group: two cannot unmake each other."""
    Group.objects.select_for_update().get(name=Role.ADMIN.value)
    return User.objects.select_for_update().get(pk=user.pk)


def _refuse_if_last_administrator(user: User) -> None:
    Group.objects.select_for_update().get(name=Role.ADMIN.value)
    administrators = Q(is_superuser=True) | Q(groups__name=Role.ADMIN.value)
    if not User.objects.filter(administrators, is_active=True).exclude(pk=user.pk).exists():
        raise LastAdministrator
