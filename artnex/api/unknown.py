"""Paths under /api/ that lead nowhere."""

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from artnex.api.language import language_of
from artnex.api.responses import plain_error
from artnex.errors import NotFound


@csrf_exempt
def unknown_endpoint(request: HttpRequest, rest: str = "") -> HttpResponse:
    """404 in the envelope for any method."""
    with translation.override(language_of(request)):
        return plain_error(NotFound())
