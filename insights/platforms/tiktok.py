"""TikTok: titles, channels and pictures of given links, by oEmbed, which needs no key and tells no numbers.

TikTok's search is open to researchers alone and closed to businesses; numbers come by CSV.
"""

import re
from collections.abc import Iterator
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from artnex.errors import ArtNexError, ProviderError
from artnex.http import CheckedSession
from insights.platforms.base import (
    LONGEST_CHANNEL,
    LONGEST_ID,
    LONGEST_TITLE,
    Batch,
    ComeBackLater,
    FoundItem,
    Wanted,
    json_of,
    open_line,
    pause,
    plain_text,
    refuse_failures,
    said,
    web_address,
)

NAME = "TikTok"
VIDEO = re.compile(r"/video/(\d{5,25})")


def is_tiktok_link(address: str) -> bool:
    """Whether the address leads to tiktok.com (or its short links)."""
    host = urlsplit(address).hostname or "" if web_address(address) else ""
    return host == "tiktok.com" or host.endswith(".tiktok.com")


class TikTok:
    name: ClassVar[str] = NAME

    def is_ready(self) -> bool:
        return True

    def batches(self, wanted: Wanted, token: str) -> Iterator[Batch]:
        start = int(token) if token.isascii() and token.isdigit() else 0
        with open_line() as line:
            for number, link in enumerate(wanted.links[start:], start=start + 1):
                following = str(number) if number < len(wanted.links) else ""
                try:
                    yield Batch((_describe(line, link),), following)
                except ComeBackLater:
                    raise
                except ArtNexError as problem:
                    words = said(_("%(link)s: %(problem)s"), {"link": link[:80], "problem": problem.message})
                    yield Batch((), following, (words,))
                pause()


def _describe(line: CheckedSession, link: str) -> FoundItem:
    response = line.get(settings.TIKTOK_OEMBED_URL, params={"url": link})
    if response.status_code in {400, 404}:
        raise ProviderError(_("This video is private or gone."))
    refuse_failures(response, name=NAME)
    body: Any = json_of(response, name=NAME)
    title = plain_text(body.get("title"), LONGEST_TITLE)
    channel = plain_text(body.get("author_name"), LONGEST_CHANNEL)
    if not title and not channel:
        raise ProviderError(_("This video is private or gone."))
    found = VIDEO.search(link) or VIDEO.search(str(body.get("html") or ""))
    return FoundItem(
        external_id=found.group(1) if found else link[:LONGEST_ID],
        url=link,
        title=title or channel,
        channel=channel,
        thumbnail_url=web_address(body.get("thumbnail_url")),
    )
