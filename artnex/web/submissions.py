"""A form pressed twice is carried out once.

Each drawn form holds a token of its own. The first valid submission with that token does the work; a second one (double
click, reload, impatient resend) is led to where the first one went.
"""

from secrets import token_urlsafe

from django.core.cache import cache
from django.http import HttpRequest

from artnex import counters

FIELD = "_once"
REMEMBERED_SECONDS = 3600
MAX_LENGTH = 64


def new_token() -> str:
    return token_urlsafe(16)


def _token(request: HttpRequest) -> str:
    return request.POST.get(FIELD, "")[:MAX_LENGTH]


def claim(request: HttpRequest) -> bool:
    """True for the first submission of this form; forms without a token are never held back."""
    token = _token(request)
    return not token or counters.hit(f"form:{token}", window=REMEMBERED_SECONDS).value == 1


def remember_outcome(request: HttpRequest, url: str) -> None:
    """Note where the first submission was led."""
    if token := _token(request):
        cache.set(f"form-outcome:{token}", url, REMEMBERED_SECONDS)


def outcome(request: HttpRequest, default: str) -> str:
    """Where to lead a repeated submission."""
    return cache.get(f"form-outcome:{_token(request)}") or default
