"""What the API itself keeps."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from artnex.access import AdminOnly, RestrictedQuerySet
from artnex.crypto import EncryptedTextField


class IdempotentAnswer(models.Model):
    """The first answer to a POST with an Idempotency-Key; without status while that POST is under way."""

    digest = models.CharField(_("digest of caller, path and key"), primary_key=True, max_length=64)
    fingerprint = models.CharField(_("digest of the body"), max_length=64)
    status = models.PositiveSmallIntegerField(_("status"), null=True, blank=True)
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    body = EncryptedTextField(_("body"), default="", blank=True)  # it may hold a token or a new API key
    created_at = models.DateTimeField(_("time"), auto_now_add=True, db_index=True)

    objects = RestrictedQuerySet.as_manager()
    access = AdminOnly()

    class Meta:
        verbose_name = _("repeatable answer")
        verbose_name_plural = _("repeatable answers")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.digest[:12]
