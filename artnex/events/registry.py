"""Which events there are, what each carries, and who wants to hear of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from artnex.errors import Message

if TYPE_CHECKING:
    from artnex.events.models import Event

Subscriber = Callable[["Event"], None]


@dataclass(frozen=True)
class EventType:
    """`payload` names each key of the event's data and its JSON type, as programs may rely on."""

    name: str
    label: Message
    payload: Mapping[str, str] = field(default_factory=dict)
    public: bool = True  # offered to webhooks; private ones serve the audit trail alone


_types: dict[str, EventType] = {}
_subscribers: dict[str, list[Subscriber]] = {}


def register_event(name: str, label: Message, payload: Mapping[str, str] | None = None, *, public: bool = True) -> None:
    """Called at start by the app that owns the event; the name is `<noun>.<past participle>`."""
    known = _types.get(name)
    if known is not None and known.label != label:
        raise ValueError(f"event {name} is registered twice")
    _types[name] = EventType(name, label, payload or {}, public)


def event_type(name: str) -> EventType:
    return _types[name]


def label_of(name: str) -> str:
    """What happened, in the language at hand; the bare name for an event that is no longer registered."""
    known = _types.get(name)
    return str(known.label) if known else name


def event_types(*, public_only: bool = False) -> list[EventType]:
    return sorted((t for t in _types.values() if t.public or not public_only), key=lambda t: t.name)


def subscribe(name: str, subscriber: Subscriber) -> None:
    """Call `subscriber(event)` inside the transaction of every event of this name ("*": of every name).

    This is how a lower floor tells an upper one something. A subscriber that does slow work enqueues a job.
    """
    _subscribers.setdefault(name, []).append(subscriber)


def subscribers_of(name: str) -> list[Subscriber]:
    return [*_subscribers.get(name, ()), *_subscribers.get("*", ())]
