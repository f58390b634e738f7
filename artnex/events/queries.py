"""Reading events: the audit trail, the activity of people and brands, notifications. Pages and API share these."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from artnex.access import RestrictedQuerySet
from artnex.events.models import Event, Notification
from artnex.events.registry import label_of


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """One event in words a person understands, in the language at hand."""

    event: Event
    who: str
    what: str
    subject: str

    def __str__(self) -> str:
        return " · ".join(part for part in (self.who, self.what, self.subject) if part)


def audit_for(user: Any) -> RestrictedQuerySet[Event]:
    """Every event `user` may know of, the newest first: own deeds, what was done to the own account, own brands."""
    return Event.objects.restrict(user, "read")


def activity_for(user: Any, brand_id: int | None = None, limit: int = 20) -> list[ActivityLine]:
    """The latest events on one brand, or on everything `user` may see, as lines to read."""
    rows = audit_for(user) if brand_id is None else audit_for(user).filter(brand_id=brand_id)
    return [line_of(event) for event in rows[:limit]]


def line_of(event: Event) -> ActivityLine:
    who = event.actor_name or _("System")
    subject = event.subject_name if event.subject_name != event.actor_name else ""
    return ActivityLine(event=event, who=who, what=label_of(event.name), subject=subject)


def notifications_for(user: Any) -> RestrictedQuerySet[Notification]:
    """The person's notifications with their events, the newest first."""
    return Notification.objects.restrict(user, "read").select_related("event")


def unread_count(user: Any) -> int:
    return Notification.objects.restrict(user, "read").filter(read_at__isnull=True).count()
