"""The person."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.enums import Plan, Role, Theme
from accounts.permissions import PERMISSION_LABELS, permissions_of
from artnex.access import Action, RestrictedQuerySet


def normal_email(email: str) -> str:
    """One spelling for each address: trimmed and lower-case."""
    return email.strip().lower()


class UserManager(BaseUserManager.from_queryset(RestrictedQuerySet)):  # type: ignore[misc]
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=normal_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """For `manage.py createsuperuser`: an administrator whose address needs no proof."""
        fields = {"is_staff": True, "is_superuser": True, "email_verified_at": timezone.now()} | fields
        return self.create_user(email, password, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=normal_email(email or ""))


class SelfOrUserManagement:
    """People see and change themselves; who may manage users sees and changes everyone."""

    def __call__(self, rows: models.QuerySet, user: Any, action: Action) -> models.QuerySet:
        return rows if user.may("manage:users") else rows.filter(pk=user.pk)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account, known by e-mail address. The role is a Django group (see permissions.py)."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(
        _("language"), max_length=2, blank=True, choices=[("ko", _("Korean")), ("en", _("English"))]
    )
    theme = models.CharField(_("appearance"), max_length=5, choices=Theme.choices, default=Theme.AUTO)
    # A StoredFile, without a foreign key: files know their owner, and two apps cannot each come first.
    avatar_id = models.UUIDField(_("picture"), null=True, blank=True)
    plan = models.CharField(_("plan"), max_length=12, choices=Plan.choices, default=Plan.FREE)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may enter the administration"), default=False)
    email_verified_at = models.DateTimeField(_("address verified at"), null=True, blank=True)
    deletion_requested_at = models.DateTimeField(_("deletion asked for at"), null=True, blank=True, db_index=True)
    created_at = models.DateTimeField(_("joined"), auto_now_add=True)

    objects = UserManager()
    access = SelfOrUserManagement()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    # Narrowed by the API key that the request came with; None means everything the role allows.
    api_key_scopes: frozenset[str] | None = None

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["-created_at", "-id"]
        permissions = list(PERMISSION_LABELS.items())  # type: ignore[arg-type]
        indexes = [models.Index(fields=["-created_at", "-id"], name="user_newest")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    @property
    def is_verified(self) -> bool:
        return self.email_verified_at is not None

    def verify_email(self) -> None:
        """Note that the address is proven, keeping the first time; the caller saves."""
        self.email_verified_at = self.email_verified_at or timezone.now()

    @cached_property
    def role(self) -> Role:
        """The strongest role among the person's groups."""
        if self.is_superuser:
            return Role.ADMIN
        names = {group.name for group in self.groups.all()}
        return next((role for role in Role if role in names), Role.VIEWER)

    @property
    def is_admin(self) -> bool:
        """Whether everybody's things are theirs to see. An API key makes it so only with the scope `manage:users`."""
        return self.role == Role.ADMIN and (self.api_key_scopes is None or "manage:users" in self.api_key_scopes)

    @property
    def permissions(self) -> frozenset[str]:
        """What role and API key together allow."""
        allowed = permissions_of(self.role)
        return allowed if self.api_key_scopes is None else allowed & self.api_key_scopes

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """In the administration an administrator may do everything, made so by role or by `createsuperuser`."""
        return (self.is_active and self.is_admin) or super().has_perm(perm, obj)

    def has_module_perms(self, app_label: str) -> bool:
        return (self.is_active and self.is_admin) or super().has_module_perms(app_label)
