"""What all platforms have in common: what is asked of them, what they give, how failures are put into words."""

import html
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Protocol, cast
from urllib.parse import urlsplit

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from artnex.errors import Message, NotConfigured, ProviderError, ProviderUnavailable
from artnex.http import CheckedSession, Limits, retry_after, session

LIMITS = Limits(connect=5, read=10, total=20, max_bytes=5 * 1024 * 1024, attempts=1)  # each attempt costs quota
PAUSE_SECONDS = 0.3  # between two calls to the same server
LONGEST_ID, LONGEST_TITLE, LONGEST_CHANNEL, LONGEST_URL = 300, 500, 200, 2000
LARGEST_COUNT = 2**63 - 1
TAGS = re.compile(r"<[^>]{0,200}>")
CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")


class NeedsKey(NotConfigured):
    """The operator has not entered a key for this platform."""


class ComeBackLater(ProviderUnavailable):
    """The platform's limit is reached: what is left is done by a later crawl, from where this one stopped."""


@dataclass(frozen=True, slots=True)
class FoundItem:
    """One content as a platform describes it; a number that it does not tell is None."""

    external_id: str
    url: str
    title: str
    channel: str = ""
    thumbnail_url: str = ""
    published_at: datetime | None = None
    view_count: int | None = None
    like_count: int | None = None
    comment_count: int | None = None

    @property
    def has_numbers(self) -> bool:
        return any(number is not None for number in (self.view_count, self.like_count, self.comment_count))


@dataclass(slots=True)
class Wanted:
    """What a crawl asks a platform for. `memory` is the platform's own note from the last crawl, to be changed."""

    words: list[str]
    exclude_words: list[str]
    start: date | None
    end: date | None
    feeds: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    known_ids: list[str] = field(default_factory=list)
    memory: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Batch:
    """A part of the answer that is stored at once. `token` says where to go on after it; empty at the end.

    `problems` are failures of single items or feeds, in words; they did not stop the others.
    """

    items: tuple[FoundItem, ...]
    token: str = ""
    problems: tuple[Message, ...] = ()


class Source(Protocol):
    """A platform. `batches` raises ArtNexError kinds when the platform as a whole does not answer."""

    def is_ready(self) -> bool:
        """Whether everything is set up on this server."""

    def batches(self, wanted: Wanted, token: str) -> Iterator[Batch]:
        """What there is, from `token` of an earlier batch on."""


def said(message: Message, values: Mapping[str, Any]) -> Message:
    """The message with its values, put together when the language is known: it is stored in every language."""
    return cast("Message", lazy(lambda: str(message) % values, str)())


# ── calls ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def open_line() -> CheckedSession:
    return session(LIMITS)


def pause() -> None:
    """Be polite: a moment between two calls."""
    time.sleep(PAUSE_SECONDS)


def json_of(response: Any, *, name: str) -> dict[str, Any]:
    """The JSON object in the body; ProviderError in words for HTML, broken JSON and anything else."""
    try:
        body = response.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise ProviderError(said(_("%(name)s sent an answer that cannot be read."), {"name": name}))
    return body


def refuse_failures(response: Any, *, name: str) -> None:
    """Raise what a status means that has no body of its own to explain it."""
    status = response.status_code
    if status < 400:
        return
    if status == 429:
        wait = retry_after(response.headers)
        raise ComeBackLater(
            said(_("%(name)s asks for a pause of %(seconds)s seconds."), {"name": name, "seconds": round(wait)})
            if wait
            else said(_("%(name)s has had enough requests for now."), {"name": name})
        )
    if status >= 500:
        raise ProviderUnavailable(
            said(_("%(name)s has trouble at the moment (status %(status)s)."), {"name": name, "status": status})
        )
    raise ProviderError(said(_("%(name)s refused the request (status %(status)s)."), {"name": name, "status": status}))


# ── cleaning ───────────────────────────────────────────────────────────────────────────────────────────────────────
def plain_text(text: Any, longest: int) -> str:
    """Text without tags, entities and control characters."""
    words = html.unescape(TAGS.sub("", text if isinstance(text, str) else ""))
    return CONTROLS.sub(" ", words).strip()[:longest]


def web_address(text: Any) -> str:
    """The address when it is one of the web that fits, else nothing: `javascript:` never reaches a page."""
    if not isinstance(text, str) or len(text) > LONGEST_URL or CONTROLS.search(text):
        return ""
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return ""
    return text.strip() if parts.scheme in {"http", "https"} and parts.hostname else ""


def count_of(value: Any) -> int | None:
    """A count written as number or string; None for anything else."""
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 19 else None
    return number if number is not None and number <= LARGEST_COUNT else None


def moment_of(text: Any) -> datetime | None:
    """An ISO 8601 moment; one without a zone is UTC."""
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    if moment is None or not 1990 <= moment.year <= 9998:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def part(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A nested object; an empty one when something else stands there."""
    found = body.get(name)
    return found if isinstance(found, Mapping) else {}


def rows(body: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """A list of objects; what is none is left out."""
    found = body.get(name)
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []
