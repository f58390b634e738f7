"""The browser's session as a way into the API; tokens and API keys belong to the accounts app."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from artnex.errors import PermissionDenied

SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}
session_engine = import_module(settings.SESSION_ENGINE)


class CsrfCheck(CsrfViewMiddleware):
    def _reject(self, request: Any, reason: str) -> str:  # type: ignore[override]
        return reason


class BrowserSession(BaseAuthentication):
    """Someone logged in to the pages. The API's requests pass the session middleware by, so it is loaded here."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        cookie = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if not cookie:
            return None
        django_request = request._request  # noqa: SLF001 - the request that pages would see
        if not hasattr(django_request, "session"):
            django_request.session = session_engine.SessionStore(cookie)
        user = auth.get_user(django_request)
        if not user.is_authenticated or not user.is_active:
            return None
        if request.method not in SAFE_METHODS:
            refuse_forged(django_request)
        return user, None

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="artnex"'


def refuse_forged(request: Any) -> None:
    """Raise PermissionDenied unless the request carries the CSRF token of its own pages."""
    check = CsrfCheck(lambda _request: HttpResponse())
    check.process_request(request)
    if check.process_view(request, HttpResponse, (), {}):
        raise PermissionDenied(_("The request could not be checked. Please reload the page and try again."))
