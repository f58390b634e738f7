"""What a person comes in with: sessions of browsers and programs, refresh tokens, API keys."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import SessionKind
from artnex.access import PrivateTo, RestrictedQuerySet


class SessionQuerySet(RestrictedQuerySet["LoginSession"]):
    def open(self) -> "SessionQuerySet":
        """Sessions that still let somebody in."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=timezone.now())


class LoginSession(models.Model):
    """One log-in, from a browser or a program, until it is ended or runs out.

    For a browser it stands for a Django session; for a program it is the family of refresh tokens that followed from
    one log-in. Ended sessions are kept a while: they tell which places a person is used to log in from.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="login_sessions"
    )
    kind = models.CharField(_("kind"), max_length=7, choices=SessionKind.choices)
    ip = models.GenericIPAddressField(_("address"), null=True, blank=True)
    user_agent = models.CharField(_("device"), max_length=300, blank=True)
    browser_session_key = models.CharField(max_length=40, blank=True, db_index=True, editable=False)
    created_at = models.DateTimeField(_("logged in"), default=timezone.now)
    last_seen_at = models.DateTimeField(_("last seen"), default=timezone.now)
    expires_at = models.DateTimeField(_("runs out"))
    revoked_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = SessionQuerySet.as_manager()
    access = PrivateTo("user")

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-last_seen_at", "id"]
        indexes = [
            models.Index(fields=["user", "-last_seen_at"], name="session_user"),
            models.Index(fields=["user", "ip"], name="session_places"),
            models.Index(fields=["expires_at"], name="session_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.ip or ''}".strip()


class RefreshToken(models.Model):
    """One refresh token of a session's family. Spent by setting `used_at`, once; only a hash of its id is kept."""

    session = models.ForeignKey(LoginSession, on_delete=models.CASCADE, related_name="refresh_tokens")
    jti_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("runs out"), db_index=True)
    used_at = models.DateTimeField(_("spent"), null=True, blank=True)

    class Meta:
        verbose_name = _("refresh token")
        verbose_name_plural = _("refresh tokens")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"#{self.pk}"


class ApiKeyQuerySet(RestrictedQuerySet["ApiKey"]):
    def open(self) -> "ApiKeyQuerySet":
        """Keys that were not revoked; expired ones are shown so that their owner sees why a program stopped."""
        return self.filter(revoked_at__isnull=True)


class ApiKey(models.Model):
    """A key for programs, `anx_<prefix>_<secret>`. The secret is shown once; its SHA-256 is what we keep.

    A plain hash is enough: the secret holds 256 random bits and cannot be guessed from it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="api_keys"
    )
    name = models.CharField(_("name"), max_length=100)
    prefix = models.CharField(_("prefix"), max_length=8, unique=True, editable=False)
    secret_hash = models.CharField(max_length=64, editable=False)
    scopes = models.JSONField(_("scopes"), default=list, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("runs out"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = ApiKeyQuerySet.as_manager()
    access = PrivateTo("user")

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["user", "-created_at"], name="api_key_user")]

    def __str__(self) -> str:
        return self.name

    @property
    def hint(self) -> str:
        """What may be shown of the key to tell it from others."""
        return f"anx_{self.prefix}_…"

    @property
    def is_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()
