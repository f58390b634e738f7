"""What may not be kept: data of YouTube older than thirty days is refreshed or removed, old crawls and answers go."""

from datetime import timedelta

from django.utils import timezone

from artnex.errors import ArtNexError
from insights.models import Content, ContentSnapshot, CrawlRun, QuotaUse, SearchAnswer, Tracking
from insights.platforms.youtube import IDS_IN_A_CALL, KEPT_HOURS, videos
from insights.services.contents import store_items
from insights.tracking_enums import ContentSource, Platform

RETENTION_DAYS = {Platform.YOUTUBE: 30}  # Developer Policies III.E.4
REFRESHED_FROM_DAYS = 25
REFRESHED_AT_ONCE = 1000
CRAWLS_KEPT_DAYS = 180
# What people brought themselves is theirs, and demonstration data came from no platform.
BOUND = (ContentSource.CRAWL,)


def keep_contents_fresh() -> dict[str, int]:
    """Refresh what comes near its platform's limit, remove what has passed it; returns how much of each."""
    return {"refreshed": _refresh_youtube(), "removed": remove_outdated()}


def remove_outdated() -> int:
    """Delete contents and numbers past their platform's limit, answers past their hours, and old crawls.

    Returns how many contents went.
    """
    now = timezone.now()
    removed = 0
    for platform, days in RETENTION_DAYS.items():
        since = now - timedelta(days=days)
        bound = {"platform": platform, "source__in": BOUND}
        outdated = Content.objects.filter(**bound, refreshed_at__lt=since)
        removed += outdated.count()
        outdated.delete()
        within = {f"content__{name}": value for name, value in bound.items()}
        ContentSnapshot.objects.filter(**within, taken_at__lt=since).delete()
    SearchAnswer.objects.filter(fetched_at__lt=now - timedelta(hours=KEPT_HOURS)).delete()
    CrawlRun.objects.filter(started_at__lt=now - timedelta(days=CRAWLS_KEPT_DAYS)).delete()
    QuotaUse.objects.filter(day__lt=(now - timedelta(days=CRAWLS_KEPT_DAYS)).date()).delete()
    return removed


def _refresh_youtube() -> int:
    """Ask again for what is nearly outdated, fifty videos a call, until the quota of the day ends it."""
    since = timezone.now() - timedelta(days=REFRESHED_FROM_DAYS)
    due = Content.objects.filter(platform=Platform.YOUTUBE, source__in=BOUND, refreshed_at__lt=since)
    by_tracking: dict[int, list[str]] = {}
    rows = due.order_by("refreshed_at").values_list("tracking_id", "external_id")
    for tracking_id, video in rows[:REFRESHED_AT_ONCE]:
        by_tracking.setdefault(tracking_id, []).append(video)
    refreshed = 0
    for tracking in Tracking.objects.filter(pk__in=by_tracking):
        ids = by_tracking[tracking.pk]
        for start in range(0, len(ids), IDS_IN_A_CALL):
            try:
                items = videos(ids[start : start + IDS_IN_A_CALL])
            except ArtNexError:
                return refreshed  # without key, quota or answer the limit itself decides
            stored = store_items(tracking=tracking, platform=Platform.YOUTUBE, items=items)
            refreshed += stored.updated
    return refreshed
