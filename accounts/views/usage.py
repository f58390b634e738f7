"""What one uses and what it costs: plan limits, AI calls, the monthly cap."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from accounts.forms import BudgetForm
from accounts.plans import limits_of, resets_at, used_by
from artnex.ai.budgets import WARN_AT, describe_budgets, set_budgets
from artnex.ai.enums import JobType
from artnex.ai.models import AiCall
from artnex.ai.queries import CostFilter, by_month, ended_calls, summary
from artnex.charts import BarChart, Series
from artnex.web.pages import ListPage, PrivateFormPage
from artnex.web.tables import Column, TableSpec

METER_LABELS = {
    "brands": _("Brands"),
    "ai_calls": _("AI calls this month"),
    "designs": _("Designs this month"),
    "storage_bytes": _("Storage"),
    "seats": _("Seats"),
}


@dataclass(frozen=True)
class Meter:
    """One limit of the plan and how much of it is used."""

    name: str
    label: Any
    used: int
    limit: int | None

    @property
    def percent(self) -> int | None:
        return None if not self.limit else min(100, round(100 * self.used / self.limit))

    @property
    def used_text(self) -> str:
        return self._text(self.used)

    @property
    def limit_text(self) -> str:
        return "" if self.limit is None else self._text(self.limit)

    def _text(self, number: int) -> str:
        return filesizeformat(number) if self.name == "storage_bytes" else f"{number:,}"


def meters_of(user: Any, names: Collection[str] = tuple(METER_LABELS)) -> list[Meter]:
    """The meters of these names, in the usual order."""
    limits, used = limits_of(user), used_by(user, names)
    return [Meter(name, label, used[name], limits[name]) for name, label in METER_LABELS.items() if name in names]


class CallFilter(django_filters.FilterSet):
    job_type = django_filters.ChoiceFilter(label=_("Kind"), choices=JobType.choices, empty_label=_("All"))


def state_of(budget: dict[str, Any]) -> str:
    """How near the person's cap is: "", "near" (four fifths used) or "reached"."""
    limit = budget["monthly_limit"]
    if limit is None:
        return ""
    used = budget["used"] + budget["reserved"]
    return "reached" if used >= limit else "near" if used >= float(WARN_AT) * limit else ""


def months_chart(user: Any) -> BarChart | None:
    """What the person's calls cost in each of the last twelve months; None while nothing was paid."""
    months = by_month(user, CostFilter(user_id=user.pk))
    if not any(row["cost"] for row in months):
        return None
    costs = Series(str(_("Cost")), [row["cost"] for row in months])
    return BarChart(title=str(_("Cost of each month ($)")), labels=[row["month"] for row in months], series=[costs])


class UsagePage(ListPage):
    """The plan's meters, this month's cost, and every AI call behind it."""

    model = AiCall
    title = _("Usage and cost")
    template_name = "accounts/usage.html"
    table = TableSpec(
        id="calls",
        columns=[
            Column("purpose", _("What for"), primary=True),
            Column("job_type", _("Kind"), value="get_job_type_display"),
            Column("engine", _("Engine"), value="get_engine_display"),
            Column("model", _("Model")),
            Column("total_tokens", _("Tokens"), numeric=True, shown=False),
            Column("cost", _("Cost"), value="cost", template="accounts/cells/cost.html", sort="cost", numeric=True),
            Column("status", _("Result"), value="get_status_display"),
            Column("created_at", _("When"), sort="created_at"),
        ],
        filterset_class=CallFilter,
        default_sort="-created_at",
        export_name="artnex-ai-calls",
        caption=_("AI calls"),
        empty={
            "icon": "sparkle",
            "title": _("No AI calls yet"),
            "text": _("Each one is listed here with its engine and its cost."),
        },
    )

    def get_rows(self) -> QuerySet:
        return ended_calls(self.request.user, CostFilter(user_id=self.request.user.pk))

    def get_context(self, **extra: Any) -> dict[str, Any]:
        user: Any = self.request.user
        return super().get_context(
            meters=meters_of(user),
            resets_at=resets_at(),
            cost=summary(user, CostFilter(user_id=user.pk)),
            budget=(budget := describe_budgets(user)),
            budget_state=state_of(budget),
            months=months_chart(user),
            **extra,
        )


class BudgetPage(PrivateFormPage):
    form_class = BudgetForm
    title = _("Monthly cap")
    lead = _("When it is reached, paid AI calls stop before they cost anything. The built-in engine goes on for free.")
    breadcrumbs = [(_("Usage and cost"), "accounts:usage")]
    narrow = True
    cancel_url = "/account/usage/"
    success_url = "accounts:usage"
    success_text = _("The cap is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        limit = describe_budgets(self.request.user)["monthly_limit"]
        return super().get_form_kwargs() | {"initial": {"monthly_limit": limit}}

    def save(self, form: BudgetForm) -> None:
        set_budgets(user=self.request.user, changes={"monthly_limit": form.cleaned_data["monthly_limit"]})
