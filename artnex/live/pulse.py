"""The signs of life of live processes: written by them, read by health and metrics."""

from datetime import timedelta

from django.db.models import QuerySet, Sum
from django.utils import timezone

from artnex.live.models import LivePulse
from artnex.web.health import register_check
from artnex.web.metrics import register_gauge

EVERY_SECONDS = 5
FRESH = timedelta(seconds=4 * EVERY_SECONDS)
FORGOTTEN = timedelta(hours=1)


def note_pulse(*, process: str, connections: int, subscriptions: int) -> None:
    """Say that `process` lives and what it holds; forgets processes that have been silent for an hour."""
    now = timezone.now()
    held = {"connections": connections, "subscriptions": subscriptions, "seen_at": now}
    LivePulse.objects.update_or_create(process=process, defaults=held)
    LivePulse.objects.filter(seen_at__lt=now - FORGOTTEN).delete()


def end_pulse(*, process: str) -> None:
    """The process ends in order."""
    LivePulse.objects.filter(process=process).delete()


def living() -> QuerySet[LivePulse]:
    return LivePulse.objects.filter(seen_at__gte=timezone.now() - FRESH)


def live_works() -> bool:
    """True when a live process has given a sign of life lately."""
    return living().exists()


def total(field: str) -> float:
    return float(living().aggregate(total=Sum(field))["total"] or 0)


def register() -> None:
    """Called at start."""
    register_check("live", live_works)
    register_gauge("artnex_live_processes", "Live processes", (), lambda: [((), float(living().count()))])
    register_gauge("artnex_live_connections", "Open WebSockets", (), lambda: [((), total("connections"))])
    register_gauge(
        "artnex_live_subscriptions", "Brands followed by open WebSockets", (), lambda: [((), total("subscriptions"))]
    )
