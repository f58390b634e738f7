"""Tells live processes that there is something new, so that they need not wait for their next look.

Only a hint: the events are in the database, and every live process finds them within a second without it.
"""

from functools import partial

import redis
import structlog
from django.conf import settings
from django.db import transaction

from artnex.events.models import Event
from artnex.live.channel import channel

CHANNEL = "artnex:live:news"
log = structlog.get_logger("artnex.live")


class _Line:
    """One client for each process; a fork does not share it because the first hint opens it."""

    client: redis.Redis | None = None


def wake_after_commit(event: Event) -> None:
    """Subscriber of all events: when this one is committed, live processes look at once."""
    if settings.REDIS_URL or channel() is not None:
        transaction.on_commit(partial(wake, event.pk), robust=True)


def wake(event_id: int) -> None:
    here = channel()
    if here is not None:
        here.ring()
    if settings.REDIS_URL:
        _publish(event_id)


def _publish(event_id: int) -> None:
    if _Line.client is None:
        _Line.client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5)
    try:
        _Line.client.publish(CHANNEL, event_id)
    except redis.RedisError as problem:
        log.warning("live processes not woken", reason=type(problem).__name__)
