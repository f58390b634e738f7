"""People, roles, sessions and API keys in the administration."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from import_export.admin import ImportExportModelAdmin
from import_export.formats.base_formats import CSV, XLSX
from import_export.tmp_storages import MediaStorage
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateTimeFilter
from unfold.contrib.import_export.forms import ExportForm, ImportForm
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from accounts.enums import Role
from accounts.models import ApiKey, LoginSession, User
from accounts.permissions import ALL_PERMISSIONS
from accounts.resources import PersonResource
from accounts.services.adding import add_person, change_person
from accounts.services.api_keys import revoke_api_key
from accounts.services.passwords import request_password_reset
from accounts.services.people import change_role, set_active
from accounts.services.registration import send_verification
from accounts.services.sessions import revoke_session, revoke_sessions
from artnex.access import Action
from artnex.administration.dashboard import Figure, register_figure
from artnex.administration.display import as_number
from artnex.administration.menu import MenuGroup
from artnex.administration.model_admin import ReadOnlyModelAdmin, ServiceModelAdmin
from artnex.errors import Message
from artnex.events.services import record_event

ROLE_COLOURS = {"admin": "primary", "manager": "success", "viewer": "default"}


class PersonForm(forms.ModelForm):
    """Name, language, plan, role, active: each saved by its own service."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=UnfoldAdminSelectWidget)

    class Meta:
        model = User
        fields = ("name", "language", "plan", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = self.instance.role if self.instance.pk else Role.MANAGER


class NewPersonForm(PersonForm):
    email = forms.EmailField(label=_("E-mail address"), max_length=254, widget=UnfoldAdminTextInputWidget)


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Role.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(groups__name=self.value()) if self.value() in Role.values else queryset


@admin.register(User)
class UserAdmin(ImportExportModelAdmin, ServiceModelAdmin):
    """Accounts are never deleted here: they are kept out, or their owner deletes them."""

    menu_group = MenuGroup.PEOPLE
    menu_icon = "group"
    menu_order = 1
    form = PersonForm
    resource_classes = [PersonResource]
    import_form_class = ImportForm
    export_form_class = ExportForm
    tmp_storage_class = MediaStorage
    formats = [CSV, XLSX]
    list_display = (
        "email",
        "name",
        "shown_role",
        "is_active",
        "shown_verified",
        "shown_two_steps",
        "last_login",
        "created_at",
    )
    list_display_links = ("email", "name")
    list_filter = (
        RoleFilter,
        "is_active",
        ("email_verified_at", admin.EmptyFieldListFilter),
        ("plan", ChoicesDropdownFilter),
        ("created_at", RangeDateTimeFilter),
    )
    search_fields = ("email", "name")
    date_hierarchy = "created_at"
    actions = ("activate", "deactivate", "end_sessions", "mail_verification", "mail_password_reset")
    readonly_fields = ("email_verified_at", "last_login", "created_at", "deletion_requested_at", "shown_two_steps")
    fieldsets = (
        (None, {"fields": ("email", "name", "language", "plan")}),
        (_("Access"), {"fields": ("role", "is_active", "shown_two_steps")}),
        (_("History"), {"fields": ("email_verified_at", "last_login", "created_at", "deletion_requested_at")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "language", "role")}),)

    def may(self, request: HttpRequest, action: Action, row: Any = None) -> bool:
        """Rights over people are not given out by model: they follow from the role alone."""
        return request.user.may("manage:users")  # type: ignore[union-attr]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.may(request, "create")

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.may(request, "read")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("totp_device").prefetch_related(Prefetch("groups"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("email", *self.readonly_fields) if obj else self.readonly_fields

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change=change, **({} if obj else {"form": NewPersonForm}) | kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        actor: Any = request.user
        given = form.cleaned_data
        if not change:
            person = add_person(
                actor=actor,
                email=given["email"],
                name=given["name"],
                role=Role(given["role"]),
                language=given["language"],
            )
            obj.__dict__.update(person.__dict__)
            return
        change_person(actor=actor, user=obj, name=given["name"], language=given["language"], plan=given["plan"])
        change_role(actor=actor, user=obj, role=Role(given["role"]))
        set_active(actor=actor, user=obj, is_active=given["is_active"])

    # ── import and export ──────────────────────────────────────────────────────────────────────────
    def get_import_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return super().get_import_resource_kwargs(request, **kwargs) | {"actor": request.user}

    def get_export_data(self, file_format: Any, request: HttpRequest, queryset: QuerySet, **kwargs: Any) -> Any:
        record_event("records.exported", actor=request.user, data={"model": "accounts.user", "rows": queryset.count()})
        return super().get_export_data(file_format, request, queryset, **kwargs)

    # ── columns ────────────────────────────────────────────────────────────────────────────────────
    @display(description=_("role"), label=ROLE_COLOURS)
    def shown_role(self, user: User) -> tuple[str, Message]:
        return user.role.value, user.role.label

    @display(description=_("verified"), boolean=True, ordering="email_verified_at")
    def shown_verified(self, user: User) -> bool:
        return user.is_verified

    @display(description=_("two-step log-in"), boolean=True)
    def shown_two_steps(self, user: User) -> bool:
        device = getattr(user, "totp_device", None)
        return device is not None and device.confirmed_at is not None

    # ── actions ────────────────────────────────────────────────────────────────────────────────────
    @admin.action(description=_("Let the chosen people in again"))
    def activate(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self._set_active(request, people, is_active=True, done=_("Active"))

    @admin.action(description=_("Keep the chosen people out"))
    def deactivate(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self._set_active(request, people, is_active=False, done=_("Not active"))

    def _set_active(self, request: HttpRequest, people: QuerySet[User], *, is_active: bool, done: Any) -> None:
        actor: Any = request.user
        self.on_each(request, people, lambda user: set_active(actor=actor, user=user, is_active=is_active), done)

    @admin.action(description=_("End all sessions of the chosen people"))
    def end_sessions(self, request: HttpRequest, people: QuerySet[User]) -> None:
        actor: Any = request.user
        self.on_each(request, people, lambda user: revoke_sessions(user=user, actor=actor), _("Sessions ended"))

    @admin.action(description=_("Mail the verification link again"))
    def mail_verification(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self.on_each(request, people, lambda user: send_verification(user=user), _("Mails sent"))

    @admin.action(description=_("Mail a link to set a new password"))
    def mail_password_reset(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self.on_each(request, people, lambda user: request_password_reset(email=user.email), _("Mails sent"))


@admin.register(LoginSession)
class LoginSessionAdmin(ReadOnlyModelAdmin):
    menu_group = MenuGroup.PEOPLE
    menu_icon = "devices"
    menu_order = 3
    includes_private_rows = True
    list_display = ("user", "kind", "ip", "user_agent", "last_seen_at", "expires_at", "revoked_at")
    list_filter = (
        ("kind", ChoicesDropdownFilter),
        ("revoked_at", admin.EmptyFieldListFilter),
        ("last_seen_at", RangeDateTimeFilter),
    )
    search_fields = ("user__email", "user__name", "=ip")
    list_select_related = ("user",)
    fields = ("user", "kind", "ip", "user_agent", "created_at", "last_seen_at", "expires_at", "revoked_at")
    actions = ("revoke",)

    def may(self, request: HttpRequest, action: Action, row: Any = None) -> bool:
        return request.user.may("manage:users")  # type: ignore[union-attr]

    @admin.action(description=_("End the chosen sessions"))
    def revoke(self, request: HttpRequest, sessions: QuerySet[LoginSession]) -> None:
        actor: Any = request.user
        self.on_each(request, sessions, lambda session: revoke_session(session=session, actor=actor), _("Ended"))


@admin.register(ApiKey)
class ApiKeyAdmin(ReadOnlyModelAdmin):
    menu_group = MenuGroup.PEOPLE
    menu_icon = "key"
    menu_order = 4
    includes_private_rows = True
    list_display = ("hint", "name", "user", "shown_scopes", "last_used_at", "expires_at", "revoked_at")
    list_display_links = ("hint", "name")
    list_filter = (("revoked_at", admin.EmptyFieldListFilter), ("expires_at", RangeDateTimeFilter))
    search_fields = ("name", "=prefix", "user__email", "user__name")
    list_select_related = ("user",)
    fields = ("hint", "name", "user", "shown_scopes", "created_at", "last_used_at", "expires_at", "revoked_at")
    actions = ("revoke",)

    def may(self, request: HttpRequest, action: Action, row: Any = None) -> bool:
        return request.user.may("manage:users")  # type: ignore[union-attr]

    @display(description=_("key"), ordering="prefix")
    def hint(self, key: ApiKey) -> str:
        return key.hint

    @display(description=_("scopes"))
    def shown_scopes(self, key: ApiKey) -> str:
        return ", ".join(key.scopes)

    @admin.action(description=_("Revoke the chosen keys"))
    def revoke(self, request: HttpRequest, keys: QuerySet[ApiKey]) -> None:
        actor: Any = request.user
        self.on_each(request, keys, lambda key: revoke_api_key(key=key, actor=actor), _("Revoked"))


admin.site.unregister(Group)


class PermissionChoice(forms.ModelMultipleChoiceField):
    """Permissions by what they mean, in the language at hand."""

    def label_from_instance(self, permission: Permission) -> str:
        return gettext(permission.name)


class RoleForm(forms.ModelForm):
    """One of the three roles: a row of the permission matrix, to tick."""

    permissions = PermissionChoice(
        label=_("Permissions"),
        required=False,
        queryset=Permission.objects.none(),
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )

    class Meta:
        model = Group
        fields = ("permissions",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        matrix = Permission.objects.filter(content_type__app_label="accounts", codename__in=ALL_PERMISSIONS)
        self.fields["permissions"].queryset = matrix  # type: ignore[attr-defined]


@admin.register(Group)
class RoleAdmin(ServiceModelAdmin):
    """The permission matrix. The three roles stay; further groups give staff rights on single models."""

    menu_group = MenuGroup.PEOPLE
    menu_icon = "admin_panel_settings"
    menu_order = 2
    menu_title = _("Roles")
    list_display = ("shown_name", "shown_permissions")
    search_fields = ("name",)
    filter_horizontal = ("permissions",)

    def may(self, request: HttpRequest, action: Action, row: Any = None) -> bool:
        return request.user.is_admin  # type: ignore[union-attr]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.name not in Role.values)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        own = {"form": RoleForm} if obj is not None and obj.name in Role.values else {}
        return super().get_form(request, obj, change=change, **own | kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("shown_name", "permissions") if obj is not None and obj.name in Role.values else ("name", "permissions")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("shown_name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("permissions")

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        super().delete_queryset(request, queryset.exclude(name__in=Role.values))

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "permissions" and "form_class" not in kwargs:
            kwargs["queryset"] = Permission.objects.select_related("content_type")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @display(description=_("role"), ordering="name")
    def shown_name(self, group: Group) -> str:
        return str(Role(group.name).label) if group.name in Role.values else group.name

    @display(description=_("permissions"))
    def shown_permissions(self, group: Group) -> str:
        return ", ".join(gettext(permission.name) for permission in group.permissions.all())


def people() -> Figure:
    week_ago = timezone.now() - timedelta(days=7)
    new = User.objects.filter(created_at__gte=week_ago).count()
    note = _("%(count)s new in 7 days") % {"count": as_number(new)}
    count = as_number(User.objects.filter(is_active=True).count())
    return Figure(_("Active people"), count, note, reverse("admin:accounts_user_changelist"))


register_figure(10, people)
