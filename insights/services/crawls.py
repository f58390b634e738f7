"""One crawl of a tracking: platform after platform, batch after batch, each stored before the next is asked for.

A platform that fails says so in words and the others go on; where it stopped is remembered, and the next crawl goes on
from there. A crawl that died is done again from the last stored batch: storing twice changes nothing.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artnex.errors import ArtNexError, Message
from artnex.files.kinds import PHOTO_LIMITS
from artnex.files.services import store_file
from artnex.http import Limits
from artnex.http import fetch as fetch_address
from artnex.jobs.errors import JobCancelled, JobTimedOut, LeaseLost
from artnex.jobs.texts import in_every_language
from insights.models import Content, CrawlRun, Tracking
from insights.platforms import SOURCES
from insights.platforms.base import ComeBackLater, FoundItem, NeedsKey, Wanted, pause
from insights.platforms.naver import search_trend
from insights.services.contents import Stored, hold_tracking, judge_contents, store_items
from insights.services.trackings import next_crawl_of
from insights.tracking_enums import CrawlStatus, Platform, PlatformStatus

Report = Callable[[float, Message], None]
Holding = Callable[[], AbstractContextManager[Any]]
JOB_ENDS = (JobCancelled, JobTimedOut, LeaseLost)
KNOWN_IDS = 500
MOST_PROBLEMS = 5
PICTURES_IN_A_CRAWL = 30
PICTURE_LIMITS = Limits(connect=3, read=5, total=8, max_bytes=1024 * 1024, attempts=1)
PICTURE_PURPOSE = "content-thumbnail"
TREND_DAYS = 90


def crawl(*, tracking: Tracking, is_scheduled: bool, report: Report, holding: Holding) -> CrawlRun:
    """Ask every platform of the tracking; returns the run with what each gave. Judges all contents at the end.

    `report` is told how far it is, `holding` is a transaction in which this attempt provably holds the job.
    """
    with holding():
        # What an attempt before this one left open has died.
        CrawlRun.objects.filter(tracking=tracking, status=CrawlStatus.RUNNING).update(
            status=CrawlStatus.FAILED, finished_at=timezone.now()
        )
        run = CrawlRun.objects.create(tracking=tracking, is_scheduled=is_scheduled)
    names = [name for name in SOURCES if name in tracking.platforms]
    for number, name in enumerate(names):
        report(5 + 80 * number / len(names), Platform(name).label)
        run.platforms[name] = _crawl_platform(tracking, name, report, holding)
        with holding():
            run.save(update_fields=["platforms"])
    if Platform.NAVER in names:
        _refresh_search_trend(tracking, holding)
    report(90, _("Computing popularity and growth"))
    judge_contents(tracking=tracking)
    return _finish(run, tracking, holding)


def _crawl_platform(tracking: Tracking, name: str, report: Report, holding: Holding) -> dict[str, Any]:
    """What the platform gave, as `CrawlRun.platforms` keeps it; never raises for what the platform does."""
    state: dict[str, Any] = dict(tracking.platform_state.get(name, {}))
    wanted = _wanted(tracking, name, state.get("memory", {}))
    problems: list[Message] = []
    total, found = Stored(), 0
    status: PlatformStatus = PlatformStatus.OK
    pictures: dict[str, str] = {}
    try:
        for batch in SOURCES[name].batches(wanted, state.get("token", "")):
            with holding():
                total.add(store_items(tracking=tracking, platform=name, items=batch.items))
                state["token"] = batch.token
                _remember(tracking, name, state)
            found += len(batch.items)
            problems += batch.problems
            pictures |= _pictures_of(batch.items)
    except JOB_ENDS:
        raise
    except NeedsKey as problem:
        status, problems = PlatformStatus.NEEDS_KEY, [problem.message]
    except ComeBackLater as problem:
        status, problems = PlatformStatus.PAUSED, [*problems, problem.message]
    except ArtNexError as problem:
        status, problems = PlatformStatus.FAILED, [*problems, problem.message]
    _fetch_pictures(tracking, name, pictures)
    words = _in_words(problems[:MOST_PROBLEMS])
    state |= {"status": status, "texts": words, "at": timezone.now().isoformat(), "memory": wanted.memory}
    with holding():
        _remember(tracking, name, state)
    return {
        "status": status,
        "found": found,
        "new": total.new,
        "updated": total.updated,
        "excluded": total.excluded,
        "texts": words,
    }


def _in_words(problems: list[Message]) -> dict[str, str]:
    """All problems as one text in each language."""
    texts = [in_every_language(problem) for problem in problems]
    return {language: " ".join(text[language] for text in texts) for language in (texts[0] if texts else {})}


def _wanted(tracking: Tracking, name: str, memory: dict[str, Any]) -> Wanted:
    """What to ask for; the ids longest not refreshed first."""
    known = Content.objects.filter(tracking=tracking, platform=name).order_by("refreshed_at")
    return Wanted(
        words=tracking.words,
        exclude_words=tracking.exclude_words,
        start=tracking.start_date,
        end=tracking.end_date,
        feeds=tracking.feeds,
        links=tracking.links,
        known_ids=list(known.values_list("external_id", flat=True)[:KNOWN_IDS]) if name == Platform.YOUTUBE else [],
        memory=dict(memory),
    )


def _remember(tracking: Tracking, name: str, state: dict[str, Any]) -> None:
    """Write the platform's state into the row as it is now: somebody may have changed the tracking meanwhile."""
    row = hold_tracking(tracking)
    row.platform_state = {**row.platform_state, name: state}
    row.save(update_fields=["platform_state"])
    tracking.platform_state = row.platform_state


def _finish(run: CrawlRun, tracking: Tracking, holding: Holding) -> CrawlRun:
    statuses = {about["status"] for about in run.platforms.values()}
    if statuses <= {PlatformStatus.OK}:
        run.status = CrawlStatus.SUCCEEDED
    elif PlatformStatus.OK in statuses or PlatformStatus.PAUSED in statuses:
        run.status = CrawlStatus.PARTIAL
    else:
        run.status = CrawlStatus.FAILED
    run.finished_at = timezone.now()
    with holding():
        run.save(update_fields=["status", "finished_at", "platforms"])
        row = hold_tracking(tracking)
        row.last_crawled_at = run.finished_at
        row.next_crawl_at = next_crawl_of(row)
        row.save(update_fields=["last_crawled_at", "next_crawl_at"])
    return run


# ── pictures ───────────────────────────────────────────────────────────────────────────────────────────────────────
def _pictures_of(items: tuple[FoundItem, ...]) -> dict[str, str]:
    return {item.external_id: item.thumbnail_url for item in items if item.thumbnail_url}


def _fetch_pictures(tracking: Tracking, platform: str, addresses: dict[str, str]) -> None:
    """Keep the pictures of contents that have none: pages show nothing from foreign servers.

    A picture that cannot be had is left out.
    """
    bare = Content.objects.filter(
        tracking=tracking, platform=platform, external_id__in=list(addresses), thumbnail__isnull=True
    )
    for row in bare.order_by("-published_at")[:PICTURES_IN_A_CRAWL]:
        try:
            answer = fetch_address(addresses[row.external_id], limits=PICTURE_LIMITS)
            with transaction.atomic():
                file = store_file(
                    content=answer.content,
                    filename="thumbnail",
                    owner=None,
                    purpose=PICTURE_PURPOSE,
                    limits=PHOTO_LIMITS,
                    brand_id=tracking.brand_id,
                )
                Content.objects.filter(pk=row.pk).update(thumbnail=file)
        except ArtNexError:
            continue
        pause()


# ── the search trend ───────────────────────────────────────────────────────────────────────────────────────────────
def _refresh_search_trend(tracking: Tracking, holding: Holding) -> None:
    """Keep DataLab's answer of the last ninety days; what cannot be had leaves the former answer."""
    end = timezone.localdate()
    try:
        points = search_trend(tracking.words, start=end - timedelta(days=TREND_DAYS), end=end)
    except ArtNexError:
        return
    trend = {
        "points": [[day.isoformat(), ratio] for day, ratio in points],
        "fetched_at": timezone.now().isoformat(),
    }
    with holding():
        Tracking.objects.filter(pk=tracking.pk).update(search_trend=trend)
