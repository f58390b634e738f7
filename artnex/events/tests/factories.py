"""Events for tests."""

import factory
from factory.django import DjangoModelFactory

from artnex.events.models import Event, Notification
from artnex.testing.people import new_user


class EventFactory(DjangoModelFactory):
    """Something somebody did."""

    class Meta:
        model = Event

    name = "record.changed"
    actor = factory.LazyFunction(new_user)
    actor_name = factory.LazyAttribute(lambda event: str(event.actor) if event.actor else "")
    subject_type = "storedfile"
    subject_id = factory.Sequence(str)
    subject_name = factory.Sequence(lambda number: f"Catalogue {number}")
    ip = "203.0.113.7"


class NotificationFactory(DjangoModelFactory):
    class Meta:
        model = Notification

    user = factory.LazyFunction(new_user)
    event = factory.SubFactory(EventFactory)
