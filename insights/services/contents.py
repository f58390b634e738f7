"""Keeping what was found: each content once, its numbers as they change, and what follows from them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from artnex.errors import NotFound
from artnex.events.services import record_event
from insights.engine.contents import anomalies, content_popularity, daily_gains, growth_of
from insights.models import Content, ContentSnapshot, Tracking
from insights.platforms.base import FoundItem
from insights.tracking_enums import ContentSource

NUMBERS = ("view_count", "like_count", "comment_count")
TEXTS = ("url", "title", "channel", "published_at")
JUDGED = ("popularity_index", "growth", "is_rising", "is_anomalous")
CHUNK = 500
LOOKED_BACK_DAYS = 31
MOST_RISING_TOLD = 5


@dataclass(slots=True)
class Stored:
    """What became of a batch: new and known contents, and those an excluded word kept out."""

    new: int = 0
    updated: int = 0
    excluded: int = 0

    def add(self, other: "Stored") -> None:
        self.new += other.new
        self.updated += other.updated
        self.excluded += other.excluded


def is_excluded(tracking: Tracking, title: str) -> bool:
    """Whether one of the excluded words occurs in the title."""
    text = title.casefold()
    return any(word.casefold() in text for word in tracking.exclude_words)


@transaction.atomic
def store_items(
    *, tracking: Tracking, platform: str, items: Sequence[FoundItem], source: ContentSource = ContentSource.CRAWL
) -> Stored:
    """Write new contents and the new numbers of known ones, with a snapshot of each that has numbers.

    The tracking's row is locked: a crawl and an import at the same time store nothing twice.
    """
    hold_tracking(tracking)
    wanted = {item.external_id: item for item in items if not is_excluded(tracking, item.title)}
    stored = Stored(excluded=sum(is_excluded(tracking, item.title) for item in items))
    known = {
        row.external_id: row
        for row in Content.objects.filter(tracking=tracking, platform=platform, external_id__in=wanted)
    }
    now = timezone.now()
    fresh = [
        Content(tracking=tracking, platform=platform, external_id=key, source=source, refreshed_at=now)
        for key in wanted
        if key not in known
    ]
    for row in (*fresh, *known.values()):
        _take_over(row, wanted[row.external_id], now)
    Content.objects.bulk_create(fresh, batch_size=CHUNK)
    Content.objects.bulk_update(known.values(), [*TEXTS, *NUMBERS, "refreshed_at"], batch_size=CHUNK)
    rows = [row for row in (*fresh, *known.values()) if wanted[row.external_id].has_numbers]
    ContentSnapshot.objects.bulk_create([snapshot_of(row, now) for row in rows], batch_size=CHUNK)
    stored.new, stored.updated = len(fresh), len(known)
    return stored


def hold_tracking(tracking: Tracking) -> Tracking:
    """The tracking's row as it is now, locked until the transaction ends; NotFound when it was deleted meanwhile."""
    row = Tracking.objects.select_for_update().filter(pk=tracking.pk).first()
    if row is None:
        raise NotFound
    return row


def _take_over(row: Content, item: FoundItem, now: datetime) -> None:
    """What the item tells replaces what is known; what it does not tell stays."""
    for name in (*TEXTS, *NUMBERS):
        value = getattr(item, name)
        if value not in (None, ""):
            setattr(row, name, value)
    row.refreshed_at = now


def snapshot_of(row: Content, moment: datetime) -> ContentSnapshot:
    """The numbers of a content as they are at `moment`."""
    return ContentSnapshot(content=row, taken_at=moment, **{name: getattr(row, name) for name in NUMBERS})


# ── what follows from the numbers ──────────────────────────────────────────────────────────────────────────────────
def judge_contents(*, tracking: Tracking) -> int:
    """Compute popularity, growth and what is out of the ordinary anew; event content.rising for what began to rise.

    Returns how many began to rise.
    """
    began: list[Content] = []
    last_id = 0
    while True:
        rows = list(Content.objects.filter(tracking=tracking, pk__gt=last_id).order_by("pk")[:CHUNK])
        if not rows:
            break
        last_id = rows[-1].pk
        began += _judge(rows)
    with transaction.atomic():
        for row in sorted(began, key=lambda row: row.growth or 0, reverse=True)[:MOST_RISING_TOLD]:
            record_event(
                "content.rising",
                subject=row,
                brand_id=tracking.brand_id,
                data={"id": row.pk, "tracking_id": tracking.pk, "growth": row.growth},
            )
    return len(began)


def _judge(rows: list[Content]) -> list[Content]:
    """Judge these rows and write them; those that began to rise."""
    views = views_by_day(rows)
    began = []
    now = timezone.now()
    for row in rows:
        was_rising = row.is_rising
        totals = views.get(row.pk, {})
        growth = growth_of(totals)
        row.popularity_index = content_popularity(
            views=row.view_count,
            likes=row.like_count,
            comments=row.comment_count,
            age_days=(now - row.published_at).total_seconds() / 86_400 if row.published_at else None,
        ).index
        row.growth = growth.fraction if growth else None
        row.is_rising = bool(growth and growth.is_rising)
        row.is_anomalous = last_day_is_anomalous(totals)
        if row.is_rising and not was_rising:
            began.append(row)
    Content.objects.bulk_update(rows, JUDGED, batch_size=CHUNK)
    return began


def last_day_is_anomalous(totals: Mapping[date, int]) -> bool:
    """Whether what was added on the last day lies out of the ordinary of the days before."""
    gains = [gain for _day, gain in daily_gains(totals)]
    return bool(gains) and len(gains) - 1 in anomalies(gains)


def views_by_day(rows: Iterable[Content]) -> dict[int, dict[date, int]]:
    """For each content the last number of views of each day of the past month."""
    since = timezone.now() - timedelta(days=LOOKED_BACK_DAYS)
    found: dict[int, dict[date, int]] = {}
    shots = ContentSnapshot.objects.filter(content__in=[row.pk for row in rows], taken_at__gte=since)
    values: Any = shots.filter(view_count__isnull=False).order_by("taken_at", "pk")
    for content_id, moment, views in values.values_list("content_id", "taken_at", "view_count"):
        found.setdefault(content_id, {})[timezone.localtime(moment).date()] = views
    return found
