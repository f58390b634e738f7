"""Reads the event table from its end, again and again, and misses nothing.

PostgreSQL numbers events when they are written and shows them when they are committed, so a number may appear after
higher ones. Every number that is skipped is remembered as a gap and asked for again until it can no longer appear:
when each transaction that was open while the gap was seen has ended.
"""

import time
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection
from django.db.models import Max

from artnex.events.models import Event

BATCH = 500
LOOK_BACK = 1000  # how far below the newest event the first look searches for gaps
MOST_GAPS = 10_000
# A number is taken a moment before its transaction has an id that can be watched; by now it has one, or it has ended.
GRACE_SECONDS = 2.0


@dataclass(slots=True)
class Gap:
    """A number that was skipped. `barrier` is the transaction id below which all must have ended."""

    seen_at: float
    barrier: int | None = None


@dataclass(slots=True)
class Tail:
    """Where one live process has read to. Used by one thread at a time."""

    position: int = 0
    gaps: dict[int, Gap] = field(default_factory=dict)

    @property
    def settled(self) -> int:
        """Every event up to this number was read or will never be."""
        return min(self.gaps) - 1 if self.gaps else self.position

    def start(self) -> None:
        """Stand at the newest event; what is not committed yet comes later."""
        self.position = Event.objects.aggregate(newest=Max("pk"))["newest"] or 0
        self._note_gaps(set(self._numbers_since(self.position - LOOK_BACK)), max(0, self.position - LOOK_BACK))

    def read(self) -> list[Event]:
        """The events that have appeared since the last call, by number; at most a batch of new ones and the late ones.

        Asks for the oldest open transaction first: a gap that is still empty after that, and older, stays empty.
        """
        over = self._gaps_that_are_over()
        late = list(Event.objects.filter(pk__in=list(self.gaps))) if self.gaps else []
        new = list(Event.objects.filter(pk__gt=self.position).order_by("pk")[:BATCH])
        for number in {event.pk for event in late} | over:
            self.gaps.pop(number, None)
        if new:
            before, self.position = self.position, new[-1].pk
            self._note_gaps({event.pk for event in new}, before)
        return sorted([*late, *new], key=lambda event: event.pk)

    def _numbers_since(self, number: int) -> list[int]:
        return list(Event.objects.filter(pk__gt=number, pk__lte=self.position).values_list("pk", flat=True))

    def _note_gaps(self, present: set[int], before: int) -> None:
        now = time.monotonic()
        first = max(before + 1, self.position - MOST_GAPS)
        missing = [number for number in range(first, self.position) if number not in present]
        self.gaps |= {number: Gap(now) for number in missing[-MOST_GAPS:]}

    def _gaps_that_are_over(self) -> set[int]:
        now = time.monotonic()
        old = {number: gap for number, gap in self.gaps.items() if now - gap.seen_at > GRACE_SECONDS}
        if not old or not settings.USES_POSTGRES:
            return set(old)  # SQLite lets one write at a time: what was skipped there was taken back
        oldest_open, next_one = open_transactions()
        over = {number for number, gap in old.items() if gap.barrier is not None and oldest_open >= gap.barrier}
        for gap in old.values():
            gap.barrier = next_one if gap.barrier is None else gap.barrier
        return over


def open_transactions() -> tuple[int, int]:
    """The id of the oldest transaction that is still open, and the id that the next one will get."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmin(now)::text::bigint, pg_snapshot_xmax(now)::text::bigint"
            " FROM pg_current_snapshot() AS now"
        )
        oldest, following = cursor.fetchone()
    return oldest, following


def missed(brand_id: int, after: int, limit: int) -> list[Event]:
    """What happened on a brand after event number `after`, the oldest first."""
    return list(Event.objects.filter(brand_id=brand_id, pk__gt=after).order_by("pk")[:limit])
