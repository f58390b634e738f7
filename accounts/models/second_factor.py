"""The second factor: an authenticator app, and recovery codes for when it is lost."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from artnex.access import PrivateTo, RestrictedQuerySet
from artnex.crypto import EncryptedTextField


class TotpDevice(models.Model):
    """A person's authenticator app. It counts only once confirmed by a first code."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="totp_device"
    )
    secret = EncryptedTextField(editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    # The 30-second step of the last code taken: the same code does not open the door twice.
    last_used_step = models.BigIntegerField(default=0, editable=False)

    objects = RestrictedQuerySet.as_manager()
    access = PrivateTo("user")

    class Meta:
        verbose_name = _("authenticator app")
        verbose_name_plural = _("authenticator apps")

    def __str__(self) -> str:
        return str(self.user)


class RecoveryCode(models.Model):
    """A code that replaces the authenticator app once; only a keyed hash is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="recovery_codes"
    )
    code_hash = models.CharField(max_length=64, editable=False)
    used_at = models.DateTimeField(_("used"), null=True, blank=True)

    objects = RestrictedQuerySet.as_manager()
    access = PrivateTo("user")

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [models.UniqueConstraint(fields=["user", "code_hash"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"#{self.pk}"
