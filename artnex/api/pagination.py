"""Pages of lists: by number, by `skip` and `limit`, and by cursor where a list grows without bound."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Field, Model, OrderBy, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from artnex.api.envelope import encode_json
from artnex.api.responses import respond
from artnex.errors import BadRequest

DEFAULT_SIZE = 20
MAX_SIZE = 100
COUNT_CAP = 10_000
PARAMETERS = [  # name, smallest, largest, meaning
    ("page", 1, None, "Number of the page, from 1."),
    ("page_size", 1, MAX_SIZE, f"Rows on a page; {DEFAULT_SIZE} when left out. `size` is an alias."),
    ("skip", 0, None, "Rows to leave out from the start, instead of `page`."),
    ("limit", 1, MAX_SIZE, "Rows to give, instead of `page_size`."),
]
LARGEST = 10**18 - 1


def _described(name: str, low: int, high: int | None, about: str) -> dict[str, Any]:
    """A parameter as OpenAPI has it."""
    schema = {"type": "integer", "minimum": low, "maximum": high or LARGEST}
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": about}


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a list that was asked for."""

    skip: int
    size: int

    @property
    def page(self) -> int:
        return self.skip // self.size + 1


def whole_number(params: Any, name: str, *, low: int, high: int | None = None) -> int | None:
    """The parameter as a number, None when absent; BadRequest when it is anything else."""
    given = params.get(name)
    if given is None or given == "":
        return None
    number = int(given) if given.isascii() and given.isdigit() and len(given) <= 18 else None
    if number is None or number < low or (high is not None and number > high):
        message = _("Must be a whole number from %(low)s to %(high)s.") % {"low": low, "high": high or "…"}
        raise BadRequest(details=[{"field": name, "message": message}])
    return number


def window_of(params: Any) -> Window:
    """What `page`, `page_size` and their aliases `skip`, `limit` and `size` ask for."""
    sizes = [whole_number(params, name, low=1, high=MAX_SIZE) for name in ("page_size", "size", "limit")]
    size = next((s for s in sizes if s is not None), DEFAULT_SIZE)
    page = whole_number(params, "page", low=1)
    skip = whole_number(params, "skip", low=0)
    if page is not None or skip is None:
        skip = ((page or 1) - 1) * size
    return Window(skip, size)


def page_facts(window: Window, total: int) -> dict[str, Any]:
    """The `pagination` part of a list's envelope."""
    return {
        "total": total,
        "page": window.page,
        "page_size": window.size,
        "total_pages": -(-total // window.size),
        "has_next": window.skip + window.size < total,
        "has_prev": window.skip > 0,
    }


class PageNumbers(BasePagination):
    """Numbered pages with an exact total."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        window = window_of(request.query_params)
        total = len(queryset) if isinstance(queryset, Sequence) else queryset.count()
        self.facts = page_facts(window, total)
        return list(queryset[window.skip : window.skip + window.size]) if window.skip < total else []

    def get_paginated_response(self, data: Any) -> Response:
        return respond(data, pagination=self.facts)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return schema  # the envelope is added for every answer alike (see schema.py)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [_described(*about) for about in PARAMETERS]


class CursorPages(PageNumbers):
    """For lists that grow without bound: as above, and `cursor=` continues where the last answer ended.

    A cursor costs the same on the first and on the thousandth page. The total is counted up to 10,000.
    """

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        window = window_of(request.query_params)
        total = queryset.order_by()[:COUNT_CAP].count()
        keys = order_keys(queryset)
        rows = queryset.order_by(*(key.expression for key in keys))
        given = request.query_params.get("cursor")
        if given:
            cursor = Cursor.decode(given, keys)
            window = Window(cursor.seen, window.size)
            rows = rows.filter(after(keys, cursor.values))
            found = list(rows[: window.size + 1])
        else:
            # No list is longer than a database can count.
            found = list(rows[window.skip : window.skip + window.size + 1]) if window.skip <= LARGEST else []
        page, more = found[: window.size], len(found) > window.size
        self.facts = page_facts(window, total) | {"has_next": more, "next_cursor": None}
        if more:
            self.facts["next_cursor"] = Cursor.after_row(page[-1], keys, window.skip + len(page)).encode()
        return page

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        cursor = {"type": "string"}
        about = "`next_cursor` of the answer before; then the page parameters other than the size are ignored."
        described = {"name": "cursor", "in": "query", "required": False, "schema": cursor, "description": about}
        return [*super().get_schema_operation_parameters(view), described]


@dataclass(frozen=True, slots=True)
class OrderKey:
    """One column of an ordering."""

    name: str
    descending: bool
    nullable: bool
    field: Field | None

    @property
    def expression(self) -> OrderBy:
        last = True if self.nullable else None
        return F(self.name).desc(nulls_last=last) if self.descending else F(self.name).asc(nulls_last=last)

    def beyond(self, value: Any) -> Q:
        """Rows that come after those with `value`; unknown values come last."""
        if value is None:
            return Q(pk__in=[])
        rest = Q(**{f"{self.name}__{'lt' if self.descending else 'gt'}": value})
        return rest | Q(**{f"{self.name}__isnull": True}) if self.nullable else rest

    def equal(self, value: Any) -> Q:
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})


def order_keys(queryset: QuerySet) -> list[OrderKey]:
    """The ordering of a queryset, made complete by its primary key."""
    names = [str(name) for name in queryset.query.order_by or queryset.model._meta.ordering or ()]
    if not any(name.lstrip("-") in {"pk", "id"} for name in names):
        names.append("-pk" if names and names[-1].startswith("-") else "pk")
    return [_order_key(queryset.model, name) for name in names]


def _order_key(model: type[Model], name: str) -> OrderKey:
    bare = name.lstrip("-")
    try:
        field = model._meta.pk if bare == "pk" else model._meta.get_field(bare)
    except FieldDoesNotExist:  # an annotation
        field = None
    return OrderKey(
        bare, name.startswith("-"), getattr(field, "null", True), field if isinstance(field, Field) else None
    )


def after(keys: Sequence[OrderKey], values: Sequence[Any]) -> Q:
    """The rows that follow one with these values, in the order of `keys`."""
    condition = Q(pk__in=[])
    for key, value in reversed(list(zip(keys, values, strict=True))):
        condition = key.beyond(value) | (key.equal(value) & condition)
    return condition


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list: the sort values of the last row seen, and how many rows came before."""

    order: str
    values: tuple[Any, ...]
    seen: int

    @classmethod
    def after_row(cls, row: Any, keys: Sequence[OrderKey], seen: int) -> "Cursor":
        return cls(_signature(keys), tuple(_value(row, key) for key in keys), seen)

    def encode(self) -> str:
        content = encode_json([self.order, list(self.values), self.seen])
        return base64.urlsafe_b64encode(content).rstrip(b"=").decode()

    @classmethod
    def decode(cls, text: str, keys: Sequence[OrderKey]) -> "Cursor":
        """Raise BadRequest unless the text is a cursor made for this ordering."""
        try:
            order, values, seen = orjson.loads(base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)))
            read = tuple(_read(key, value) for key, value in zip(keys, values, strict=True))
            fits = order == _signature(keys) and isinstance(seen, int) and 0 <= seen < 2**53
        except (ValueError, TypeError, ValidationError, binascii.Error, UnicodeError):
            fits = False
        if not fits:
            raise BadRequest(details=[{"field": "cursor", "message": _("This cursor does not belong to this list.")}])
        return cls(order, read, seen)


def _signature(keys: Sequence[OrderKey]) -> str:
    return ",".join(f"-{key.name}" if key.descending else key.name for key in keys)


def _value(row: Any, key: OrderKey) -> Any:
    found = row
    for part in key.name.split("__"):
        found = found.get(part) if isinstance(found, dict) else getattr(found, part, None)
    return found


def _read(key: OrderKey, value: Any) -> Any:
    if isinstance(value, str) and "\x00" in value:
        raise ValueError(key.name)
    if key.field is None:
        return datetime.fromisoformat(value) if isinstance(value, str) and value.endswith("Z") else value
    return key.field.to_python(value)
