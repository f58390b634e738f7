"""How answers are written and chosen."""

from collections.abc import Iterable
from typing import Any

from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from artnex.api.envelope import encode_json
from artnex.errors import NotAcceptable


class JsonRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None  # JSON is UTF-8 by definition

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return b"" if data is None else encode_json(data)


class JsonNegotiation(BaseContentNegotiation):
    """JSON for whoever accepts it, 406 for whoever asks only for something a view does not make.

    A view that delivers other types as well names them in `produces`.
    """

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser | None:
        given = (request.content_type or "").split(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == given), None)

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        renderer = next(iter(renderers))
        view = (request.parser_context or {}).get("view")
        produced = (renderer.media_type, *getattr(view, "produces", ()))
        if not accepts(request.META.get("HTTP_ACCEPT", ""), produced):
            raise NotAcceptable
        return renderer, renderer.media_type


def accepts(header: str, produced: tuple[str | None, ...]) -> bool:
    """True when an Accept header allows one of the media types `produced`."""
    if not header or "*/*" in header:
        return True
    for part in header.split(","):
        wanted, *parameters = [piece.strip().lower() for piece in part.split(";")]
        if "q=0" in parameters or not wanted:
            continue
        kind = wanted.split("/")[0]
        if any(p == wanted or (wanted == f"{kind}/*" and (p or "").startswith(f"{kind}/")) for p in produced):
            return True
    return False
