"""Writing events."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artnex import context
from artnex.errors import ValidationFailed
from artnex.events.models import Event, Notification
from artnex.events.registry import event_type, subscribers_of


def record_event(
    name: str,
    *,
    actor: Any = None,
    subject: models.Model | None = None,
    brand_id: int | None = None,
    data: Mapping[str, Any] | None = None,
    notify: Iterable[Any] = (),
    url: str = "",
) -> Event:
    """Write that `name` happened, in the caller's transaction, and tell subscribers.

    `notify` lists users who get a notification linking to `url`. The name and the keys of `data` must be those
    registered: a typing mistake is an error in the tests and not a hole in the audit trail.
    """
    kind = event_type(name)
    unknown = set(data or ()) - set(kind.payload)
    if unknown:
        raise ValueError(f"event {name} has no registered payload {sorted(unknown)}")
    at_hand = context.current()
    person = actor if actor is not None and getattr(actor, "pk", None) else None
    with transaction.atomic(savepoint=False):  # with the change or not at all
        event = Event.objects.create(
            name=name,
            brand_id=brand_id,
            actor=person,
            actor_name=str(person)[:200] if person else "",
            subject_type=subject._meta.model_name or "" if subject is not None else "",
            subject_id=str(subject.pk) if subject is not None else "",
            subject_name=str(subject)[:200] if subject is not None else "",
            data=dict(data or {}),
            request_id=at_hand.request_id,
            ip=at_hand.ip,
        )
        Notification.objects.bulk_create([Notification(user=u, event=event, url=url) for u in notify])
        for subscriber in subscribers_of(name):
            subscriber(event)
    return event


def mark_read(*, user: Any, ids: Collection[int] | None = None) -> int:
    """Mark these of the user's notifications as read, or all of them; returns how many changed.

    Raises ValidationFailed naming `ids` when one of them is not the user's.
    """
    rows = Notification.objects.restrict(user, "update")
    if ids is not None:
        rows = rows.filter(pk__in=set(ids))
        if rows.count() != len(set(ids)):
            raise ValidationFailed.field("ids", _("One of these notifications does not exist."))
    return rows.filter(read_at__isnull=True).update(read_at=timezone.now())


def forget_person(*, user: Any) -> None:
    """Take name and address out of the person's events, when an account ends; what happened stays on record."""
    kind = user._meta.model_name
    Event.objects.filter(actor=user.pk).update(actor_name="", ip=None)
    Event.objects.filter(subject_type=kind, subject_id=str(user.pk)).update(subject_name="", ip=None)


def remove_old_events(*, batch: int = 1000) -> dict[str, int]:
    """Remove events past EVENT_RETENTION_DAYS and notifications past NOTIFICATION_RETENTION_DAYS; says how many.

    In small batches, each a transaction of its own, so that nobody waits for a lock. Zero days means: keep for ever.
    """
    removed = {"events": 0, "notifications": 0}
    for kind, model, days in (
        ("notifications", Notification, settings.NOTIFICATION_RETENTION_DAYS),
        ("events", Event, settings.EVENT_RETENTION_DAYS),
    ):
        old = (
            model.objects.filter(created_at__lt=timezone.now() - timedelta(days=days)) if days else model.objects.none()
        )
        while keys := list(old.order_by("pk").values_list("pk", flat=True)[:batch]):
            model.objects.filter(pk__in=keys).delete()
            removed[kind] += len(keys)
    return removed
