"""What the processes that hold live connections say of themselves."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LivePulse(models.Model):
    """When a live process was last seen, and what it holds: for `/health` and `/metrics`, whichever process answers."""

    process = models.CharField(_("process"), max_length=120, primary_key=True)
    connections = models.PositiveIntegerField(_("connections"), default=0)
    subscriptions = models.PositiveIntegerField(_("subscriptions"), default=0)
    seen_at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("live process")
        verbose_name_plural = _("live processes")
        ordering = ["process"]

    def __str__(self) -> str:
        return self.process
