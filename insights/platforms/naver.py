"""Naver: blog, news and café search, and the search trend of DataLab.

New keys come from the NAVER API HUB; keys of the former developers' centre work at the old host with other paths and
headers. Which of the two it is, `NAVER_API` says.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artnex.errors import ProviderError
from artnex.http import CheckedSession
from insights.platforms.base import (
    LONGEST_CHANNEL,
    LONGEST_ID,
    LONGEST_TITLE,
    Batch,
    ComeBackLater,
    FoundItem,
    NeedsKey,
    Wanted,
    json_of,
    open_line,
    part,
    pause,
    plain_text,
    refuse_failures,
    rows,
    web_address,
)

NAME = "Naver"
SECTIONS = ("blog", "news", "cafearticle")
RESULTS_IN_A_CALL = 100
MOST_WORDS_IN_A_GROUP = 20
FIRST_DAY = date(2016, 1, 1)
QUOTA_CODES = {"010", "400", "410", "420"}


@dataclass(frozen=True, slots=True)
class Door:
    """Where the API answers: the addresses and the names of the headers with the key."""

    search: str
    trend: str
    id_header: str
    secret_header: str


DOORS = {
    "hub": Door("/search/v1/{}", "/search-trend/v1/search", "X-NCP-APIGW-API-KEY-ID", "X-NCP-APIGW-API-KEY"),
    "legacy": Door("/v1/search/{}.json", "/v1/datalab/search", "X-Naver-Client-Id", "X-Naver-Client-Secret"),
}


class Naver:
    """Finds posts and articles. Naver tells no numbers of them, so they have no popularity."""

    name: ClassVar[str] = NAME

    def is_ready(self) -> bool:
        return bool(settings.NAVER_CLIENT_ID and settings.NAVER_CLIENT_SECRET)

    def batches(self, wanted: Wanted, token: str) -> Iterator[Batch]:
        _refuse_without_key(self)
        searches = [(section, word) for section in SECTIONS for word in wanted.words]
        start = int(token) if token.isascii() and token.isdigit() else 0
        with open_line() as line:
            for number, (section, word) in enumerate(searches[start:], start=start + 1):
                found = [item for item in _search(line, section, word) if _in_period(item, wanted)]
                yield Batch(tuple(found), str(number) if number < len(searches) else "")
                pause()


def search_trend(words: Sequence[str], *, start: date, end: date) -> list[tuple[date, float]]:
    """How much the words together were searched each day, in percent of the busiest day of the period.

    Days without searches are missing. Raises ArtNexError kinds like a search.
    """
    _refuse_without_key(Naver())
    last = min(end, timezone.localdate() - timedelta(days=1))
    asked = {
        "startDate": max(start, FIRST_DAY).isoformat(),
        "endDate": last.isoformat(),
        "timeUnit": "date",
        "keywordGroups": [{"groupName": words[0], "keywords": list(words[:MOST_WORDS_IN_A_GROUP])}],
    }
    with open_line() as line:
        response = line.post(_address(_door().trend), json=asked, headers=_key_headers())
    _raise_for(response)
    results = rows(json_of(response, name=NAME), "results")
    return sorted(point for point in map(_point, rows(results[0], "data") if results else []) if point is not None)


def _point(row: Any) -> tuple[date, float] | None:
    try:
        day, ratio = date.fromisoformat(str(row.get("period"))), float(row.get("ratio", "nan"))
    except (TypeError, ValueError):
        return None
    return (day, ratio) if isfinite(ratio) and ratio >= 0 else None


def _search(line: CheckedSession, section: str, word: str) -> list[FoundItem]:
    asked = {"query": word, "display": str(RESULTS_IN_A_CALL), "start": "1", "sort": "date"}
    if settings.NAVER_API == "hub":
        asked["format"] = "json"
    response = line.get(_address(_door().search.format(section)), params=asked, headers=_key_headers())
    _raise_for(response)
    found = (_item(section, row) for row in rows(json_of(response, name=NAME), "items"))
    return [item for item in found if item is not None]


def _item(section: str, row: Any) -> FoundItem | None:
    link = web_address(row.get("link")) or web_address(row.get("originallink"))
    title = plain_text(row.get("title"), LONGEST_TITLE)
    if not link or not title or len(link) > LONGEST_ID:
        return None
    channel = {"blog": row.get("bloggername"), "cafearticle": row.get("cafename")}.get(section)
    if section == "news":
        channel = urlsplit(web_address(row.get("originallink")) or link).hostname
    return FoundItem(
        external_id=link,
        url=link,
        title=title,
        channel=plain_text(channel, LONGEST_CHANNEL),
        published_at=_published(row),
    )


def _published(row: Any) -> datetime | None:
    """Blogs tell a day (20261101), news a moment of RFC 822, cafés nothing."""
    try:
        if row.get("postdate"):
            return timezone.make_aware(datetime.strptime(str(row["postdate"]), "%Y%m%d"))  # noqa: DTZ007 - a Korean day
        moment = parsedate_to_datetime(str(row["pubDate"])) if row.get("pubDate") else None
    except ValueError:
        return None
    return moment if moment is None or timezone.is_aware(moment) else timezone.make_aware(moment)


def _in_period(item: FoundItem, wanted: Wanted) -> bool:
    if item.published_at is None:
        return True
    day = timezone.localtime(item.published_at).date()
    return (wanted.start is None or day >= wanted.start) and (wanted.end is None or day <= wanted.end)


def _refuse_without_key(naver: Naver) -> None:
    if not naver.is_ready():
        raise NeedsKey(_("Naver needs a key: the operator enters it as NAVER_CLIENT_ID and NAVER_CLIENT_SECRET."))


def _door() -> Door:
    return DOORS[settings.NAVER_API]


def _address(path: str) -> str:
    return f"{settings.NAVER_BASE_URL.rstrip('/')}{path}"


def _key_headers() -> dict[str, str]:
    door = _door()
    return {door.id_header: settings.NAVER_CLIENT_ID, door.secret_header: settings.NAVER_CLIENT_SECRET}


def _raise_for(response: Any) -> None:
    """Nothing for a success, else the error in words. Both hosts' shapes of errors are understood."""
    if response.status_code < 400:
        return
    code = _code(response)
    if response.status_code in {401, 403}:
        raise ProviderError(
            _("Naver does not accept the key. The operator should check NAVER_CLIENT_ID and NAVER_CLIENT_SECRET.")
        )
    if response.status_code == 429 and code in QUOTA_CODES:
        raise ComeBackLater(
            _("Naver's limit is reached, or this API is not ticked in the application of the NAVER API HUB.")
        )
    refuse_failures(response, name=NAME)


def _code(response: Any) -> str:
    try:
        body = json_of(response, name=NAME)
    except ProviderError:
        return ""
    return str(body.get("errorCode") or part(body, "error").get("errorCode") or "")
