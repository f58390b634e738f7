"""Reading request bodies strictly: what is not clean JSON is refused here, so that nobody meets it later."""

from collections.abc import Iterator, Mapping
from typing import IO, Any

import orjson
from django.conf import settings
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_lazy as _
from rest_framework.parsers import BaseParser, DataAndFiles, MultiPartParser

from artnex.errors import BadRequest, TooLarge, ValidationFailed


class JsonParser(BaseParser):
    """An object in UTF-8 JSON. NaN, 1e400 and broken text are not JSON; NUL characters are never wanted."""

    media_type = "application/json"

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Any = None) -> dict[str, Any]:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
        body = stream.body if hasattr(stream, "body") else stream.read(limit + 1)
        if len(body) > limit:
            raise TooLarge
        try:
            content = orjson.loads(body)
        except orjson.JSONDecodeError as problem:
            where = _("The body is not valid JSON (line %(line)d, column %(column)d).") % {
                "line": problem.lineno,
                "column": problem.colno,
            }
            raise BadRequest(where) from None
        if not isinstance(content, dict):
            raise ValidationFailed.field("body", _("The body must be a JSON object."))
        if b"\\u0000" in body:
            refuse_nul(content)
        return content


class UploadParser(MultiPartParser):
    """Multipart forms; a broken one is a 400."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> DataAndFiles:
        try:
            form = super().parse(stream, media_type, parser_context)  # type: ignore[arg-type]
        except MultiPartParserError as problem:
            raise BadRequest from problem
        refuse_nul(dict(form.data.lists()))
        return form


def refuse_nul(content: Any) -> None:
    """Raise ValidationFailed naming each field whose text holds a NUL character."""
    found = [{"field": path, "message": _("Null characters are not allowed.")} for path in _paths_with_nul(content)]
    if found:
        raise ValidationFailed(details=found)


def _paths_with_nul(content: Any, path: str = "") -> Iterator[str]:
    if isinstance(content, str):
        if "\x00" in content:
            yield path or "body"
        return
    pairs = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    for key, value in pairs:
        clean = str(key).replace("\x00", "")
        here = f"{path}.{clean}" if path else clean
        if "\x00" in str(key):
            yield here
        yield from _paths_with_nul(value, here)
