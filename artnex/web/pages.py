"""What pages are made of: log-in, the frame's variables, lists, forms, confirmations.

A page names its template, title and queryset; everything works without script and, where htmx asks, answers with the
part of the page that changed, from the same URL.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib.auth.mixins import AccessMixin
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views import View
from django_htmx.http import HttpResponseClientRedirect

from artnex.access import Action, RestrictedQuerySet, fetch, require
from artnex.errors import ArtNexError, NotAuthenticated, NotFound, PermissionDenied, ValidationFailed
from artnex.web import submissions
from artnex.web.tables import Table, TableSpec
from artnex.web.toasts import send_toasts, toast

Text = str | Promise


def is_partial(request: HttpRequest) -> bool:
    """True when htmx asks for a part of a page (a history restore needs the whole page)."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.history_restore_request and not htmx.boosted


def go_to(request: HttpRequest, url: str) -> HttpResponse:
    """Lead the browser to `url`, whether it asked for a page or for a part of one."""
    return HttpResponseClientRedirect(url) if is_partial(request) else HttpResponseRedirect(url)


def safe_next(request: HttpRequest, default: str) -> str:
    """The `next` address when it is one of ours, else `default`: nobody is led to another site."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return asked if ours else default


class LoginRequired(AccessMixin):
    """Leads visitors to the log-in and back; `permission` (such as "manage:users") is asked for besides."""

    permission: str = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.ask_for_login(request)
        if self.permission:
            require(request.user, self.permission)
        response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        # Personal pages are not kept: not by proxies, and not for the back button after logging out.
        add_never_cache_headers(response)
        return response

    def ask_for_login(self, request: HttpRequest) -> HttpResponse:
        """Back here after the log-in, except after a POST, whose content is gone by then."""
        came_from = urlsplit(request.headers.get("HX-Current-URL", "")) if is_partial(request) else None
        back_to = came_from.path if came_from else request.get_full_path() if request.method == "GET" else "/"
        return go_to(request, redirect_to_login(back_to, resolve_url(self.get_login_url())).url)


class Page(View):
    """A page: `template_name` extends `base.html` (or `base_plain.html`) and gets `page`, the view itself."""

    template_name: str = ""
    title: Text = ""
    lead: Text = ""
    narrow: bool = False
    breadcrumbs: Sequence[tuple[Text, str]] = ()  # (label, URL name)

    def get_title(self) -> Text:
        return self.title

    def get_breadcrumbs(self) -> list[tuple[Text, str]]:
        """(label, URL) of the pages above this one."""
        return [(label, resolve_url(name)) for label, name in self.breadcrumbs]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return {"page": self, "title": self.get_title(), **extra}

    def render(
        self, context: Mapping[str, Any] | None = None, *, template: str = "", status: int = 200
    ) -> HttpResponse:
        response = render(
            self.request, template or self.template_name, self.get_context(**(context or {})), status=status
        )
        patch_vary_headers(response, ["HX-Request", "HX-Target"])
        return response

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.render()


class PrivatePage(LoginRequired, Page):
    """A page for people who are logged in."""


class ObjectMixin:
    """`self.object`: the row named in the URL, if this person may do `object_action` with it; else 404 or 403."""

    model: Any = None
    object_action: Action = "read"
    lookup: str = "pk"  # database field; the URL argument has the same name

    @property
    def object(self) -> Any:
        if not hasattr(self, "_object"):
            self._object = fetch(
                self.get_rows(),
                self.request.user,  # type: ignore[attr-defined]
                self.object_action,
                **{self.lookup: self.kwargs[self.lookup]},  # type: ignore[attr-defined]
            )
        return self._object

    def get_rows(self) -> RestrictedQuerySet:
        """Override to select related rows; the restriction is applied afterwards."""
        return self.model.objects.all()


class ObjectPage(ObjectMixin, PrivatePage):
    """One object; the template gets it as `object`."""

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(object=self.object, **extra)


class ListPage(PrivatePage):
    """A table of what this person may see; `table` says what it looks like."""

    model: Any = None
    table: TableSpec
    template_name = "web/list.html"
    part_template_name = "web/list_part.html"  # what changes when the table is narrowed or sorted

    def get_rows(self) -> QuerySet:
        return self.model.objects.restrict(self.request.user, "read")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        table = Table(self.table, self.get_rows(), request)
        if request.GET.get("format") == "csv" and self.table.export_name:
            return table.as_csv()
        if is_partial(request) and request.htmx.target == self.table.id:  # type: ignore[attr-defined]
            return send_toasts(request, self.render({"table": table}, template=self.part_template_name))
        return self.render({"table": table})


class FormPage(Page):
    """A form. `save(form)` calls the service and returns where to go (or a finished response).

    What was typed stays when something is wrong: the page comes back with status 422 and the problems beside the
    fields, whether the form or the service found them. Sent twice, it is carried out once.
    """

    form_class: type[forms.BaseForm]
    template_name = "web/form.html"
    submit_label: Text = _("Save")
    cancel_url: str = ""
    success_url: str = ""  # a URL or a URL name
    success_text: Text = ""

    def get_form_kwargs(self) -> dict[str, Any]:
        """Arguments for the form; add `initial`, `user` and the like."""
        sent = self.request.method == "POST"
        return {"data": self.request.POST, "files": self.request.FILES} if sent else {}

    def get_form(self) -> forms.BaseForm:
        return self.form_class(**self.get_form_kwargs())

    def get_success_url(self) -> str:
        return resolve_url(self.success_url) if self.success_url else self.request.path

    def save(self, form: Any) -> str | HttpResponse | None:
        """Do what the form is for; None leads to `success_url`."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.show(self.get_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.get_form()
        if not form.is_valid():
            return self.show(form, status=ValidationFailed.status)
        if not submissions.claim(request):
            return go_to(request, submissions.outcome(request, self.get_success_url()))
        try:
            result = self.save(form)
        except (NotAuthenticated, PermissionDenied, NotFound):
            raise
        except ArtNexError as error:
            return self.show_error(form, error)
        if isinstance(result, HttpResponse):
            return result
        if self.success_text:
            toast(request, self.success_text)
        url = result or self.get_success_url()
        submissions.remember_outcome(request, url)
        return go_to(request, url)

    def show(self, form: forms.BaseForm, *, status: int = 200) -> HttpResponse:
        in_dialog = is_partial(self.request) and self.request.htmx.target == "dialog-body"  # type: ignore[attr-defined]
        template = "web/form_part.html" if in_dialog else ""
        return self.render({"form": form}, template=template, status=status)

    def show_error(self, form: forms.BaseForm, error: ArtNexError) -> HttpResponse:
        """The form again, with what the service said."""
        add_problems(form, error)
        response = self.show(form, status=error.status)
        for name, value in error.headers.items():
            response[name] = value
        return response


def add_problems(form: forms.BaseForm, error: ArtNexError) -> None:
    """Write the problems of a service beside the fields they concern, the others above the form."""
    beside_a_field = False
    for row in error.details:
        field = row.get("field", "")
        if row.get("message"):
            form.add_error(field if field in form.fields else None, row["message"])
            beside_a_field = True
    if not beside_a_field:
        form.add_error(None, error.message)  # type: ignore[arg-type]


class PrivateFormPage(LoginRequired, FormPage):
    """A form for people who are logged in."""


class ObjectFormPage(ObjectMixin, PrivateFormPage):
    """A form about one object."""

    object_action: Action = "update"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(object=self.object, **extra)


class ConfirmForm(forms.Form):
    """Nothing but the decision."""


class ConfirmPage(PrivateFormPage):
    """Asks before something happens that is hard to undo: a page of its own, or a dialog where script runs.

    Link to it with `data-dialog`; the question is `title`, what follows from it is `lead`.
    """

    form_class: type[forms.BaseForm] = ConfirmForm
    template_name = "web/confirm.html"
    submit_label = _("Yes, continue")
    submit_variant = "danger"

    def show(self, form: forms.BaseForm, *, status: int = 200) -> HttpResponse:
        template = "web/confirm_part.html" if is_partial(self.request) else ""
        return self.render({"form": form}, template=template, status=status)


class ObjectConfirmPage(ObjectMixin, ConfirmPage):
    """Asks before something happens to one object."""

    object_action: Action = "delete"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(object=self.object, **extra)


class ActionView(LoginRequired, View):
    """Something that is done by pressing a button (POST) and leads back to a page."""

    http_method_names = ["post"]
    success_url: str = "/"
    success_text: Text = ""

    def act(self) -> str | None:
        """Call the service; returns where to go, or None for `success_url`."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        url = self.act() or safe_next(request, resolve_url(self.success_url))
        if self.success_text:
            toast(request, self.success_text)
        return go_to(request, url)
