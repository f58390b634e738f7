"""What finished reports put into navigation, search, events, plans and the one-stop run."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.services.export import register_export
from artnex.events.registry import register_event
from artnex.jobs.workflow_registry import StepInput
from artnex.web.navigation import MAX_FOUND, Found, Place, register_place, register_search
from brands.models import Brand
from brands.overview import OverviewCard, register_card
from brands.tabs import BrandTab, register_tab
from reports.onestop import register_onestop_step


def register() -> None:
    """Called at start."""
    register_place(
        Place(
            _("Reports"), "reports:list", "report", order=40, permission="read:report",
            keywords=_("diagnosis PDF export share"),
        )
    )  # fmt: skip
    register_place(
        Place(
            _("Scheduled reports"), "reports:schedules", "clock", order=41, permission="create:report",
            in_sidebar=False, keywords=_("e-mail monthly"),
        )
    )  # fmt: skip
    register_tab(BrandTab("reports", _("Reports"), "reports:brand", order=85))
    register_card(OverviewCard("report", "reports/report/_card.html", newest_report_card, order=20))
    register_search("reports", _("Reports"), find_reports)
    register_export("reports", own_reports)
    register_report_events()
    register_onestop_step("diagnosis", "reports.diagnose", seconds=30)
    register_onestop_step("insight", "insight.onestop", opportunities_in_this_language, seconds=10)
    register_onestop_step("report", "reports.onestop_report", brand_and_language, seconds=10)


def register_report_events() -> None:
    report = {"report_id": "integer"}
    register_event("report.deleted", _("Report deleted"), {"id": "integer"})
    register_event(
        "report.exported",
        _("Report made as a file"),
        {"id": "integer", **report, "format": "string", "language": "string"},
    )
    register_event("report.shared", _("Report shared by link"), {"id": "integer", **report, "has_password": "boolean"})
    register_event("report.unshared", _("Shared link revoked"), {"id": "integer", **report})
    register_event("report.edited", _("Paragraph rewritten"), {"id": "integer", "section_name": "string"})
    register_event("report.commented", _("Comment on a report"), {"id": "integer", **report})
    register_event("report.sent", _("Report sent by e-mail"), {"id": "integer", **report, "recipients": "integer"})
    for name, label in {
        "created": _("Report schedule created"),
        "updated": _("Report schedule changed"),
        "deleted": _("Report schedule deleted"),
    }.items():
        register_event(f"report_schedule.{name}", label, {"id": "integer", "frequency": "string"})


def brand_and_language(at_hand: StepInput) -> dict[str, Any]:
    return {"brand_id": at_hand.brand_id, "language": (translation.get_language() or "ko")[:2]}


def opportunities_in_this_language(at_hand: StepInput) -> dict[str, Any]:
    """The insight of the run answers the question that every brand has."""
    prompt = translation.gettext("Which opportunities does the brand have?")
    return brand_and_language(at_hand) | {"prompt": prompt}


def newest_report_card(brand: Brand, user: Any) -> dict[str, Any] | None:
    """On the first tab of a brand: its newest report, and the one-stop run for those who may start it."""
    from reports.models import Report

    if not user.may("read:report"):
        return None
    report = Report.objects.restrict(user, "read").filter(brand=brand).first()
    may_start = Brand.objects.restrict(user, "update").filter(pk=brand.pk).exists()
    title = report.title((translation.get_language() or "ko")[:2]) if report else ""
    return {"report": report, "title": title, "may_start": may_start}


def find_reports(user: Any, text: str) -> Iterator[Found]:
    """For the command palette: reports this person may see, by words of their titles."""
    from reports.models import Report

    rows = Report.objects.restrict(user, "read").select_related("brand")
    for word in text.split()[:8]:
        rows = rows.filter(title_ko__icontains=word) | rows.filter(title_en__icontains=word)
    language = (translation.get_language() or "ko")[:2]
    for report in rows[:MAX_FOUND]:
        url = reverse("reports:report", args=[report.pk])
        yield Found(report.title(language), url, "report", report.brand.brand_name)


def own_reports(user: Any) -> list[dict[str, Any]]:
    from reports.models import Report

    names = (
        "id",
        "brand_id",
        "report_type",
        "title_ko",
        "title_en",
        "overall_score",
        "scores",
        "actions",
        "created_at",
    )
    return list(Report.objects.filter(brand__user=user, deleted_at__isnull=True).values(*names))
