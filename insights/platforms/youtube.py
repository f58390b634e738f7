"""YouTube Data API v3: `search.list` finds videos, `videos.list` gives the numbers of fifty of them for one unit.

The quota belongs to the whole installation and not to a tracking: every call reserves its units first
(insights/services/quota.py), and the same search within six hours is answered from what was kept.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artnex.errors import ProviderError
from insights.models import SearchAnswer
from insights.platforms.base import (
    LONGEST_CHANNEL,
    LONGEST_ID,
    LONGEST_TITLE,
    Batch,
    ComeBackLater,
    FoundItem,
    NeedsKey,
    Wanted,
    count_of,
    json_of,
    moment_of,
    open_line,
    part,
    pause,
    plain_text,
    refuse_failures,
    rows,
    said,
    web_address,
)
from insights.services.quota import mark_spent, reserve, reset_text

NAME = "YouTube"
SERVICE = "youtube"
IDS_IN_A_CALL = 50
PAGES_IN_A_CRAWL = 2
REFRESHED_IN_A_CRAWL = 200
KEPT_HOURS = 6
QUOTA_REASONS = {"quotaExceeded", "dailyLimitExceeded"}
PACE_REASONS = {"rateLimitExceeded", "userRateLimitExceeded"}
KEY_REASONS = {"keyInvalid", "API_KEY_INVALID", "badRequest"}


class YouTube:
    """Finds videos and refreshes the numbers of those that are known."""

    name: ClassVar[str] = NAME

    def is_ready(self) -> bool:
        return bool(settings.YOUTUBE_API_KEY)

    def batches(self, wanted: Wanted, token: str) -> Iterator[Batch]:
        if not self.is_ready():
            raise NeedsKey(_("YouTube needs a key: the operator enters it as YOUTUBE_API_KEY."))
        seen: set[str] = set()
        for number in range(PAGES_IN_A_CRAWL):
            ids, following = search(wanted, token)
            last = number == PAGES_IN_A_CRAWL - 1 or not following
            seen.update(ids)
            yield Batch(tuple(videos(ids)), "" if last else following)
            if last:
                break
            token = following
        rest = [one for one in wanted.known_ids if one not in seen][:REFRESHED_IN_A_CRAWL]
        for start in range(0, len(rest), IDS_IN_A_CALL):
            yield Batch(tuple(videos(rest[start : start + IDS_IN_A_CALL])))


def search(wanted: Wanted, token: str = "") -> tuple[list[str], str]:
    """(ids of videos, token of the next page), from what was kept or from YouTube."""
    asked = {
        "part": "snippet",
        "type": "video",
        "maxResults": "50",
        "order": "date",
        "regionCode": "KR",
        "q": query_of(wanted.words, wanted.exclude_words),
    }
    if wanted.start:
        asked["publishedAfter"] = _start_of(wanted.start)
    if wanted.end:
        asked["publishedBefore"] = _start_of(wanted.end + timedelta(days=1))
    if token:
        asked["pageToken"] = token
    key = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
    since = timezone.now() - timedelta(hours=KEPT_HOURS)
    kept = SearchAnswer.objects.filter(key=key, fetched_at__gte=since).first()
    if kept is not None:
        return list(kept.answer["ids"]), kept.answer["token"]
    body = _call("search", asked, units=1, searches=1)
    ids = [part(row, "id").get("videoId") for row in rows(body, "items")]
    found = [one for one in ids if isinstance(one, str) and 0 < len(one) <= LONGEST_ID]
    following = body.get("nextPageToken")
    following = following if isinstance(following, str) else ""
    answer = {"ids": found, "token": following}
    SearchAnswer.objects.update_or_create(key=key, defaults={"answer": answer, "fetched_at": timezone.now()})
    return found, following


def query_of(words: Sequence[str], exclude_words: Sequence[str]) -> str:
    """Words of which one must occur, and words that must not; several words in one are a phrase."""
    wanted = "|".join(f'"{word}"' if " " in word else word for word in words)
    return " ".join([wanted, *(f'-"{word}"' if " " in word else f"-{word}" for word in exclude_words)])


def videos(ids: Sequence[str]) -> list[FoundItem]:
    """The videos with these ids, at most fifty; one that is private or gone is missing in the answer."""
    if not ids:
        return []
    pause()
    body = _call("videos", {"part": "snippet,statistics", "id": ",".join(ids), "hl": "ko"}, units=1)
    found = (_item(row) for row in rows(body, "items"))
    return [item for item in found if item is not None]


def _item(row: Any) -> FoundItem | None:
    video_id = row.get("id")
    snippet, numbers = part(row, "snippet"), part(row, "statistics")
    title = plain_text(snippet.get("title"), LONGEST_TITLE)
    if not isinstance(video_id, str) or not title:
        return None
    pictures = part(snippet, "thumbnails")
    picture = part(pictures, "medium") or part(pictures, "default")
    return FoundItem(
        external_id=video_id,
        url=f"https://www.youtube.com/watch?v={video_id}",
        title=title,
        channel=plain_text(snippet.get("channelTitle"), LONGEST_CHANNEL),
        thumbnail_url=web_address(picture.get("url")),
        published_at=moment_of(snippet.get("publishedAt")),
        view_count=count_of(numbers.get("viewCount")),
        like_count=count_of(numbers.get("likeCount")),
        comment_count=count_of(numbers.get("commentCount")),
    )


def _call(method: str, asked: dict[str, str], *, units: int, searches: int = 0) -> dict[str, Any]:
    """One call; its cost is reserved before, and stays spent when the call fails, as YouTube counts it."""
    reserve(SERVICE, units=units, searches=searches)
    headers = {"X-Goog-Api-Key": settings.YOUTUBE_API_KEY}  # in the address it would end up in logs
    with open_line() as line:
        response = line.get(f"{settings.YOUTUBE_BASE_URL}/{method}", params=asked, headers=headers)
    if response.status_code >= 400:
        _raise_for(response)
    return json_of(response, name=NAME)


def _raise_for(response: Any) -> None:
    """The error in words. Raises always."""
    reasons = _reasons(response)
    if reasons & QUOTA_REASONS:
        mark_spent(SERVICE)
        raise ComeBackLater(
            said(
                _("YouTube's quota for today is used up. It begins anew at %(moment)s."),
                {"moment": reset_text()},
            )
        )
    if reasons & PACE_REASONS:
        raise ComeBackLater(said(_("%(name)s has had enough requests for now."), {"name": NAME}))
    if response.status_code == 401 or reasons & KEY_REASONS:
        raise ProviderError(_("YouTube does not accept the key. The operator should check YOUTUBE_API_KEY."))
    if "accessNotConfigured" in reasons:
        raise ProviderError(_("The YouTube Data API is not switched on for this key."))
    refuse_failures(response, name=NAME)


def _reasons(response: Any) -> set[str]:
    try:
        error = part(json_of(response, name=NAME), "error")
    except ProviderError:
        return set()
    return {str(row.get("reason")) for name in ("errors", "details") for row in rows(error, name)}


def _start_of(day: date) -> str:
    moment = timezone.make_aware(datetime.combine(day, time.min))
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
