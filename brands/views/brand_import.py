"""Bringing brands from a file: choose it, say what the columns mean, see what would happen, then do it."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from artnex.access import fetch, require
from artnex.errors import NotFound, TooLarge, UnsupportedMediaType, ValidationFailed
from artnex.files.models import StoredFile
from artnex.jobs.models import Job
from artnex.web.pages import PrivateFormPage, PrivatePage, go_to
from brands.forms.brand_import import FileForm, MappingForm
from brands.services.brand_export import WRITABLE
from brands.services.brand_import import (
    JOB_KIND,
    PURPOSE,
    guess_mapping,
    plan_import,
    read_table,
    request_import,
    store_import_file,
)
from brands.services.brands import MAX_BRANDS

ERRORS_ON_A_PAGE = 50
GOOD_ROWS_SHOWN = 5


class ImportPage(PrivateFormPage):
    """The first step: the file."""

    permission = "create:brand"
    form_class = FileForm
    template_name = "brands/registry/import.html"
    title = _("Import brands")
    lead = _("From a CSV or Excel file. Nothing is changed before you have seen what would happen.")
    narrow = True
    breadcrumbs = [(_("Brands"), "brands:list")]
    submit_label = _("Look at the file")

    def save(self, form: FileForm) -> str:
        user = self.request.user
        try:
            file = store_import_file(user=user, upload=form.cleaned_data["file"])
            read_table(file.read())
        except (TooLarge, UnsupportedMediaType) as problem:
            raise ValidationFailed.field("file", problem.message) from problem
        return reverse("brands:import_check", args=[file.pk])


class ImportCheckPage(PrivatePage):
    """The second step: columns, bad rows with their reasons, and what the good ones would do. POST imports them.

    Which column means what stands in the address (`brand_name=0&category=3`), so that nothing is lost by going back.
    """

    template_name = "brands/registry/import_check.html"
    title = _("Check the import")
    breadcrumbs = [(_("Brands"), "brands:list"), (_("Import brands"), "brands:import")]

    @cached_property
    def file(self) -> StoredFile:
        rows = StoredFile.objects.filter(purpose=PURPOSE)
        file = fetch(rows, self.request.user, "read", pk=self.kwargs["file_id"])  # type: ignore[arg-type]
        if file.owner_id != self.request.user.pk:
            raise NotFound  # an administrator may look at files, but would import into an account of their own
        require(self.request.user, "create:brand")  # after the file: of others' files nothing is learned
        return file

    @cached_property
    def table(self) -> list[list[str]]:
        return read_table(self.file.read())

    @cached_property
    def form(self) -> MappingForm:
        chosen = self.request.GET if "mapped" in self.request.GET else None
        return MappingForm(chosen, headings=self.table[0], guess=guess_mapping(self.table[0]), sample=self.table[1:4])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        mapping = self.form.mapping
        problem, plan, errors = "", None, None
        try:
            plan = plan_import(user=request.user, content=self.file.read(), mapping=mapping or None)
        except ValidationFailed as wrong:
            problem = " ".join(str(row["message"]) for row in wrong.details)
        if plan:
            number = request.GET.get("page", "1")
            errors = Paginator(plan.errors, ERRORS_ON_A_PAGE).get_page(number if number.isascii() else 1)
        return self.render(
            {
                "file": self.file, "form": self.form, "problem": problem, "plan": plan, "errors": errors,
                "most": MAX_BRANDS,
                "labels": [WRITABLE[name] for name in plan.mapping] if plan else [], "query": self.query,
                "good": self.good(plan),
            }
        )  # fmt: skip

    @property
    def query(self) -> str:
        """The mapping as it stands in the address, for the links to other pages of errors."""
        kept = self.request.GET.copy()
        kept.pop("page", None)
        return kept.urlencode()

    def good(self, plan: Any) -> list[list[str]]:
        """The first good rows as the preview shows them."""
        if plan is None:
            return []
        shown = [[row.fields.get(name, "") for name in plan.mapping] for row in plan.good[:GOOD_ROWS_SHOWN]]
        return [[", ".join(value) if isinstance(value, list) else value for value in row] for row in shown]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request_import(user=request.user, file=self.file, mapping=self.form.mapping or None)
        return go_to(request, reverse("brands:import_result", args=[self.file.pk]))


class ImportResultPage(PrivatePage):
    """The third step: how far it is, and what came out."""

    template_name = "brands/registry/import_result.html"
    title = _("Import of brands")
    narrow = True
    breadcrumbs = [(_("Brands"), "brands:list"), (_("Import brands"), "brands:import")]

    @cached_property
    def job(self) -> Job:
        """The latest import of this file."""
        rows = Job.objects.restrict(self.request.user, "read").filter(
            kind=JOB_KIND, user=self.request.user.pk, params__file_id=str(self.kwargs["file_id"])
        )
        job = rows.order_by("-created_at").first()
        if job is None:
            raise NotFound
        return job

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(job=self.job, result=self.job.result or {}, most=MAX_BRANDS, **extra)
