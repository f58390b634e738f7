"""A list as people see it: columns, search, filters, sorting, pages, and the same rows as CSV.

Everything about the view is in the URL (`q`, `sort`, `page`, `size`, `columns`, and the filters' own names), so a view
can be bookmarked and works without script.
"""

import csv
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.core.paginator import Page as Slice
from django.core.paginator import Paginator
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, QueryDict, StreamingHttpResponse
from django.template.loader import get_template
from django.utils import timezone
from django.utils.functional import Promise

Text = str | Promise
PAGE_SIZES = (20, 50, 100)
COUNT_LIMIT = 10_000  # beyond this the exact number costs more than it tells
FORMULA_START = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Column:
    """`value` is a dotted attribute path or a function of the row; the name when not given."""

    name: str
    label: Text
    value: str | Callable[[Any], Any] = ""
    sort: str | Sequence[str] = ""  # database fields; empty: cannot be sorted by
    template: str = ""  # draws the cell from `row` and `value`
    numeric: bool = False
    primary: bool = False  # what the row is called: a heading on phones
    shown: bool = True  # False: only when chosen
    exported: bool = True

    def value_of(self, row: Any) -> Any:
        if callable(self.value):
            return self.value(row)
        for part in (self.value or self.name).split("."):
            row = getattr(row, part, None)
        return row() if callable(row) else row

    @property
    def sort_fields(self) -> list[str]:
        return [self.sort] if isinstance(self.sort, str) else list(self.sort)


@dataclass(frozen=True)
class Cell:
    column: Column
    value: Any
    html: str


@dataclass(frozen=True)
class Heading:
    column: Column
    sort_url: str  # empty: cannot be sorted by
    direction: str  # "ascending", "descending" or empty


class CappedPaginator(Paginator):
    """Counts no further than COUNT_LIMIT: a page stays quick however much there is."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return rows.order_by()[: COUNT_LIMIT + 1].count() if isinstance(rows, QuerySet) else len(rows)


@dataclass
class TableSpec:
    """What a list page says about its table."""

    columns: Sequence[Column]
    id: str = "listing"
    search_fields: Sequence[str] = ()
    search_label: Text = ""
    filterset_class: Any = None
    default_sort: str = ""  # a column's name, with - for descending
    actions_template: str = ""  # what can be done with a row
    page_size: int = PAGE_SIZES[0]
    export_name: str = ""  # file name of the CSV; empty: cannot be downloaded
    caption: Text = ""
    empty: dict[str, Any] = field(default_factory=dict)  # title, text, icon, action_url, action_label


class Table:
    """The rows of one request, ready to be drawn by `<c-table>`."""

    def __init__(self, spec: TableSpec, rows: QuerySet, request: HttpRequest) -> None:
        self.spec, self.request = spec, request
        self.id, self.caption, self.empty = spec.id, spec.caption, spec.empty
        self.all_rows = rows
        # Composed, as it is stored: some systems take Hangul apart into its letters.
        self.query = unicodedata.normalize("NFC", request.GET.get("q", "").replace("\x00", "").strip()[:200])

    # ── what is asked for ──────────────────────────────────────────────────────────────────────────
    @cached_property
    def filterset(self) -> Any:
        cls = self.spec.filterset_class
        return cls(self.request.GET, queryset=self.all_rows, request=self.request) if cls else None

    @cached_property
    def columns(self) -> list[Column]:
        """Those chosen in the URL, else those shown by default; the primary one always."""
        chosen = set(self.request.GET.getlist("columns"))
        known = {c.name for c in self.spec.columns}
        if not chosen & known:
            return [c for c in self.spec.columns if c.shown]
        return [c for c in self.spec.columns if c.name in chosen or c.primary]

    @property
    def choosable(self) -> list[tuple[Column, bool]]:
        """Columns one may show or hide, if the table has any that are hidden by default."""
        if all(c.shown for c in self.spec.columns):
            return []
        return [(c, c in self.columns) for c in self.spec.columns if not c.primary]

    @cached_property
    def sort(self) -> str:
        asked = self.request.GET.get("sort", "")
        sortable = {c.name for c in self.spec.columns if c.sort}
        return asked if asked.removeprefix("-") in sortable else self.spec.default_sort

    @cached_property
    def page_size(self) -> int:
        asked = self.request.GET.get("size", "")
        return int(asked) if asked.isascii() and asked.isdigit() and int(asked) in PAGE_SIZES else self.spec.page_size

    @cached_property
    def rows(self) -> QuerySet:
        """All rows that match, sorted."""
        rows = self.filterset.qs if self.filterset is not None else self.all_rows
        for word in self.query.split()[:8] if self.spec.search_fields else ():
            rows = rows.filter(reduce(or_, (Q(**{f"{name}__icontains": word}) for name in self.spec.search_fields)))
        column = next((c for c in self.spec.columns if c.name == self.sort.removeprefix("-")), None)
        if column is None:
            return rows
        minus = "-" if self.sort.startswith("-") else ""
        turned = {"": lambda f: f, "-": lambda f: f[1:] if f.startswith("-") else f"-{f}"}[minus]
        return rows.order_by(*(turned(f) for f in column.sort_fields), f"{minus}pk")

    @cached_property
    def page(self) -> Slice:
        number = self.request.GET.get("page", "1")
        return CappedPaginator(self.rows, self.page_size).get_page(number if number.isascii() else 1)

    # ── what is drawn ──────────────────────────────────────────────────────────────────────────────
    @property
    def headings(self) -> list[Heading]:
        return [self._heading(column) for column in self.columns]

    def _heading(self, column: Column) -> Heading:
        if not column.sort:
            return Heading(column, "", "")
        if self.sort.removeprefix("-") != column.name:
            return Heading(column, self.url(sort=column.name, page=None), "")
        falling = self.sort.startswith("-")
        other = column.name if falling else f"-{column.name}"
        return Heading(column, self.url(sort=other, page=None), "descending" if falling else "ascending")

    @cached_property
    def body(self) -> list[tuple[Model, list[Cell]]]:
        return [(row, [self._cell(column, row) for column in self.columns]) for row in self.page.object_list]

    def _cell(self, column: Column, row: Any) -> Cell:
        value = column.value_of(row)
        html = ""
        if column.template:
            html = get_template(column.template).render({"row": row, "value": value}, self.request)
        return Cell(column, value, html)

    def actions(self, row: Any) -> str:
        return get_template(self.spec.actions_template).render({"row": row}, self.request)

    @property
    def has_bar(self) -> bool:
        """Whether there is anything to search, filter, choose or download."""
        spec = self.spec
        offers = bool(spec.search_fields or spec.filterset_class or spec.export_name or self.choosable)
        return offers and bool(self.body or self.is_narrowed)

    @property
    def is_narrowed(self) -> bool:
        """True when search or a filter hides rows."""
        if self.query:
            return True
        return self.filterset is not None and any(self.request.GET.get(name) for name in self.filterset.form.fields)

    @property
    def total_text(self) -> str:
        count = self.page.paginator.count
        return f"{COUNT_LIMIT:,}+" if count > COUNT_LIMIT else f"{count:,}"

    @property
    def page_numbers(self) -> list[tuple[int | str, str]]:
        """Page numbers with their URLs; the gap has none."""
        numbers = self.page.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1)
        return [(n, self.url(page=n) if isinstance(n, int) else "") for n in numbers]

    @property
    def previous_url(self) -> str:
        return self.url(page=self.page.number - 1) if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        return self.url(page=self.page.number + 1) if self.page.has_next() else ""

    @property
    def size_urls(self) -> list[tuple[int, str, bool]]:
        return [(n, self.url(size=n, page=None), n == self.page_size) for n in PAGE_SIZES]

    @property
    def clear_url(self) -> str:
        return self.request.path

    @property
    def export_url(self) -> str:
        return self.url(format="csv", page=None) if self.spec.export_name else ""

    def url(self, **changes: Any) -> str:
        """This view's address with some parameters changed (None: left out)."""
        query: QueryDict = self.request.GET.copy()
        for name, value in changes.items():
            if value is None:
                query.pop(name, None)
            else:
                query[name] = str(value)
        text = query.urlencode()
        return f"{self.request.path}?{text}" if text else self.request.path

    @property
    def kept_fields(self) -> list[tuple[str, str]]:
        """What a search must carry on besides its own fields."""
        names = ("sort", "size")
        return [(name, value) for name in names for value in self.request.GET.getlist(name)]

    # ── CSV ────────────────────────────────────────────────────────────────────────────────────────
    def as_csv(self) -> StreamingHttpResponse:
        """All matching rows (not only this page), for a spreadsheet: UTF-8 with BOM, formulas made harmless."""
        response = StreamingHttpResponse(self._csv_lines(), content_type="text/csv; charset=utf-8")
        day = timezone.localdate().isoformat()
        response["Content-Disposition"] = f'attachment; filename="{self.spec.export_name}-{day}.csv"'
        return response

    def _csv_lines(self) -> Iterator[str]:
        columns = [c for c in self.spec.columns if c.exported]
        writer = csv.writer(_Echo())
        yield "\ufeff" + writer.writerow([str(c.label) for c in columns])
        for row in self.rows.iterator(chunk_size=500):
            yield writer.writerow([plain(c.value_of(row)) for c in columns])


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def plain(value: Any) -> Any:
    """A value as a spreadsheet cell; text that a spreadsheet would run as a formula is quoted."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, list | tuple | set | frozenset):
        value = "; ".join(str(part) for part in value)
    if isinstance(value, str | Promise):
        text = str(value)
        return f"'{text}" if text.startswith(FORMULA_START) else text
    return value
