"""Schedules as pages, and the way off their lists."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from artnex.access import Action, fetch
from artnex.web.pages import ListPage, ObjectConfirmPage, ObjectFormPage, Page, PrivateFormPage, Text
from artnex.web.tables import Column, TableSpec
from brands.models import Brand
from reports.forms.reports import ScheduleForm
from reports.models import ReportSchedule
from reports.queries.schedules import runs_of, with_newest_run
from reports.services.schedules import (
    FIELDS,
    create_schedule,
    delete_schedule,
    read_unsubscribe,
    unsubscribe,
    update_schedule,
)

BRANDS_OFFERED = 200
LIST_URL = "/reports/schedules/"
ABOVE: tuple[tuple[Text, str], ...] = (
    (_("Reports"), "reports:list"),
    (_("Scheduled reports"), "reports:schedules"),
)


class SchedulesPage(ListPage):
    permission = "read:report"
    model = ReportSchedule
    title = _("Scheduled reports")
    lead = _("The newest report of a brand, sent by e-mail at regular times.")
    template_name = "reports/schedules/list.html"
    breadcrumbs = ((_("Reports"), "reports:list"),)
    table = TableSpec(
        id="schedules",
        columns=[
            Column("brand", _("Brand"), "brand.brand_name", "brand__brand_name", primary=True),
            Column("frequency", _("How often"), "get_frequency_display", "frequency"),
            Column("format", _("Format"), "get_format_display", "format"),
            Column("language", _("Language"), "get_language_display", "language"),
            Column("recipients", _("Recipients"), lambda row: len(row.recipients), numeric=True),
            Column("next_run_at", _("Next sending"), sort="next_run_at", template="reports/cells/next_run.html"),
            Column("last_run", _("Last sending"), "newest_runs", template="reports/cells/last_run.html"),
        ],
        search_fields=["brand__brand_name"],
        default_sort="next_run_at",
        actions_template="reports/cells/schedule_actions.html",
        caption=_("Scheduled reports"),
        empty={
            "icon": "clock",
            "title": _("Nothing is sent yet"),
            "text": _("Set up once who gets the report and how often."),
            "action_url": "reports:schedule_new",
            "action_label": _("New schedule"),
        },
    )

    def get_rows(self) -> QuerySet:
        return with_newest_run(super().get_rows().select_related("brand"))


class NewSchedulePage(PrivateFormPage):
    permission = "export:report"
    title = _("New schedule")
    form_class = ScheduleForm
    template_name = "web/form.html"
    submit_label = _("Create the schedule")
    success_url = "reports:schedules"
    success_text = _("Schedule created.")
    breadcrumbs = ABOVE
    cancel_url = LIST_URL
    narrow = True

    def get_form_kwargs(self) -> dict[str, Any]:
        brands = Brand.objects.restrict(self.request.user, "update").order_by("brand_name", "pk")
        choices = list(brands.values_list("pk", "brand_name")[:BRANDS_OFFERED])
        initial = {
            "recipients": [str(getattr(self.request.user, "email", ""))],
            "brand_id": self.request.GET.get("brand", ""),
        }
        return super().get_form_kwargs() | {"brands": choices, "initial": initial}

    def save(self, form: ScheduleForm) -> None:
        fields = dict(form.cleaned_data)
        brand = fetch(Brand.objects.all(), self.request.user, "update", pk=fields.pop("brand_id"))
        create_schedule(user=self.request.user, brand=brand, fields=fields)


class ScheduleMixin:
    """What the pages about one schedule share."""

    model: Any = ReportSchedule
    object_action: Action = "update"
    success_url: str = "reports:schedules"
    cancel_url: str = LIST_URL
    breadcrumbs: Sequence[tuple[Text, str]] = ABOVE
    narrow: bool = True

    def get_rows(self) -> Any:
        return ReportSchedule.objects.select_related("brand")


class EditSchedulePage(ScheduleMixin, ObjectFormPage):
    """The schedule, and how its last sendings went."""

    form_class = ScheduleForm
    template_name = "reports/schedules/edit.html"
    success_text = _("Saved.")

    def get_title(self) -> str:
        return self.object.brand.brand_name

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"initial": {name: getattr(self.object, name) for name in FIELDS}}

    def save(self, form: ScheduleForm) -> None:
        update_schedule(user=self.request.user, schedule=self.object, fields=form.cleaned_data)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(runs=runs_of(self.object), **extra)


class DeleteSchedulePage(ScheduleMixin, ObjectConfirmPage):
    object_action: Action = "delete"
    title = _("Delete this schedule?")
    lead = _("No more reports are sent by it.")
    submit_label = _("Delete")
    success_text = _("Schedule deleted.")

    def save(self, form: Any) -> None:
        delete_schedule(user=self.request.user, schedule=self.object)


@method_decorator(csrf_exempt, name="dispatch")  # mail programs press the button themselves (RFC 8058)
class UnsubscribePage(Page):
    """Takes one address off one schedule. Opening the link asks first: mail scanners open every link there is."""

    title = _("Leave the list")
    template_name = "reports/schedules/unsubscribe.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _schedule, email = read_unsubscribe(self.kwargs["token"])
        return self.render({"email": email, "done": False})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _schedule, email = read_unsubscribe(self.kwargs["token"])
        unsubscribe(token=self.kwargs["token"])
        return self.render({"email": email, "done": True})
