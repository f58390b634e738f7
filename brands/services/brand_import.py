"""Bringing brands from a file: what its columns mean, which rows are good, and taking over the good ones.

A row whose name the account has already changes that brand (empty cells change nothing), so the same file twice makes
no duplicates. Rows beyond what the account may hold are counted and left out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from artnex.access import require
from artnex.errors import Message, NotFound, ValidationFailed
from artnex.events.services import record_event
from artnex.files.checks import check_file
from artnex.files.kinds import TABLE_LIMITS
from artnex.files.models import StoredFile
from artnex.files.services import store_file
from artnex.jobs.models import Job
from artnex.jobs.services import enqueue_job
from artnex.web.tables import FORMULA_START
from brands.engine.sheets import UnreadableSheetError, read_sheet
from brands.models import Brand
from brands.services.brand_export import LISTS, WRITABLE
from brands.services.brands import FIELDS, hold_brands_of, room_for_brands, search_text, searchable, update_brand
from brands.validation import check_brand

JOB_KIND = "brand.import"
PURPOSE = "brand-import"
MOST_ROWS = 20_000
REQUIRED = ("brand_name", "category")
REPORT_EVERY = 500
PREVIEW_ROWS = 20
MOST_ERRORS_IN_RESULT = 1_000
OTHER_NAMES = {
    "brand_name": ("brand", "name", "브랜드", "브랜드명", "브랜드이름", "이름"),
    "category": ("카테고리", "분류", "업종", "분야", "industry"),
    "slogan": ("슬로건",),
    "mission": ("미션", "사명"),
    "vision": ("비전",),
    "keywords": ("keyword", "키워드", "태그", "tags"),
    "website": ("homepage", "url", "홈페이지", "웹사이트", "사이트"),
    "voice": ("보이스", "말투", "어조", "tone"),
    "target": ("타깃", "타겟", "고객", "대상"),
    "palette": ("colors", "colours", "색상", "컬러", "팔레트"),
}
Columns = Mapping[str, int]
Report = Callable[[float, Message], None]


@dataclass(frozen=True, slots=True)
class RowError:
    """Why a row is not taken; `row` counts as a spreadsheet does, the headings being row 1."""

    row: int
    field: str
    message: str

    @property
    def label(self) -> Any:
        return WRITABLE.get(self.field, self.field)

    def as_json(self) -> dict[str, Any]:
        return {"row": self.row, "field": self.field, "message": self.message}


@dataclass(frozen=True, slots=True)
class GoodRow:
    row: int
    fields: dict[str, Any]
    brand_id: int | None  # the brand of this name that the account has already


@dataclass(slots=True)
class ImportPlan:
    """What an import would do. `room` is how many new brands the account still holds."""

    headings: list[str]
    mapping: dict[str, int]
    rows: int = 0
    good: list[GoodRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    room: int = 0

    @property
    def bad_rows(self) -> int:
        return len({error.row for error in self.errors})

    @property
    def new(self) -> list[GoodRow]:
        return [row for row in self.good if row.brand_id is None]

    @property
    def known(self) -> list[GoodRow]:
        return [row for row in self.good if row.brand_id is not None]

    @property
    def fitting(self) -> list[GoodRow]:
        """The new brands there is room for, in the order of the file."""
        return self.new[: self.room]

    @property
    def left_out(self) -> int:
        return len(self.new) - len(self.fitting)

    def as_json(self) -> dict[str, Any]:
        """As a dry run tells it."""
        preview = [{"row": row.row, "is_new": row.brand_id is None, **row.fields} for row in self.good[:PREVIEW_ROWS]]
        return self.counts() | {
            "new": len(self.new), "existing": len(self.known), "fits": len(self.fitting), "left_out": self.left_out,
            "preview": preview,
        }  # fmt: skip

    def counts(self) -> dict[str, Any]:
        errors = [error.as_json() for error in self.errors[:MOST_ERRORS_IN_RESULT]]
        return {"rows": self.rows, "valid": len(self.good), "invalid": self.bad_rows, "errors": errors}


# ── the file ───────────────────────────────────────────────────────────────────────────────────────
def store_import_file(*, user: Any, upload: Any) -> StoredFile:
    """Keep a file until it is imported. Raises TooLarge, UnsupportedMediaType, ValidationFailed."""
    require(user, "create:brand")
    return store_file(content=upload, filename=upload.name, owner=user, purpose=PURPOSE, limits=TABLE_LIMITS)


def read_upload(upload: Any) -> bytes:
    """The checked content of a file that is not kept. Raises as `store_import_file`."""
    return check_file(upload, upload.name, TABLE_LIMITS).content


def request_import(*, user: Any, file: StoredFile, mapping: Columns | None = None) -> Job:
    """Start the import; the same file is not imported twice at once."""
    require(user, "create:brand")
    if file.purpose != PURPOSE:
        raise NotFound
    params = {"file_id": str(file.pk), "mapping": dict(mapping) if mapping else None}
    with transaction.atomic():
        return enqueue_job(JOB_KIND, user=user, params=params, unique_key=f"{user.pk}:{file.sha256}")


def read_table(content: bytes) -> list[list[str]]:
    """All rows with the headings first. ValidationFailed on `file` when there is nothing to import."""
    try:
        rows = read_sheet(content, most_rows=MOST_ROWS + 2)
    except UnreadableSheetError as unreadable:
        raise ValidationFailed.field("file", _("This file cannot be read as a table.")) from unreadable
    if len(rows) > MOST_ROWS + 1:
        raise ValidationFailed.field("file", _("At most %(most)s rows at once.") % {"most": f"{MOST_ROWS:,}"})
    if not rows or not any(any(row) for row in rows[1:]):
        raise ValidationFailed.field("file", _("There are no rows below the headings."))
    return rows


# ── columns ────────────────────────────────────────────────────────────────────────────────────────
def guess_mapping(headings: Sequence[str]) -> dict[str, int]:
    """Which column holds which field, by the API's names, the words of the pages in both languages, and usual ones."""
    known = _known_headings()
    mapping: dict[str, int] = {}
    for place, heading in enumerate(headings):
        name = known.get(_plain(heading))
        if name:
            mapping.setdefault(name, place)
    return mapping


def _known_headings() -> dict[str, str]:
    known = {_plain(other): name for name, others in OTHER_NAMES.items() for other in (*others, name)}
    for language in ("ko", "en"):
        with override(language):
            known |= {_plain(str(label)): name for name, label in WRITABLE.items()}
    return known


def _plain(heading: str) -> str:
    return "".join(letter for letter in searchable(heading) if letter.isalnum())


def check_mapping(mapping: Columns, headings: Sequence[str]) -> dict[str, int]:
    """The mapping as it may be used. ValidationFailed on `file` when a field that is needed has no column."""
    used = {name: place for name, place in mapping.items() if name in WRITABLE and 0 <= place < len(headings)}
    missing = [name for name in REQUIRED if name not in used]
    if missing:
        message = _("The first row needs these headings: %(names)s.") % {"names": ", ".join(missing)}
        raise ValidationFailed.field("file", message)
    return used


# ── rows ───────────────────────────────────────────────────────────────────────────────────────────
def plan_import(
    *, user: Any, content: bytes, mapping: Columns | None = None, report: Report | None = None
) -> ImportPlan:
    """Read and check the whole file; nothing is written. ValidationFailed when it cannot be imported at all."""
    table = read_table(content)
    headings = table[0]
    plan = ImportPlan(headings, check_mapping(mapping or guess_mapping(headings), headings))
    plan.room = room_for_brands(user)
    names = Brand.objects.filter(user=user).values_list("brand_name", "pk")
    known = {searchable(name): pk for name, pk in names}
    seen: dict[str, int] = {}
    for number, cells in enumerate(table[1:], start=2):
        if not any(cells):
            continue
        plan.rows += 1
        _check_row(plan, number, cells, known, seen)
        if report and number % REPORT_EVERY == 0:
            report(5 + 85 * number / len(table), _("Checking the rows"))
    return plan


def _check_row(plan: ImportPlan, number: int, cells: Sequence[str], known: Columns, seen: dict[str, int]) -> None:
    given: dict[str, Any] = {}
    wrong: dict[str, Message] = {}
    for name, place in plan.mapping.items():
        text = cells[place] if place < len(cells) else ""
        if text.startswith(FORMULA_START):
            wrong[name] = _("A cell may not begin with =, +, - or @. Put ' before it to mean the text itself.")
            continue
        given[name] = _value(name, text)
    key = searchable(" ".join(str(given.get("brand_name", "")).split()))
    brand_id = known.get(key)
    if brand_id is not None:
        given = {name: value for name, value in given.items() if value}
    cleaned, problems = check_brand(given)
    wrong |= problems
    if not wrong and key in seen:
        wrong["brand_name"] = _("This name is in row %(row)d already.") % {"row": seen[key]}
    if wrong:
        plan.errors += [RowError(number, name, str(message)) for name, message in wrong.items()]
        return
    seen[key] = number
    plan.good.append(GoodRow(number, cleaned, brand_id))


def _value(name: str, text: str) -> Any:
    if len(text) > 1 and text[0] == "'" and text[1] in FORMULA_START:
        text = text[1:]  # how spreadsheets and our own exports mark text that looks like a formula
    if name in LISTS:
        return [part.strip() for part in text.replace(",", ";").split(";") if part.strip()]
    return text


# ── writing ────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def carry_out(*, user: Any, plan: ImportPlan) -> dict[str, Any]:
    """Take over the good rows as far as there is room; event brand.created for each new brand, brands.imported at last.

    What the plan says may be old by now: names and room are looked at again while creations are held.
    """
    hold_brands_of(user)
    present = {searchable(brand.brand_name): brand for brand in Brand.objects.filter(user=user)}
    room = room_for_brands(user)
    created: list[Brand] = []
    updated = unchanged = left_out = 0
    for row in plan.good:
        brand = present.get(searchable(row.fields.get("brand_name", "")))
        if brand is not None:
            before = {name: getattr(brand, name) for name in row.fields}
            update_brand(user=user, brand=brand, fields={n: v for n, v in row.fields.items() if v})
            is_changed = any(getattr(brand, name) != value for name, value in before.items())
            updated, unchanged = updated + is_changed, unchanged + (not is_changed)
        elif len(created) < room:
            created.append(_new_brand(user, row.fields))
        else:
            left_out += 1
    _write(user, created)
    counts = {"created": len(created), "updated": updated}
    record_event("brands.imported", actor=user, data=counts)
    return plan.counts() | counts | {"unchanged": unchanged, "left_out": left_out}


def _new_brand(user: Any, fields: Mapping[str, Any]) -> Brand:
    now = timezone.now()
    brand = Brand(
        user=user, created_at=now, updated_at=now, **{name: fields[name] for name in FIELDS if name in fields}
    )
    brand.search_text = search_text(brand)
    return brand


def _write(user: Any, brands: Sequence[Brand]) -> None:
    for brand in Brand.objects.bulk_create(brands):
        record_event("brand.created", actor=user, subject=brand, brand_id=brand.pk, data={"id": brand.pk})
