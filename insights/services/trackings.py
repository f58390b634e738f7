"""Writing trackings: what is watched, and when it is looked at."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from artnex.errors import Conflict, InvalidState, ValidationFailed
from artnex.events.services import record_event
from artnex.jobs.models import Job
from artnex.jobs.services import enqueue_job
from brands.models import Brand
from insights.models import Tracking
from insights.platforms.base import CONTROLS, web_address
from insights.platforms.tiktok import is_tiktok_link
from insights.services.contents import hold_tracking
from insights.tracking_enums import CRAWLED, TRACKED, Platform

CRAWL = "insights.crawl"
FIELDS = (
    "keyword",
    "synonyms",
    "exclude_words",
    "platforms",
    "feeds",
    "links",
    "start_date",
    "end_date",
    "interval_hours",
    "is_active",
)
SEARCH_FIELDS = {"keyword", "synonyms", "exclude_words", "platforms", "feeds", "links", "start_date", "end_date"}
MOST_WORDS, LONGEST_WORD = 20, 100
MOST_FEEDS, MOST_LINKS = 20, 100
DUE_AT_ONCE = 200


@transaction.atomic
def create_tracking(*, user: Any, brand: Brand, fields: Mapping[str, Any]) -> Tracking:
    """A new tracking, due at once; event tracking.created. ValidationFailed names each field that is wrong."""
    tracking = Tracking(brand=brand, created_by=user)
    _assign(tracking, fields)
    _check(tracking)
    tracking.next_crawl_at = timezone.now() if is_crawled(tracking) else None
    tracking.save()
    record_event("tracking.created", actor=user, subject=tracking, brand_id=brand.pk, data={"id": tracking.pk})
    return tracking


@transaction.atomic
def update_tracking(*, user: Any, tracking: Tracking, fields: Mapping[str, Any]) -> Tracking:
    """Change the given fields; another search begins from the start. Event tracking.updated when anything changed."""
    tracking = hold_tracking(tracking)
    changed = _assign(tracking, fields)
    _check(tracking)
    if not changed:
        return tracking
    if SEARCH_FIELDS & set(changed):
        tracking.platform_state = {
            name: {key: value for key, value in state.items() if key != "token"}
            for name, state in tracking.platform_state.items()
        }
    tracking.next_crawl_at = next_crawl_of(tracking)
    tracking.save()
    record_event(
        "tracking.updated",
        actor=user,
        subject=tracking,
        brand_id=tracking.brand_id,
        data={"id": tracking.pk, "fields": changed},
    )
    return tracking


@transaction.atomic
def delete_tracking(*, user: Any, tracking: Tracking) -> None:
    """Remove the tracking with its contents and their numbers; event tracking.deleted."""
    record_event("tracking.deleted", actor=user, subject=tracking, brand_id=tracking.brand_id, data={"id": tracking.pk})
    tracking.delete()


@transaction.atomic
def request_crawl(*, user: Any, tracking: Tracking) -> Job:
    """Start a crawl now, or give back the one that is under way; Conflict when that is somebody else's.

    InvalidState when there is nothing to crawl: only files are imported into this tracking.
    """
    if not CRAWLED_NAMES & set(tracking.platforms):
        raise InvalidState(_("This tracking only takes files. Choose a platform to have it crawled."))
    params = {"tracking_id": tracking.pk, "scheduled": False}
    return enqueue_job(CRAWL, user=user, params=params, brand_id=tracking.brand_id, unique_key=crawl_key(tracking))


def crawl_key(tracking: Tracking) -> str:
    """Of all crawls of one tracking only one is open at a time."""
    return f"tracking:{tracking.pk}"


def start_due_crawls() -> dict[str, int]:
    """Start a crawl of every active tracking whose time has come; each is started once, however often this runs."""
    now = timezone.now()
    due = Tracking.objects.filter(is_active=True, next_crawl_at__lte=now).order_by("next_crawl_at")[:DUE_AT_ONCE]
    started = 0
    for tracking in due:
        with transaction.atomic():
            mine = Tracking.objects.filter(pk=tracking.pk, next_crawl_at=tracking.next_crawl_at)
            if not mine.update(next_crawl_at=next_crawl_of(tracking, last=now)):
                continue  # another run of this job was quicker
            if tracking.end_date and tracking.end_date < timezone.localdate():
                continue
            started += _start_scheduled(tracking)
    return {"started": started}


def _start_scheduled(tracking: Tracking) -> int:
    params = {"tracking_id": tracking.pk, "scheduled": True}
    try:
        enqueue_job(CRAWL, user=None, params=params, brand_id=tracking.brand_id, unique_key=crawl_key(tracking))
    except Conflict:
        return 0  # a person has started it just now
    return 1


CRAWLED_NAMES = {str(name) for name in CRAWLED}


def is_crawled(tracking: Tracking) -> bool:
    """Whether the schedule looks at it: active, not over, and on a platform that can be crawled."""
    over = tracking.end_date is not None and tracking.end_date < timezone.localdate()
    return tracking.is_active and not over and bool(CRAWLED_NAMES & set(tracking.platforms))


def next_crawl_of(tracking: Tracking, *, last: Any = None) -> Any:
    """When the schedule looks at it next; None when it does not."""
    if not is_crawled(tracking):
        return None
    last = last or tracking.last_crawled_at
    return last + timedelta(hours=tracking.interval_hours) if last else timezone.now()


# ── checks ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def _assign(tracking: Tracking, fields: Mapping[str, Any]) -> list[str]:
    """Set what differs; the names of what changed."""
    changed = []
    for name in FIELDS:
        if name not in fields:
            continue
        value = fields[name]
        if isinstance(value, list | tuple):
            value = list(dict.fromkeys(str(one).strip() for one in value if str(one).strip()))
        if getattr(tracking, name) != value:
            setattr(tracking, name, value)
            changed.append(name)
    return changed


def _check(tracking: Tracking) -> None:
    """ValidationFailed with a row for each problem."""
    problems = [
        *_word_problems("keyword", [tracking.keyword]),
        *_word_problems("synonyms", tracking.synonyms),
        *_word_problems("exclude_words", tracking.exclude_words),
        *_platform_problems(tracking),
        *_address_problems(tracking),
    ]
    if tracking.start_date and tracking.end_date and tracking.end_date < tracking.start_date:
        problems.append(("end_date", _("The end must not be before the start.")))
    excluded = {word.casefold() for word in tracking.exclude_words}
    if any(word.casefold() in excluded for word in tracking.words):
        problems.append(("exclude_words", _("A word that is looked for cannot be excluded as well.")))
    if problems:
        raise ValidationFailed(details=[{"field": field, "message": message} for field, message in problems])


def _word_problems(field: str, words: Iterable[str]) -> Iterable[tuple[str, str]]:
    words = list(words)
    if len(words) > MOST_WORDS:
        yield field, _("At most %(most)s words.") % {"most": MOST_WORDS}
    for word in words:
        if not word.strip() or CONTROLS.search(word) or '"' in word or "|" in word:
            yield field, _("Words may hold no quotation marks, bars or control characters.")
        elif len(word) > LONGEST_WORD:
            yield field, _("A word has at most %(most)s characters.") % {"most": LONGEST_WORD}


def _platform_problems(tracking: Tracking) -> Iterable[tuple[str, str]]:
    names = {str(name) for name in TRACKED}
    if not tracking.platforms:
        yield "platforms", _("Choose at least one platform.")
    elif not set(tracking.platforms) <= names:
        yield "platforms", _("Must be one of: %(names)s.") % {"names": ", ".join(sorted(names))}
    if Platform.RSS in tracking.platforms and not tracking.feeds:
        yield "feeds", _("Enter the address of at least one feed.")


def _address_problems(tracking: Tracking) -> Iterable[tuple[str, str]]:
    if len(tracking.feeds) > MOST_FEEDS:
        yield "feeds", _("At most %(most)s feeds.") % {"most": MOST_FEEDS}
    if len(tracking.links) > MOST_LINKS:
        yield "links", _("At most %(most)s links.") % {"most": MOST_LINKS}
    if any(not web_address(address) for address in tracking.feeds):
        yield "feeds", _("This is not a web address.")
    if any(not is_tiktok_link(address) for address in tracking.links):
        yield "links", _("Only addresses of TikTok videos.")
