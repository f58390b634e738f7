"""Writing events."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from artnex import context
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
    with transaction.atomic():
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


def mark_read(*, user: Any, ids: Iterable[int] | None = None) -> int:
    """Mark these of the user's notifications as read, or all of them; returns how many changed."""
    rows = Notification.objects.restrict(user, "update").filter(read_at__isnull=True)
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    return rows.update(read_at=timezone.now())
