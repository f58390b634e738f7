"""Pages of the platform itself: the front page, preferences, the palette, error handlers."""

from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from artnex.api.exceptions import InternalError
from artnex.api.responses import plain_error
from artnex.errors import BadRequest, NotFound, TooLarge
from artnex.events.queries import activity_for
from artnex.jobs.enums import JobStatus
from artnex.jobs.queries import jobs_shown_to
from artnex.web import health
from artnex.web.error_pages import broken_page, error_page
from artnex.web.home import checklist_for, home_page, sections_for
from artnex.web.navigation import look_up
from artnex.web.pages import Page, PrivatePage, is_partial, safe_next
from artnex.web.preferences import THEMES, language_codes, remember_language, remember_theme, save_preferences


# ── front page ─────────────────────────────────────────────────────────────────────────────────────
class FrontPage(View):
    """`/`: JSON for programs, the landing page for visitors, the home page for those who are logged in."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
            return health.service_info(request)
        view = home_page(HomePage) if request.user.is_authenticated else LandingPage
        return view.as_view()(request)


class LandingPage(Page):
    template_name = "web/landing.html"
    title = _("Brand, design and marketing for makers")


class HomePage(PrivatePage):
    template_name = "web/home.html"
    title = _("Home")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context(
            checklist=checklist_for(user),
            sections=sections_for(user),
            activity=activity_for(user, limit=8),
            running=jobs_shown_to(user).filter(status__in=[JobStatus.QUEUED, JobStatus.RUNNING])[:5],
            **extra,
        )


# ── finding one's way ──────────────────────────────────────────────────────────────────────────────
class GoPage(PrivatePage):
    """Everything one can go to or do: the command palette's rows, and a page of its own."""

    template_name = "web/go.html"
    title = _("Go to")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        query = request.GET.get("q", "").replace("\x00", "").strip()[:100]
        template = "web/_palette_results.html" if is_partial(request) else ""
        return self.render({"groups": look_up(request.user, query), "query": query}, template=template)


# ── preferences ────────────────────────────────────────────────────────────────────────────────────
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Show pages in another language from now on."""
    language = request.POST.get("language", "")
    if language not in language_codes():
        raise BadRequest
    save_preferences(request.user, language=language)
    response = redirect(safe_next(request, "/"))
    remember_language(response, language)
    return response


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or like the device."""
    theme = request.POST.get("theme", "")
    if theme not in THEMES:
        raise BadRequest
    save_preferences(request.user, theme=theme)
    response = redirect(safe_next(request, "/"))
    remember_theme(response, theme)
    return response


# ── small files browsers ask for ───────────────────────────────────────────────────────────────────
@require_safe
@cache_control(max_age=86_400, public=True)
def manifest(request: HttpRequest) -> HttpResponse:
    icons = [
        {"src": staticfiles_storage.url(f"img/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    content = {
        "name": "ArtNex 아트넥스",
        "short_name": "ArtNex",
        "start_url": "/",
        "display": "minimal-ui",
        "background_color": "#fbfcfe",
        "theme_color": "#1736d0",
        "icons": icons,
    }
    return JsonResponse(content, content_type="application/manifest+json")


@require_safe
@cache_control(max_age=86_400, public=True)
def robots(request: HttpRequest) -> HttpResponse:
    """The landing page may be found by search engines; nothing else is for them."""
    return HttpResponse("User-agent: *\nAllow: /$\nAllow: /static/\nDisallow: /\n", content_type="text/plain")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(staticfiles_storage.url("img/favicon.ico"))


# ── error handlers ─────────────────────────────────────────────────────────────────────────────────
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    too_big = isinstance(exception, RequestDataTooBig)
    if request.path_info.startswith("/api/"):
        return plain_error(TooLarge() if too_big else BadRequest())
    return error_page(request, 413 if too_big else 400)


def permission_denied(request: HttpRequest, exception: DjangoPermissionDenied) -> HttpResponse:
    return error_page(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        return plain_error(NotFound())
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return plain_error(InternalError()) if request.path_info.startswith("/api/") else broken_page()


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old, cookies are off, or another site sent it."""
    message = _("This form is too old or cookies are switched off. Go back, reload the page and send it again.")
    return error_page(request, 403, message)


# ── every component at a glance ────────────────────────────────────────────────────────────────────
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """For those who build pages: staff, and anyone in DEBUG mode."""
    from artnex.web.styleguide import styleguide_context

    if not (settings.DEBUG or request.user.is_staff):
        raise NotFound
    return render(request, "web/styleguide.html", styleguide_context(request))
