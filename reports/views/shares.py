"""Sharing a report by link, and what the reader of such a link sees."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from artnex.access import Action, fetch
from artnex.context import current
from artnex.errors import ArtNexError, NotFound, RateLimited
from artnex.web.pages import ObjectConfirmPage, ObjectFormPage, Page
from reports.content import LANGUAGES
from reports.forms.reports import ShareForm, SharePasswordForm
from reports.models import ReportShare
from reports.rendering.document import document_of
from reports.rendering.parts import part_of
from reports.services.shares import (
    LinkExpired,
    WrongPassword,
    address_of,
    check_share_password,
    count_view,
    find_share,
    revoke_share,
    share_report,
)
from reports.views.reports import UnderReport, reading_language

LINKS_SHOWN = 50
OPENED_FOR = 12 * 3600  # seconds after the password was given
COOKIE = "share"


class SharesPage(UnderReport, ObjectFormPage):
    """The report's links; a new one is shown once, right after it was made."""

    title = _("Share by link")
    template_name = "reports/report/shares.html"
    form_class = ShareForm
    submit_label = _("Make a link")

    def save(self, form: Any) -> HttpResponse:
        share, token = share_report(
            user=self.request.user,
            report=self.object,
            expires_at=form.cleaned_data["expires_at"],
            password=form.cleaned_data["password"],
        )
        return self.render({"form": ShareForm(), "new_share": share, "address": address_of(token)})

    def get_context(self, **extra: Any) -> dict[str, Any]:
        shares = self.object.shares.select_related("user")[:LINKS_SHOWN]  # type: ignore[attr-defined]
        return super().get_context(shares=shares, **extra)


class RevokeSharePage(UnderReport, ObjectConfirmPage):
    object_action: Action = "update"
    title = _("Revoke this link?")
    lead = _("Whoever has it cannot open the report any more.")
    submit_label = _("Revoke")
    success_text = _("Link revoked.")

    @cached_property
    def share(self) -> ReportShare:
        rows = ReportShare.objects.filter(report=self.object).select_related("report")
        return fetch(rows, self.request.user, "update", pk=self.kwargs["share_id"])  # type: ignore[arg-type]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.share  # noqa: B018 - a link of another report is not there, before anything is asked
        return super().get(request, *args, **kwargs)

    def save(self, form: Any) -> str:
        revoke_share(user=self.request.user, share=self.share)
        return reverse("reports:shares", args=[self.object.pk])


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class SharedReportPage(Page):
    """A report for whoever has its link (and password): nothing of the brand besides what stands in it.

    The password comes by the form or, from programs, as `X-Share-Password`. Given right, a signed cookie for this
    address alone remembers it for some hours.
    """

    template_name = "reports/share/report.html"
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "same-origin"  # any stricter, and browsers refuse to say where a form comes from
        return response

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.answer(request.headers.get("X-Share-Password", ""))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.answer(request.POST.get("password", "") or request.headers.get("X-Share-Password", ""))

    def answer(self, password: str) -> HttpResponse:
        """The report, the question for its password, or why it is not to be seen."""
        address = current().ip or ""
        try:
            share = find_share(self.kwargs["token"], address=address)
            knows = not share.has_password or self.remembers(share)
            if not knows and password:
                check_share_password(share, password, address=address)
        except WrongPassword as problem:
            return self.ask(problem)
        except (NotFound, LinkExpired, RateLimited) as problem:
            return self.refuse(problem)
        if not knows and not password:
            return self.ask(None)
        return self.show(share, remember=not knows)

    def remembers(self, share: ReportShare) -> bool:
        given = self.request.get_signed_cookie(COOKIE, "", salt=f"share-{share.pk}", max_age=OPENED_FOR)
        return constant_time_compare(given or "", share.password_hash[-12:])

    def show(self, share: ReportShare, *, remember: bool) -> HttpResponse:
        asked = self.request.GET.get("lang", "")
        language = asked if asked in LANGUAGES else reading_language()
        count_view(share)
        with translation.override(language):
            part = part_of(document_of(share.report), language)
            response = self.render({"part": part, "title": part.title, "language": language})
        if remember:
            response.set_signed_cookie(
                COOKIE,
                share.password_hash[-12:],
                salt=f"share-{share.pk}",
                max_age=OPENED_FOR,
                path=self.request.path,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    def ask(self, problem: ArtNexError | None) -> HttpResponse:
        """The question for the password; it tells nothing of the report."""
        form = SharePasswordForm()
        if problem is not None:
            form = SharePasswordForm({"password": ""})
            form.errors["password"] = form.error_class([str(problem.message)])
        context = {"form": form, "title": _("This report is protected")}
        return self.render(context, template="reports/share/password.html", status=WrongPassword.status)

    def refuse(self, problem: ArtNexError) -> HttpResponse:
        context = {"title": problem.message, "problem": problem}
        response = self.render(context, template="reports/share/gone.html", status=problem.status)
        for name, value in problem.headers.items():
            response[name] = value
        return response
