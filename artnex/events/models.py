"""The event spine: one row for each thing that happened, written with the change itself."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext_lazy as _

from artnex.access import Action, PrivateTo, RestrictedQuerySet, brand_boundary


class OwnDeedsOrBrand:
    """Everyone sees what they did, what was done to their account, and what happened on their brands.

    Nobody changes the past.
    """

    def __call__(self, rows: models.QuerySet, user: object, action: Action) -> models.QuerySet:
        if action != "read":
            return rows.none()
        if user.is_admin:  # type: ignore[attr-defined]
            return rows
        return rows.filter(
            models.Q(actor=user.pk)  # type: ignore[attr-defined]
            | models.Q(subject_type=get_user_model()._meta.model_name, subject_id=str(user.pk))  # type: ignore[attr-defined]
            | models.Q(brand_id__in=brand_boundary.ids(user, "read"))
        )


class Event(models.Model):
    """Something happened: who, what, to which object, from where. Never changed, never deleted by hand."""

    name = models.CharField(_("event"), max_length=80)
    brand_id = models.BigIntegerField(_("brand"), null=True, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="events",
    )
    actor_name = models.CharField(_("name at the time"), max_length=200, blank=True)
    subject_type = models.CharField(_("object type"), max_length=60, blank=True)
    subject_id = models.CharField(_("object id"), max_length=64, blank=True)
    subject_name = models.CharField(_("object"), max_length=200, blank=True)
    data = models.JSONField(_("data"), default=dict, blank=True)
    request_id = models.CharField(_("request id"), max_length=128, blank=True)
    ip = models.GenericIPAddressField(_("address"), null=True, blank=True)
    created_at = models.DateTimeField(_("time"), auto_now_add=True)

    objects = RestrictedQuerySet.as_manager()
    access = OwnDeedsOrBrand()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["actor", "-id"], name="event_actor"),
            models.Index(fields=["brand_id", "-id"], name="event_brand"),
            models.Index(fields=["name", "-id"], name="event_name"),
            models.Index(fields=["subject_type", "subject_id", "-id"], name="event_subject"),
            models.Index(fields=["created_at"], name="event_created"),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class Notification(models.Model):
    """An event that concerns one person, until read."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="notifications"
    )
    event = models.ForeignKey(Event, verbose_name=_("event"), on_delete=models.CASCADE, related_name="notifications")
    url = models.CharField(_("link"), max_length=500, blank=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    created_at = models.DateTimeField(_("time"), auto_now_add=True)

    objects = RestrictedQuerySet.as_manager()
    access = PrivateTo("user")

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["user", "event"], name="notification_once")]
        indexes = [
            models.Index(fields=["user", "-id"], name="notification_user"),
            models.Index(fields=["user"], condition=models.Q(read_at__isnull=True), name="notification_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.event_id}"

    @property
    def is_read(self) -> bool:
        return self.read_at is not None
