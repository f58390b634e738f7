"""Contents from a table that somebody brings: CSV or XLSX with the API's field names as headings."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from artnex.access import fetch
from artnex.errors import ValidationFailed
from artnex.events.services import record_event
from artnex.files.kinds import TABLE_LIMITS
from artnex.files.models import StoredFile
from artnex.files.services import store_file
from artnex.jobs.models import Job
from artnex.jobs.services import enqueue_job
from brands.engine.numbers import parse_number
from brands.engine.sheets import UnreadableSheetError, read_sheet
from brands.services.kpi_import import parse_day
from insights.models import Content, Tracking
from insights.platforms.base import (
    CONTROLS,
    LARGEST_COUNT,
    LONGEST_CHANNEL,
    LONGEST_ID,
    LONGEST_TITLE,
    FoundItem,
    moment_of,
    web_address,
)
from insights.services.contents import Stored, is_excluded, judge_contents, store_items
from insights.tracking_enums import ContentSource, Platform

IMPORT = "insights.import_contents"
PURPOSE = "content-import"
MOST_ROWS = 10_000
COLUMNS = (
    "platform",
    "external_id",
    "url",
    "title",
    "channel",
    "published_at",
    "view_count",
    "like_count",
    "comment_count",
)


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be taken: its number (1 is the heading), what stands there, and why not."""

    row: int
    text: str
    message: str


@dataclass(slots=True)
class ContentTable:
    """What a table holds: items by platform, those an excluded word keeps out, and what is wrong with the others."""

    items: list[tuple[str, FoundItem]] = field(default_factory=list)
    excluded: int = 0
    bad: list[BadRow] = field(default_factory=list)
    known: int = 0

    def as_json(self) -> dict[str, Any]:
        """What `dry_run` answers."""
        return {
            "found": len(self.items),
            "new": len(self.items) - self.known,
            "updated": self.known,
            "excluded": self.excluded,
            "errors": [{"row": bad.row, "text": bad.text, "message": bad.message} for bad in self.bad],
        }


def read_contents(*, tracking: Tracking, content: bytes) -> ContentTable:
    """Read a table; ValidationFailed on `file` when it is none, or its headings are wrong."""
    try:
        rows = read_sheet(content, most_rows=MOST_ROWS + 2)
    except UnreadableSheetError as unreadable:
        raise ValidationFailed.field("file", _("This file cannot be read as a table.")) from unreadable
    columns = _columns(rows)
    if len(rows) > MOST_ROWS + 1:
        raise ValidationFailed.field("file", _("At most %(most)s rows at once.") % {"most": f"{MOST_ROWS:,}"})
    table = ContentTable()
    items: dict[tuple[str, str], FoundItem] = {}
    for number, row in enumerate(rows[1:], start=2):
        cells = {name: row[at] if at < len(row) else "" for name, at in columns.items()}
        if not any(cells.values()):
            continue
        try:
            platform, item = _item(cells)
        except _WrongCellError as wrong:
            table.bad.append(BadRow(number, wrong.text[:100], wrong.message))
            continue
        if is_excluded(tracking, item.title):
            table.excluded += 1
        else:
            items[platform, item.external_id] = item  # of a content that is there twice the last row counts
    table.items = [(platform, item) for (platform, _id), item in items.items()]
    table.known = _known(tracking, items)
    return table


def import_contents(*, user: Any, tracking: Tracking, content: bytes) -> dict[str, Any]:
    """Store what the table holds and judge all contents; event tracking.imported. Bad rows are left out and named."""
    table = read_contents(tracking=tracking, content=content)
    stored = Stored()
    with transaction.atomic():
        for platform in dict.fromkeys(platform for platform, _item_of in table.items):
            items = [item for its_platform, item in table.items if its_platform == platform]
            stored.add(store_items(tracking=tracking, platform=platform, items=items, source=ContentSource.IMPORT))
        judge_contents(tracking=tracking)
        record_event(
            "tracking.imported",
            actor=user,
            subject=tracking,
            brand_id=tracking.brand_id,
            data={"id": tracking.pk, "created": stored.new, "updated": stored.updated},
        )
    return table.as_json() | {"new": stored.new, "updated": stored.updated}


@transaction.atomic
def request_import(*, user: Any, tracking: Tracking, file: StoredFile) -> Job:
    """Import the stored file in the background."""
    params = {"tracking_id": tracking.pk, "file_id": str(file.pk)}
    return enqueue_job(IMPORT, user=user, params=params, brand_id=tracking.brand_id)


def keep_table(*, user: Any, tracking: Tracking, upload: Any) -> StoredFile:
    """Keep an upload for the import; TooLarge, UnsupportedMediaType, ValidationFailed for what is no table."""
    return store_file(
        content=upload,
        filename=upload.name,
        owner=user,
        purpose=PURPOSE,
        limits=TABLE_LIMITS,
        brand_id=tracking.brand_id,
    )


def fetch_table(*, user: Any, tracking: Tracking, file_id: Any) -> StoredFile:
    """The kept upload of this brand; NotFound when it is not there for this person."""
    rows = StoredFile.objects.filter(brand_id=tracking.brand_id, purpose=PURPOSE)
    return fetch(rows, user, "read", pk=file_id)  # type: ignore[arg-type]


# ── reading ────────────────────────────────────────────────────────────────────────────────────────────────────────
class _WrongCellError(ValueError):
    def __init__(self, text: str, message: str) -> None:
        self.text, self.message = text, message
        super().__init__(message)


def _columns(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """Where each column stands; ValidationFailed says which are missing and which there may be."""
    headings = [heading.strip().casefold() for heading in rows[0]] if rows else []
    columns = {name: headings.index(name) for name in COLUMNS if name in headings}
    if "title" not in columns or not {"external_id", "url"} & set(columns):
        message = _("The first row needs the headings title and url or external_id; there may be: %(names)s.")
        raise ValidationFailed.field("file", message % {"names": ", ".join(COLUMNS)})
    if len(rows) < 2:
        raise ValidationFailed.field("file", _("There are no rows."))
    return columns


def _item(cells: dict[str, str]) -> tuple[str, FoundItem]:
    for name, longest in (("title", LONGEST_TITLE), ("channel", LONGEST_CHANNEL), ("external_id", LONGEST_ID)):
        text = cells.get(name, "")
        if len(text) > longest:
            raise _WrongCellError(text, _("At most %(most)s characters in %(name)s.") % {"most": longest, "name": name})
        if CONTROLS.search(text):
            raise _WrongCellError(text, _("There are control characters in %(name)s.") % {"name": name})
    if not cells["title"]:
        raise _WrongCellError("", _("The title is missing."))
    url = cells.get("url", "")
    if url and not web_address(url):
        raise _WrongCellError(url, _("This is not a web address."))
    external_id = cells.get("external_id") or url
    if not external_id:
        raise _WrongCellError(cells["title"], _("Either external_id or url is needed."))
    if len(external_id) > LONGEST_ID:
        raise _WrongCellError(external_id, _("Without external_id the address has at most 300 characters."))
    item = FoundItem(
        external_id=external_id,
        url=url,
        title=cells["title"],
        channel=cells.get("channel", ""),
        published_at=_moment(cells.get("published_at", "")),
        view_count=_count(cells.get("view_count", "")),
        like_count=_count(cells.get("like_count", "")),
        comment_count=_count(cells.get("comment_count", "")),
    )
    return _platform(cells.get("platform", "")), item


def _platform(text: str) -> str:
    if not text:
        return Platform.CSV
    plain = text.casefold()
    if plain in Platform.values:
        return plain
    for language in ("ko", "en"):
        with override(language):
            found = next((name for name, label in Platform.choices if str(label).casefold() == plain), None)
        if found:
            return found
    raise _WrongCellError(text, _("Must be one of: %(names)s.") % {"names": ", ".join(Platform.values)})


def _count(text: str) -> int | None:
    if not text:
        return None
    number = parse_number(text)
    if number is None or number != number.to_integral_value() or not 0 <= number <= LARGEST_COUNT:
        raise _WrongCellError(text, _("This is no whole number."))
    return int(number)


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    day: date | None = parse_day(text)
    moment = timezone.make_aware(datetime.combine(day, time.min)) if day else _aware(text)
    if moment is None or not 1990 <= moment.year <= 9998:
        raise _WrongCellError(text, _("This is no day. Write it as 2026-01-31."))
    if moment > timezone.now() + timedelta(days=1):
        raise _WrongCellError(text, _("This day has not come yet."))
    return moment


def _aware(text: str) -> datetime | None:
    """A moment; one without a zone is meant in the site's."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment_of(text) if moment.tzinfo else timezone.make_aware(moment)


def _known(tracking: Tracking, items: dict[tuple[str, str], FoundItem]) -> int:
    """How many of the items the tracking holds already."""
    held = Content.objects.filter(tracking=tracking, external_id__in=[key[1] for key in items])
    return sum(key in items for key in held.values_list("platform", "external_id"))
