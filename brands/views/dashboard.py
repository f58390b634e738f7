"""The first page after the log-in, and the brand switcher in the top bar."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.plans import resets_at
from accounts.views.usage import METER_LABELS, Meter, meters_of
from artnex.web.pages import PrivatePage, is_partial
from artnex.web.views import HomePage
from brands.engine.prompts import prompt_examples
from brands.enums import RegistrationStep
from brands.queries.dashboard import SHOWN, brand_cards, recent_brands, recommendations, search_brands
from brands.services.brands import MAX_BRANDS
from brands.views.base import BrandPage

SWITCHED = 8
METERS = ("ai_calls",)


class DashboardPage(HomePage):
    """Search and recommendations, brands with their figures, the plan, prompts to start from, what happened."""

    template_name = "brands/dashboard/dashboard.html"
    title = _("Dashboard")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        user: Any = self.request.user
        cards = brand_cards(user, limit=SHOWN)
        first = cards[0].brand if cards else None
        owned = Meter("brands", METER_LABELS["brands"], first.owned if first else 0, MAX_BRANDS)
        return super().get_context(
            cards=cards,
            total=first.total if first else 0,
            recommendations=recommendations(cards, limit=3),
            prompts=prompt_examples(first.brand_name if first else "", first.category if first else ""),
            may_create=user.may("create:brand"),
            meters=[owned, *meters_of(user, METERS)],
            resets_at=resets_at(),
            **extra,
        )


class ResumeRegistrationPage(BrandPage):
    """Leads to the step of the registration that waits to be filled in, or to the brand when all are done."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        step = self.brand.registration_step
        if step >= RegistrationStep.DONE or not self.may_edit:
            return redirect("brands:brand", self.brand.pk)
        return redirect("brands:register", self.brand.pk, step)


class SwitcherPage(PrivatePage):
    """The brands one worked on last, or those that match what is typed: for the top bar, and a page of its own."""

    template_name = "brands/dashboard/switcher.html"
    title = _("Choose a brand")
    narrow = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        query = request.GET.get("q", "").replace("\x00", "").strip()[:100]
        user: Any = request.user
        rows = search_brands(user, query, limit=SWITCHED) if query else recent_brands(user, limit=SWITCHED)
        template = "brands/dashboard/_switcher_rows.html" if is_partial(request) else ""
        return self.render({"rows": rows, "query": query}, template=template)
