"""The diagnosis in navigation, audit and the dashboard's next best action."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from artnex.events.registry import register_event
from brands.engine.next_actions import BrandFacts, NextAction, register_rule
from brands.queries.facts import register_fact


def register() -> None:
    """Called at start."""
    for name, label, payload in (
        ("diagnosis.started", _("Diagnosis begun"), {}),
        ("diagnosis.answered", _("Questionnaire answered"), {"kind": "string"}),
        ("diagnosis.invited", _("Asked for answers by link"), {"kind": "string"}),
        ("diagnosis.respondent_removed", _("Answers taken out"), {"kind": "string"}),
        ("report.created", _("Report made"), {"report_type": "string"}),
        ("report.section_written", _("Chapter written anew"), {"section_name": "string"}),
    ):
        register_event(name, label, {"id": "integer", **payload})
    register_fact("has_report", brands_with_report)
    register_rule(make_first_diagnosis)


def brands_with_report(brand_ids: list[int]) -> Mapping[int, Any]:
    from reports.models import Report

    rows = Report.objects.filter(brand__in=brand_ids, deleted_at__isnull=True)
    return dict.fromkeys(rows.order_by().values_list("brand", flat=True).distinct(), True)


def make_first_diagnosis(facts: BrandFacts) -> NextAction | None:
    """A brand whose basics are there and that was never diagnosed."""
    if facts.more.get("has_report"):
        return None
    return NextAction(
        code="first_diagnosis",
        title=gettext("Make the first diagnosis"),
        reason=gettext("Five areas, about ten minutes; the report follows in seconds."),
        url_name="reports:diagnosis",
        weight=45,
    )
