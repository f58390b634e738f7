"""Administering people: who there is, their role, whether they may come in."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.forms import RoleForm
from accounts.models import User
from accounts.permissions import PERMISSION_LABELS, permissions_of
from accounts.services.people import change_role, set_active
from artnex.events.queries import audit_for, line_of
from artnex.web.pages import ListPage, ObjectConfirmPage, ObjectFormPage
from artnex.web.tables import Column, TableSpec
from artnex.web.toasts import toast

MANAGE = "manage:users"


class PeopleFilter(django_filters.FilterSet):
    role = django_filters.ChoiceFilter(
        label=_("Role"), choices=Role.choices, empty_label=_("All"), field_name="groups__name"
    )
    active = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[("true", _("Active")), ("false", _("Switched off"))],
        empty_label=_("All"),
        method="filter_active",
    )

    def filter_active(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(is_active=value == "true")


class PeoplePage(ListPage):
    permission = MANAGE
    model = User
    title = _("People")
    lead = _("Everyone with an account here.")
    table = TableSpec(
        id="people",
        columns=[
            Column("name", _("Name"), sort="name", template="accounts/cells/person.html", primary=True),
            Column("email", _("E-mail address"), sort="email"),
            Column("role", _("Role"), value="role.label"),
            Column("state", _("State"), value="is_active", sort="is_active", template="accounts/cells/state.html"),
            Column("last_login", _("Last log-in"), sort="last_login"),
            Column("created_at", _("Joined"), sort="created_at"),
        ],
        search_fields=["name", "email"],
        search_label=_("Name or e-mail address"),
        filterset_class=PeopleFilter,
        default_sort="-created_at",
        export_name="artnex-people",
        caption=_("People"),
    )

    def get_rows(self) -> Any:
        return super().get_rows().prefetch_related("groups")


class PersonPage(ObjectFormPage):
    permission = MANAGE
    model = User
    form_class = RoleForm
    template_name = "accounts/person.html"
    breadcrumbs = [(_("People"), "accounts:people")]
    submit_label = _("Change the role")
    success_text = _("The role is changed.")

    def get_title(self) -> str:
        return str(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"initial": {"role": self.object.role}}

    def get_context(self, **extra: Any) -> dict[str, Any]:
        person = self.object
        events = audit_for(self.request.user).filter(actor=person)[:10]
        allowed = permissions_of(person.role)
        return super().get_context(
            person=person,
            activity=[line_of(event) for event in events],
            rights=[(label, name in allowed) for name, label in PERMISSION_LABELS.items()],
            **extra,
        )

    def save(self, form: RoleForm) -> None:
        change_role(actor=self.request.user, user=self.object, role=Role(form.cleaned_data["role"]))  # type: ignore[arg-type]


class SetActivePage(ObjectConfirmPage):
    """Switch a person's account off or on again."""

    permission = MANAGE
    object_action = "update"
    model = User
    active = False
    title = _("Switch this account off?")
    submit_label = _("Switch it off")
    done = _("The account is switched off.")

    @property
    def lead(self) -> str:  # type: ignore[override]
        return _("%(name)s is logged out everywhere and cannot log in any more.") % {"name": self.object}

    @property
    def cancel_url(self) -> str:  # type: ignore[override]
        return f"/people/{self.object.pk}/"

    def save(self, form: Any) -> str:
        set_active(actor=self.request.user, user=self.object, is_active=self.active)  # type: ignore[arg-type]
        toast(self.request, self.done)
        return self.cancel_url


class ActivatePage(SetActivePage):
    active = True
    title = _("Let this person in again?")
    submit_label = _("Let in again")
    submit_variant = "primary"
    done = _("The account is active again.")

    @property
    def lead(self) -> str:  # type: ignore[override]
        return _("%(name)s can log in again.") % {"name": self.object}
