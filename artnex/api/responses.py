"""Answers, for views under DRF and for the few places outside it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from rest_framework.response import Response

from artnex.api.envelope import encode_json, failure, success
from artnex.errors import ArtNexError


def respond(
    data: Any = None,
    *,
    status: int = 200,
    message: Any = "",
    headers: Mapping[str, str] | None = None,
    pagination: Mapping[str, Any] | None = None,
) -> Response:
    """The success envelope around `data`; 204 has no body."""
    if status == 204:
        return Response(status=204, headers=dict(headers or {}))
    body = success(data, message=message, pagination=pagination)
    return Response(body, status=status, headers=dict(headers or {}))


def error_response(error: ArtNexError) -> Response:
    """The error envelope as a DRF answer."""
    return Response(failure(error), status=error.status, headers=error.headers)


def plain_error(error: ArtNexError) -> HttpResponse:
    """The error envelope where DRF is not at work: middleware, unknown paths, fast reads."""
    return HttpResponse(
        encode_json(failure(error)), status=error.status, content_type="application/json", headers=error.headers
    )
