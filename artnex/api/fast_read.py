"""The fast way for reads that are asked all the time.

`fast_get(view, read)` puts a short cut in front of an endpoint: a GET with a bearer token is answered with one SQL
statement for the caller (who, role, active, session not revoked) and whatever `read` asks for, without DRF's
machinery. Everything else (other methods, API keys, browser sessions, errors, unusual requests) goes to the view
as before, which must give the same answer. Request id, log, metrics, rate limits and headers are the same both ways.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.module_loading import import_string

from artnex import context
from artnex.api.envelope import encode_json, success
from artnex.api.language import language_of
from artnex.api.renderers import accepts
from artnex.api.responses import plain_error
from artnex.api.throttling import count_request
from artnex.errors import ArtNexError

View = Callable[..., HttpResponseBase]
JSON = ("application/json",)


@dataclass(slots=True)
class FastCall:
    """A recognised caller and what the address asks for."""

    request: HttpRequest
    person: Any
    kwargs: dict[str, Any]


@dataclass(slots=True)
class FastPage:
    """A page of a list, for answers with `pagination`."""

    rows: list[Any]
    facts: dict[str, Any]


# Gives the `data` of the answer (or a FastPage), or None to leave the request to the view.
Read = Callable[[FastCall], Any]


@cache
def _identify() -> Callable[[str], Any]:
    """The accounts app's (token) -> (person, means), by one SQL statement."""
    return import_string(settings.API_FAST_IDENTITY)


def fast_get(view: View, read: Read) -> View:
    """`view` with a short cut for GET; the result can stand in `path(...)` like the view itself."""

    def endpoint(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "GET":
            answer = _short_cut(request, read, kwargs)
            if answer is not None:
                return answer
        return view(request, *args, **kwargs)

    endpoint.__dict__.update(view.__dict__)  # csrf_exempt, and what schema generator and tests look for
    return endpoint


def _short_cut(request: HttpRequest, read: Read, kwargs: dict[str, Any]) -> HttpResponseBase | None:
    headers = request.META
    scheme, _, token = headers.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme != "Bearer" or "%00" in headers.get("QUERY_STRING", ""):
        return None
    if not accepts(headers.get("HTTP_ACCEPT", ""), JSON):
        return None
    try:
        person, _means = _identify()(token)
    except ArtNexError:
        return None  # the view says what is wrong with it, and counts it
    context.remember_user(person.pk)
    with translation.override(language_of(request, person)):
        try:
            rate = count_request(person.pk)
        except ArtNexError as problem:
            return plain_error(problem)
        found = read(FastCall(request, person, kwargs))
        if found is None:
            request.counted_rate = rate  # type: ignore[attr-defined]  # the view does not count it again
            return None
        is_page = isinstance(found, FastPage)
        answer = success(found.rows, pagination=found.facts) if is_page else success(found)
        response = HttpResponse(encode_json(answer), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    if rate:
        for name, value in rate.headers.items():
            response.headers[name] = value
    return response
