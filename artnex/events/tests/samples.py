"""Sample events for the permission matrix."""

from artnex.events.models import Event, Notification
from artnex.events.tests.factories import EventFactory, NotificationFactory
from artnex.testing.samples import sample


@sample("event_id", model=Event)
def event(owner):
    return EventFactory(actor=owner)


@sample("pk", under="account/notifications/", model=Notification)
def notification(owner):
    return NotificationFactory(user=owner)
