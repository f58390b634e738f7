"""Error pages that look like ours."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from artnex.errors import ArtNexError


def render_error(request: HttpRequest, error: ArtNexError) -> HttpResponse:
    """The page for an expected error, with its status and headers."""
    response = render(request, "errors/error.html", {"error": error}, status=error.status)
    for name, value in error.headers.items():
        response[name] = value
    return response
