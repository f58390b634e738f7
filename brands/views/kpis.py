"""KPIs: the chart, the values, and the ways to enter them."""

from typing import Any, ClassVar
from uuid import UUID

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from artnex.access import Action, fetch
from artnex.errors import TooLarge, UnsupportedMediaType, ValidationFailed
from artnex.files.kinds import TABLE_LIMITS
from artnex.files.models import StoredFile
from artnex.files.services import delete_file, store_file
from artnex.web.tables import Column, TableSpec
from artnex.web.toasts import toast
from artnex.web.widgets import DatePicker
from brands.enums import KpiSource
from brands.forms.figures import DayForm, KpiForm, KpiImportForm
from brands.kpi_types import KPI_TYPES, kpi_type
from brands.models import Kpi, KpiRevision
from brands.queries.figures import kpi_names_of, kpi_summary, newest_kpis
from brands.services.kpi_import import KpiTable, read_kpi_file, read_kpi_text
from brands.services.kpis import change_kpi, delete_kpi, enter_kpi, enter_kpis
from brands.tabs import BrandTab, register_tab
from brands.views.base import (
    BrandFormPage,
    BrandListPage,
    BrandPage,
    BrandRowConfirmPage,
    BrandRowFormPage,
    BrandRowMixin,
)
from brands.views.overview import ChartMixin, headlines_of

PURPOSE = "kpi-import"
SHOWN_BAD_CELLS = 100
SHOWN_VALUES = 20
TAB = "brands:kpis"

register_tab(BrandTab("kpis", _("KPIs"), TAB, order=20, shows=("kpi",)))


def label_of(row: Kpi) -> Any:
    known = kpi_type(row.kpi_type)
    return known.label if known else row.kpi_type


class KpiFilter(django_filters.FilterSet):
    kpi_type = django_filters.ChoiceFilter(label=_("KPI"), empty_label=_("Everything"))
    since = django_filters.DateFilter(
        label=_("From day"), field_name="measurement_date", lookup_expr="gte", widget=DatePicker
    )
    until = django_filters.DateFilter(
        label=_("Until day"), field_name="measurement_date", lookup_expr="lte", widget=DatePicker
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = self.request.kpi_names  # type: ignore[union-attr]
        self.filters["kpi_type"].extra["choices"] = [(name, getattr(kpi_type(name), "label", name)) for name in names]


class KpisPage(ChartMixin, BrandListPage):
    """The chart with its period, how the two indices were computed, and every value."""

    tab = "kpis"
    model = Kpi
    template_name = "brands/figures/kpis.html"
    table = TableSpec(
        id="kpis",
        columns=[
            Column("kpi_type", _("KPI"), value=label_of, primary=True, sort="kpi_type"),
            Column(
                "value",
                _("Value"),
                value="value",
                sort=("kpi_type", "value"),
                numeric=True,
                template="brands/figures/cells/kpi_value.html",
            ),
            Column("measurement_date", _("Day"), sort=("measurement_date", "kpi_type")),
            Column("source", _("Source"), value="get_source_display"),
            Column("created_by", _("Entered by"), value=lambda row: str(row.created_by or "")),
            Column("updated_at", _("Entered or corrected"), sort="updated_at", shown=False),
        ],
        filterset_class=KpiFilter,
        default_sort="-measurement_date",
        export_name="artnex-kpis",
        caption=_("KPI values"),
        actions_template="brands/figures/cells/kpi_actions.html",
        empty={"icon": "chart", "title": _("No values yet"), "text": _("Enter the first figures of this brand.")},
    )

    def get_rows(self) -> QuerySet:
        self.request.kpi_names = kpi_names_of(self.newest)
        self.request.brand_rights = {"may_edit": self.may_edit, "may_delete": self.is_owner}
        corrected = Exists(KpiRevision.objects.filter(kpi=OuterRef("pk")))
        return super().get_rows().select_related("created_by").annotate(is_corrected=corrected)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        summary = kpi_summary(self.brand, self.newest)
        return super().get_context(
            **self.chart_context(),
            headlines=headlines_of(self.newest, kpi_names_of(self.newest)),
            popularity=summary["popularity"],
            trend=summary["trend"] | {"growth_percent": _percent(summary["trend"]["growth_30_days"])},
            **extra,
        )


def _percent(fraction: float | None) -> float | None:
    return None if fraction is None else fraction * 100


class KpiRowPages:
    """What the forms about values have in common."""

    tab: ClassVar[str] = "kpis"
    tab_url_name: ClassVar[str] = TAB
    model = Kpi


class NewKpiPage(KpiRowPages, BrandFormPage):
    form_class = KpiForm
    title = _("Enter a value")
    lead = _("A second value for the same day replaces the first, which stays in its history.")

    def get_form_kwargs(self) -> dict[str, Any]:
        kind = self.request.GET.get("kpi", "")
        known = kind in KPI_TYPES or kind.startswith("x_")
        return super().get_form_kwargs() | ({"initial": {"kpi_type": kind}} if known else {})

    def save(self, form: KpiForm) -> None:
        _row, is_new = enter_kpi(user=self.request.user, brand=self.brand, source=KpiSource.MANUAL, **form.values())
        toast(self.request, _("The value is entered.") if is_new else _("The value of that day is replaced."))


class EditKpiPage(KpiRowPages, BrandRowFormPage):
    form_class = KpiForm
    title = _("Correct a value")
    lead = _("The former value stays in its history.")
    success_text = _("The value is corrected.")

    def get_form_kwargs(self) -> dict[str, Any]:
        row = self.row
        initial = {"kpi_type": row.kpi_type, "value": row.value, "measurement_date": row.measurement_date}
        return super().get_form_kwargs() | {"initial": initial}

    def save(self, form: KpiForm) -> None:
        change_kpi(user=self.request.user, kpi=self.row, fields=form.values())


class DeleteKpiPage(KpiRowPages, BrandRowConfirmPage):
    title = _("Delete this value?")
    lead = _("Its history goes with it. Index and trend are computed anew.")
    success_text = _("The value is deleted.")

    def save(self, form: Any) -> None:
        delete_kpi(user=self.request.user, kpi=self.row)


class KpiHistoryPage(KpiRowPages, BrandRowMixin, BrandPage):
    """What a value was before it was corrected, and by whom."""

    row_action: ClassVar[Action] = "read"
    template_name = "brands/figures/kpi_history.html"
    title = _("History of a value")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        revisions = KpiRevision.objects.restrict(self.request.user, "read").filter(kpi=self.row)
        return super().get_context(revisions=revisions.select_related("replaced_by"), **extra)


class DayKpisPage(KpiRowPages, BrandFormPage):
    form_class = DayForm
    template_name = "brands/figures/kpi_day.html"
    title = _("Enter the figures of a day")
    lead = _("What you leave empty stays as it is.")

    def get_form_kwargs(self) -> dict[str, Any]:
        own = [name for name in kpi_names_of(newest_kpis(self.brand, most=1)) if name not in KPI_TYPES]
        return super().get_form_kwargs() | {"own": own}

    def save(self, form: DayForm) -> None:
        rows = form.rows()
        try:
            enter_kpis(user=self.request.user, brand=self.brand, rows=rows, source=KpiSource.MANUAL)
        except ValidationFailed as wrong:
            raise ValidationFailed(details=[_beside_the_field(detail, rows) for detail in wrong.details]) from wrong
        toast(self.request, _said(len(rows)))


def _beside_the_field(detail: Any, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """items.3.value → the field of that KPI."""
    _items, index, name = detail["field"].split(".")
    return {**detail, "field": rows[int(index)]["kpi_type"] if name == "value" else name}


def _said(count: int) -> str:
    return ngettext("%(count)d value is entered.", "%(count)d values are entered.", count) % {"count": count}


class ImportKpisPage(KpiRowPages, BrandFormPage):
    """A table is read and kept, then shown before anything is entered."""

    form_class = KpiImportForm
    template_name = "brands/figures/kpi_import.html"
    title = _("Enter values from a table")
    submit_label = _("Look at it first")

    def save(self, form: KpiImportForm) -> str:
        upload, pasted = form.cleaned_data["file"], form.cleaned_data["pasted"]
        content: Any = upload or pasted.encode()
        name = upload.name if upload else "pasted.csv"
        if pasted and not upload:
            read_kpi_text(pasted)  # said beside the field it came from
        try:
            kept = store_file(
                content=content,
                filename=name,
                owner=self.request.user,
                brand_id=self.brand.pk,
                purpose=PURPOSE,
                limits=TABLE_LIMITS,
            )
            if upload:
                read_kpi_file(kept.read())
        except (TooLarge, UnsupportedMediaType, ValidationFailed) as refused:
            words = next((row["message"] for row in refused.details if row.get("message")), refused.message)
            raise ValidationFailed.field("file" if upload else "pasted", words) from refused
        return reverse("brands:kpi_import_check", args=[self.brand.pk, kept.pk])


class CheckKpisPage(KpiRowPages, BrandPage):
    """What a table holds, every bad value with its reason; entered when the button is pressed."""

    brand_action: ClassVar[Action] = "update"
    template_name = "brands/figures/kpi_import_check.html"
    title = _("Check before entering")

    @property
    def file(self) -> StoredFile:
        rows = StoredFile.objects.filter(brand_id=self.brand.pk, purpose=PURPOSE)
        file_id: UUID = self.kwargs["file_id"]
        return fetch(rows, self.request.user, "read", pk=file_id)  # type: ignore[arg-type]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        table: KpiTable = read_kpi_file(self.file.read())
        return self.render(
            {
                "found": table,
                "first_values": table.values[:SHOWN_VALUES],
                "more_values": max(0, len(table.values) - SHOWN_VALUES),
                "first_bad": table.bad[:SHOWN_BAD_CELLS],
                "more_bad": max(0, len(table.bad) - SHOWN_BAD_CELLS),
            }
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        file = self.file
        table = read_kpi_file(file.read())
        rows = enter_kpis(user=request.user, brand=self.brand, rows=table.values, source=KpiSource.CSV)
        delete_file(file=file, actor=request.user)
        toast(request, _said(len(rows)))
        return redirect(TAB, brand_id=self.brand.pk)
