"""What happens around every request.

The `Page…` classes are Django's own, stepping aside for the API and health paths: these carry no session, no CSRF
cookie and no messages (DRF checks them where needed), and are called far more often than pages.
"""

import re
import time
from collections.abc import Callable
from ipaddress import ip_address

import structlog
from corsheaders.middleware import CorsMiddleware
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.middleware.common import CommonMiddleware
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django_htmx.middleware import HtmxMiddleware

from artnex import context
from artnex.errors import ArtNexError
from artnex.web import metrics
from artnex.web.error_pages import error_page, render_error

GetResponse = Callable[[HttpRequest], HttpResponse]
MACHINE_PATHS = ("/api/", "/health", "/ready", "/metrics", "/l/", "/ws")
SANE_REQUEST_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
log = structlog.get_logger("artnex.request")


def client_address(request: HttpRequest) -> str | None:
    """The caller's address: the one our own proxies vouch for, never what the caller merely claims."""
    hops = [h.strip() for h in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if h.strip()]
    trusted = settings.TRUSTED_PROXIES
    vouched_for = address_in(hops[-trusted]) if trusted and len(hops) >= trusted else None
    return vouched_for or request.META.get("REMOTE_ADDR") or None


def address_in(hop: str) -> str | None:
    """The address in one entry of X-Forwarded-For, to which some proxies add the port; None for anything else."""
    if hop.startswith("["):
        hop = hop[1:].partition("]")[0]
    elif hop.count(":") == 1:
        hop = hop.partition(":")[0]
    try:
        return str(ip_address(hop.partition("%")[0]))
    except ValueError:
        return None


class RequestContextMiddleware:
    """Gives the request its id, logs and measures it, and echoes the id in `X-Request-ID`."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        request_id = given if SANE_REQUEST_ID.fullmatch(given) else context.new_request_id()
        request.request_id = request_id  # type: ignore[attr-defined]
        at_hand = context.Context(
            request_id=request_id, ip=client_address(request), user_agent=request.META.get("HTTP_USER_AGENT", "")[:300]
        )
        started = time.perf_counter()
        with context.using(at_hand):
            response = self.get_response(request)
            response["X-Request-ID"] = request_id
            seconds = time.perf_counter() - started
            match = request.resolver_match
            route = f"/{match.route}" if match else "unmatched"
            metrics.observe_request(request.method or "", route, response.status_code, seconds)
            log.info(
                "request",
                method=request.method,
                route=route,
                status=response.status_code,
                ms=round(seconds * 1000, 1),
                request_id=request_id,
                user_id=context.current().user_id,
            )
        return response


class SecurityHeadersMiddleware:
    """Content Security Policy without inline script or style, and a closed permissions policy."""

    POLICY = (
        "default-src 'self'; img-src 'self' data: blob: {media}; font-src 'self'; style-src 'self'; script-src 'self'; "
        "connect-src 'self'; media-src 'self' blob: {media}; object-src 'none'; base-uri 'self'; "
        "form-action 'self'; frame-ancestors 'none'"
    )
    # The admin theme ships Alpine.js, which evaluates the expressions in its attributes, and inline styles.
    ADMIN_POLICY = POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-eval'").replace(
        "style-src 'self'", "style-src 'self' 'unsafe-inline'"
    )

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        media = settings.CDN_BASE_URL or settings.AWS_S3_ENDPOINT_URL or ("https:" if settings.AWS_S3_BUCKET else "")
        self.policy, self.admin_policy = (p.format(media=media) for p in (self.POLICY, self.ADMIN_POLICY))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_admin = request.path_info.startswith("/admin/")
        response.headers.setdefault("Content-Security-Policy", self.admin_policy if is_admin else self.policy)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        return response


class ApiCorsMiddleware(CorsMiddleware):
    """CORS for requests that name their origin; most name none and pass by. Answers of the API are not cached."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "HTTP_ORIGIN" not in request.META:
            return self.get_response(request)  # type: ignore[return-value]
        return super().__call__(request)  # type: ignore[return-value]


class PagesOnly:
    """Mixin for Django's middleware classes: machine paths pass by untouched."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(MACHINE_PATHS):
            return self.get_response(request)  # type: ignore[attr-defined]
        return super().__call__(request)  # type: ignore[misc]


class PageSessionMiddleware(PagesOnly, SessionMiddleware):
    pass


class PageCommonMiddleware(PagesOnly, CommonMiddleware):
    pass


class PageCsrfMiddleware(PagesOnly, CsrfViewMiddleware):
    def process_view(self, request, callback, callback_args, callback_kwargs):
        if request.path_info.startswith(MACHINE_PATHS):
            return None
        return super().process_view(request, callback, callback_args, callback_kwargs)


class PageAuthenticationMiddleware(PagesOnly, AuthenticationMiddleware):
    pass


class PageMessageMiddleware(PagesOnly, MessageMiddleware):
    pass


class PageHtmxMiddleware(PagesOnly, HtmxMiddleware):
    pass


class PageLocaleMiddleware(PagesOnly, LocaleMiddleware):
    """Language of a page: the cookie of the switcher, then Accept-Language, then Korean.

    The switcher and the log-in write the account's language into the cookie. The API decides for itself
    (see artnex/api/language.py).
    """


class PageErrorMiddleware:
    """Turns the errors of services into pages that look like ours; the API has its own translator."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(MACHINE_PATHS) and request.user.is_authenticated:
            context.remember_user(request.user.pk)
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            return self.wrong_method(request, response)
        return response

    def wrong_method(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Django's answer to a wrong method is empty: give it a face, keep the methods that are allowed."""
        if request.path_info.startswith(MACHINE_PATHS):
            return response
        page = error_page(request, 405)
        page["Allow"] = response.headers.get("Allow", "")
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, ArtNexError) and not request.path_info.startswith(MACHINE_PATHS):
            return render_error(request, exception)
        return None


def active_language() -> str:
    """ "ko" or "en"."""
    return "en" if (translation.get_language() or "ko").startswith("en") else "ko"
