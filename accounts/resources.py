"""People as a table to take out and bring in: safe columns only, and every row goes the way of the services."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from import_export import fields, resources

from accounts.enums import Role
from accounts.models import User, normal_email
from accounts.services.adding import add_person, change_person
from accounts.services.people import change_role, set_active
from artnex.errors import ArtNexError

BROUGHT_IN = ("email", "name", "role", "language", "is_active")
YES = {"1", "true", "yes", "y", "예"}


class PersonResource(resources.ModelResource):
    """E-mail address, name, role, language and active: what may be brought in. The rest can only be taken out.

    A row whose address is unknown adds an account, whose owner sets a password by mail; a known one is changed.
    """

    role = fields.Field(column_name="role", attribute="role", readonly=False)
    is_active = fields.Field(column_name="is_active", attribute="is_active")
    is_verified = fields.Field(column_name="is_verified", attribute="is_verified", readonly=True)
    created_at = fields.Field(column_name="created_at", attribute="created_at", readonly=True)
    last_login = fields.Field(column_name="last_login", attribute="last_login", readonly=True)

    class Meta:
        model = User
        import_id_fields = ("email",)
        fields = ("email", "name", "role", "language", "is_active", "is_verified", "created_at", "last_login")
        export_order = fields
        use_transactions = True
        clean_model_instances = False
        skip_unchanged = False
        report_skipped = False

    def __init__(self, actor: User | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.actor = actor

    def get_import_fields(self) -> list[fields.Field]:
        return [self.fields[name] for name in BROUGHT_IN]

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        row["email"] = normal_email(str(row.get("email") or ""))

    def import_instance(self, instance: User, row: dict[str, Any], **kwargs: Any) -> None:
        """Only what a preview needs: the services read the row itself."""
        instance.email = row["email"]
        instance.name = str(row.get("name") or instance.name).strip()
        instance.language = str(row.get("language") or instance.language).strip()

    def do_instance_save(self, instance: User, is_create: bool) -> None:
        """Nothing here: `after_save_instance` has the row."""

    def after_save_instance(self, instance: User, row: dict[str, Any], **kwargs: Any) -> None:
        if self.actor is None:
            raise ValueError(_("People are brought in by somebody who is logged in."))
        try:
            self._save(self.actor, instance, row)
        except ArtNexError as refusal:
            reasons = [str(detail["message"]) for detail in refusal.details if "message" in detail]
            raise ValueError(" ".join(reasons) or str(refusal.message)) from refusal

    def _save(self, actor: User, instance: User, row: dict[str, Any]) -> None:
        role = str(row.get("role") or "").strip().lower()
        if role and role not in Role.values:
            raise ValueError(_("There is no role “%(name)s”.") % {"name": role[:40]})
        language = str(row.get("language") or "").strip()
        if language not in {"", "ko", "en"}:
            raise ValueError(_("Please choose ko or en."))
        user = User.objects.filter(email=row["email"]).first()
        if user is None:
            user = add_person(
                actor=actor,
                email=row["email"],
                name=instance.name,
                role=Role(role) if role else Role.MANAGER,
                language=language,
            )
        else:
            changes = {"name": instance.name} | ({"language": language} if language else {})
            change_person(actor=actor, user=user, **changes)
            if role:
                change_role(actor=actor, user=user, role=Role(role))
        if str(row.get("is_active") or "").strip():
            set_active(actor=actor, user=user, is_active=str(row["is_active"]).strip().lower() in YES)
        instance.pk = user.pk
