"""Language and appearance: a cookie for the browser at hand, and the account when someone is logged in."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

THEME_COOKIE = "artnex_theme"
THEMES = ("auto", "light", "dark")
COOKIE_AGE = 365 * 86_400

Saver = Callable[[Any, Mapping[str, str]], None]
_savers: list[Saver] = []


def on_preference_change(saver: Saver) -> None:
    """Call `saver(user, {"language": …} or {"theme": …})` when a logged-in person switches."""
    if saver not in _savers:
        _savers.append(saver)


def save_preferences(user: Any, **values: str) -> None:
    if user.is_authenticated:
        for saver in _savers:
            saver(user, values)


def theme_of(request: HttpRequest) -> str:
    """ "auto", "light" or "dark": the browser's choice, so that a page is drawn right from its first pixel."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else "auto"


def language_codes() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def _set_cookie(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=COOKIE_AGE, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )


def remember_language(response: HttpResponse, language: str) -> None:
    """Show this browser pages in `language` from now on."""
    if language in language_codes():
        _set_cookie(response, settings.LANGUAGE_COOKIE_NAME, language)


def remember_theme(response: HttpResponse, theme: str) -> None:
    if theme in THEMES:
        _set_cookie(response, THEME_COOKIE, theme)
