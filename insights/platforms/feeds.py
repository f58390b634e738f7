"""RSS and Atom feeds: entries in which one of the words occurs."""

import hashlib
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from artnex.errors import ArtNexError, ProviderError
from artnex.http import CheckedSession
from insights.platforms.base import (
    LONGEST_CHANNEL,
    LONGEST_ID,
    LONGEST_TITLE,
    Batch,
    FoundItem,
    Wanted,
    open_line,
    pause,
    plain_text,
    refuse_failures,
    said,
    web_address,
)

MOST_ENTRIES = 500
LONGEST_SUMMARY = 5000
LONGEST_GIVEN_ID = 2000


class Feeds:
    """Asks each feed only for what is new to it, by ETag and Last-Modified."""

    name: ClassVar[str] = "RSS"

    def is_ready(self) -> bool:
        return True

    def batches(self, wanted: Wanted, token: str) -> Iterator[Batch]:
        start = int(token) if token.isascii() and token.isdigit() else 0
        with open_line() as line:
            for number, address in enumerate(wanted.feeds[start:], start=start + 1):
                following = str(number) if number < len(wanted.feeds) else ""
                try:
                    yield Batch(tuple(_read(line, address, wanted)), following)
                except ArtNexError as problem:
                    host = urlsplit(address).hostname or address[:80]
                    yield Batch(
                        (), following, (said(_("%(host)s: %(problem)s"), {"host": host, "problem": problem.message}),)
                    )
                pause()


def _read(line: CheckedSession, address: str, wanted: Wanted) -> list[FoundItem]:
    import feedparser  # takes a while to load

    signature = hashlib.sha256(repr((address, wanted.words, str(wanted.start), str(wanted.end))).encode()).hexdigest()
    remembered = wanted.memory.get(signature, {})
    names = {"If-None-Match": remembered.get("etag"), "If-Modified-Since": remembered.get("modified")}
    response = line.get(address, headers={name: value for name, value in names.items() if value})
    if response.status_code == 304:
        return []
    refuse_failures(response, name=urlsplit(address).hostname or "RSS")
    # Bytes alone would be tried as the name of a file; the address of the answer makes relative links whole.
    feed = feedparser.parse(BytesIO(response.content), response_headers={"content-location": response.url})
    if not feed.entries and not feed.get("version"):
        raise ProviderError(_("This address holds no feed."))
    wanted.memory[signature] = {
        "etag": response.headers.get("etag", "")[:200],
        "modified": response.headers.get("last-modified", "")[:100],
    }
    channel = plain_text(feed.feed.get("title"), LONGEST_CHANNEL)
    found = (_item(entry, channel, wanted) for entry in feed.entries[:MOST_ENTRIES])
    return [item for item in found if item is not None]


def _item(entry: Any, channel: str, wanted: Wanted) -> FoundItem | None:
    title = plain_text(entry.get("title"), LONGEST_TITLE)
    link = web_address(entry.get("link"))
    text = f"{title} {plain_text(entry.get('summary'), LONGEST_SUMMARY)}".casefold()
    if not title or not any(word.casefold() in text for word in wanted.words):
        return None
    published = _published(entry)
    day = published.date() if published else None
    if day and ((wanted.start and day < wanted.start) or (wanted.end and day > wanted.end)):
        return None
    given = plain_text(entry.get("id"), LONGEST_GIVEN_ID) or link
    if not given:
        return None
    short = given if len(given) <= LONGEST_ID else hashlib.sha256(given.encode()).hexdigest()
    return FoundItem(external_id=short, url=link, title=title, channel=channel, published_at=published)


def _published(entry: Any) -> datetime | None:
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        return datetime.fromtimestamp(timegm(parsed), tz=UTC) if parsed else None
    except (OverflowError, ValueError, OSError):
        return None
