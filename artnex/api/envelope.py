"""The one shape of every JSON answer, and how values become JSON."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import orjson
from django.utils.functional import Promise

from artnex import context
from artnex.errors import ArtNexError

OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME


def utc_text(moment: datetime) -> str:
    """ISO 8601 in UTC with `Z` and microseconds: one width, so that texts sort as times do."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return f"{aware.astimezone(UTC).isoformat(timespec='microseconds')[:-6]}Z"


def _json_value(value: Any) -> Any:
    """What orjson does not know itself."""
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return orjson.Fragment(format(value, "f")) if value.is_finite() else None
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, Iterable):
        return list(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def encode_json(content: Any) -> bytes:
    return orjson.dumps(content, default=_json_value, option=OPTIONS)


def meta() -> dict[str, str]:
    return {"timestamp": utc_text(datetime.now(UTC)), "request_id": context.current().request_id}


def success(data: Any, *, message: Any = "", pagination: Mapping[str, Any] | None = None) -> dict[str, Any]:
    answer: dict[str, Any] = {"success": True, "data": data, "message": message}
    if pagination is not None:
        answer["pagination"] = pagination
    answer["meta"] = meta()
    return answer


def failure(error: ArtNexError) -> dict[str, Any]:
    problem = {"code": error.code, "message": error.message, "details": error.details}
    return {"success": False, "error": problem, "meta": meta()}
