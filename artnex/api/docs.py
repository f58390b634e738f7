"""The API's own description: the OpenAPI document, and two ways to read it (Swagger UI and ReDoc)."""

from functools import cache
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from artnex.api.envelope import encode_json


@cache
def document() -> tuple[bytes, str]:
    """The document in JSON and its ETag. It is in English, the language of its programmers, for every caller."""
    with translation.override("en"):
        content: dict[str, Any] = SchemaGenerator().get_schema(public=True)
    body = encode_json(content)
    return body, f'"{sha256(body).hexdigest()[:32]}"'


@require_safe
def openapi_json(request: HttpRequest) -> HttpResponse:
    body, etag = document()
    headers = {"ETag": etag, "Cache-Control": "public, max-age=60", "Vary": "Origin"}
    if request.META.get("HTTP_IF_NONE_MATCH") == etag:
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(body, content_type="application/json", headers=headers)


@require_safe
def swagger(request: HttpRequest) -> HttpResponse:
    return render(request, "api/swagger.html")


# ReDoc writes its styles into the page as it builds it.
REDOC_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self'; "
    "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; frame-ancestors 'none'"
)


@require_safe
def redoc(request: HttpRequest) -> HttpResponse:
    response = render(request, "api/redoc.html")
    response.headers["Content-Security-Policy"] = REDOC_POLICY
    return response
