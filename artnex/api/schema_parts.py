"""The parts of the OpenAPI document that every operation refers to."""

from collections.abc import Iterator
from typing import Any

from artnex import errors
from artnex.api.exceptions import InternalError
from artnex.api.schema_examples import example_of
from artnex.errors import ArtNexError

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
YES_NO: Schema = {"type": "boolean"}


def _object(properties: Schema, *, optional: tuple[str, ...] = ()) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
    }


PAGES = {
    "total": COUNT,
    "page": {"type": "integer", "minimum": 1},
    "page_size": {"type": "integer", "minimum": 1, "maximum": 100},
    "total_pages": COUNT,
    "has_next": YES_NO,
    "has_prev": YES_NO,
}
CURSOR = {"type": ["string", "null"], "description": "Give it as `cursor` for what follows; null at the end."}
SCHEMAS: Schema = {
    "Meta": _object(
        {
            "timestamp": {"type": "string", "format": "date-time", "examples": ["2026-01-31T00:00:00.000000Z"]},
            "request_id": TEXT | {"examples": ["req_5f0c7a"]},
        }
    ),
    "Pagination": _object(PAGES),
    "CursorPagination": _object(PAGES | {"next_cursor": CURSOR})
    | {"description": "The total is counted up to 10,000."},
    "Problem": _object(
        {"field": TEXT | {"description": "Nested fields are joined by dots: `items.1.value`."}, "message": TEXT}
    )
    | {"description": "One wrong field. Some errors add facts, such as `limit` and `used`."},
}
HEADERS: Schema = {
    "X-Request-ID": ("Names this request in logs; taken from the request when it sends a sane one.", "string"),
    "X-RateLimit-Limit": ("Requests allowed in the present window.", "integer"),
    "X-RateLimit-Remaining": ("Requests left in it.", "integer"),
    "X-RateLimit-Reset": ("Seconds until it ends.", "integer"),
    "Retry-After": ("Seconds to wait before trying again.", "integer"),
    "Location": ("Address of the new object, or of the job.", "string"),
    "Idempotent-Replayed": ("`true` when this is the first answer to the same Idempotency-Key again.", "string"),
    "Preference-Applied": ("`wait=N` when the work was waited for.", "string"),
    "WWW-Authenticate": ("How to log in.", "string"),
    "ETag": ("The version of the object, for `If-Match`.", "string"),
}
PARAMETERS: dict[str, tuple[str, Schema]] = {
    "Accept-Language": ("Language of messages, ko or en; codes never change.", {"type": "string"}),
    "Idempotency-Key": (
        "A POST sent again with the same key and body within 24 hours gets the first answer.",
        {"type": "string", "pattern": "^[ -~]{1,255}$", "minLength": 1, "maxLength": 255},
    ),
    "Prefer": ("`wait=N`: wait up to N seconds (5 at most) for the result.", {"type": "string"}),
    "If-Match": ("The version that was read; another one by now is a 409.", {"type": "string"}),
}
PROBLEMS: dict[int, tuple[str, type[ArtNexError]]] = {
    400: ("BadRequest", errors.BadRequest),
    401: ("NotAuthenticated", errors.NotAuthenticated),
    402: ("LimitReached", errors.QuotaExceeded),
    403: ("PermissionDenied", errors.PermissionDenied),
    404: ("NotFound", errors.NotFound),
    405: ("MethodNotAllowed", errors.MethodNotAllowed),
    406: ("NotAcceptable", errors.NotAcceptable),
    409: ("Conflict", errors.Conflict),
    410: ("Gone", errors.NotFound),
    413: ("TooLarge", errors.TooLarge),
    415: ("UnsupportedMediaType", errors.UnsupportedMediaType),
    422: ("ValidationFailed", errors.ValidationFailed),
    429: ("RateLimited", errors.RateLimited),
    500: ("InternalError", InternalError),
    502: ("ProviderError", errors.ProviderError),
    503: ("ProviderUnavailable", errors.ProviderUnavailable),
    504: ("ProviderTimeout", errors.ProviderTimeout),
}

HEADERS_OF_PROBLEMS = {
    401: ["WWW-Authenticate"],
    429: ["Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"],
}


def header(name: str) -> Schema:
    return {"$ref": f"#/components/headers/{name}"}


def parameter(name: str) -> Schema:
    return {"$ref": f"#/components/parameters/{name}"}


def problem(status: int, description: str = "") -> Schema:
    """The error envelope for this status; `description` says more than the usual."""
    reference = {"$ref": f"#/components/responses/{PROBLEMS[status][0]}"}
    return reference | ({"description": description} if description else {})


def envelope(data: Schema, pages: str = "") -> Schema:
    """The success envelope around `data`; lists name the component of their pages."""
    parts: Schema = {"success": {"type": "boolean", "const": True}, "data": data, "message": TEXT}
    if pages:
        parts["pagination"] = {"$ref": f"#/components/schemas/{pages}"}
    return _object(parts | {"meta": {"$ref": "#/components/schemas/Meta"}})


def _codes(status: int) -> list[str]:
    """Every code that comes with this status, whichever module it is made in."""
    kinds = {kind.code for kind in _kinds(ArtNexError) if kind.status == status}
    return sorted(kinds | {PROBLEMS[status][1].code})


def _kinds(base: type[ArtNexError]) -> Iterator[type[ArtNexError]]:
    yield base
    for kind in base.__subclasses__():
        yield from _kinds(kind)


def _problem_response(status: int) -> Schema:
    _name, kind = PROBLEMS[status]
    details = {"type": "array", "items": {"$ref": "#/components/schemas/Problem"}}
    error = _object({"code": {"type": "string", "enum": _codes(status)}, "message": TEXT, "details": details})
    meta = {"$ref": "#/components/schemas/Meta"}
    schema = _object({"success": {"type": "boolean", "const": False}, "error": error, "meta": meta})
    names = ["X-Request-ID", *HEADERS_OF_PROBLEMS.get(status, [])]
    return {
        "description": str(kind.default_message),
        "headers": {name: header(name) for name in names},
        "content": {"application/json": {"schema": schema}},
    }


def complete_document(result: Schema, **_context: Any) -> Schema:
    """drf-spectacular's last step: add the shared parts, and an example wherever there is none."""
    _allow_empty_texts(result)
    components = result["components"]
    components["schemas"] = SCHEMAS | components.get("schemas", {})
    components["headers"] = {
        name: {"description": about, "schema": {"type": kind}} for name, (about, kind) in HEADERS.items()
    }
    components["parameters"] = {
        name: {"name": name, "in": "header", "required": False, "description": about, "schema": schema}
        for name, (about, schema) in PARAMETERS.items()
    }
    components["responses"] = {PROBLEMS[status][0]: _problem_response(status) for status in PROBLEMS}
    for media in _media_types(result):
        if "example" not in media and "examples" not in media and "schema" in media:
            media["example"] = example_of(media["schema"], components["schemas"])
    for status, (name, kind) in PROBLEMS.items():
        error = components["responses"][name]["content"]["application/json"]["example"]["error"]
        error |= {"code": kind.code, "message": str(kind.default_message)}
        if status != 422:
            error["details"] = []
    return result


def _allow_empty_texts(node: Any) -> None:
    """drf-spectacular writes "an address, or else empty" as oneOf, but validators take the empty text for both."""
    if isinstance(node, dict):
        choices = node.get("oneOf")
        if isinstance(choices, list) and {"type": "string", "maxLength": 0} in choices:
            node["anyOf"] = node.pop("oneOf")
        for inner in node.values():
            _allow_empty_texts(inner)
    elif isinstance(node, list):
        for inner in node:
            _allow_empty_texts(inner)


def _media_types(node: Any) -> Iterator[Schema]:
    """Every media type of JSON in the document."""
    if isinstance(node, dict):
        content = node.get("content")
        if isinstance(content, dict) and "application/json" in content:
            yield content["application/json"]
        for value in node.values():
            yield from _media_types(value)
    elif isinstance(node, list):
        for value in node:
            yield from _media_types(value)
