"""Questions about a brand: the conversations, one conversation, what is done with a finding."""

from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from artnex.access import RestrictedQuerySet, fetch
from artnex.ai.facts import Fact
from artnex.jobs.models import Job
from artnex.web.tables import Column, Table, TableSpec
from brands.engine.prompts import prompt_examples
from brands.models import Brand
from brands.tabs import BrandTab, register_tab
from brands.views.base import BrandAction, BrandFormPage, BrandRowConfirmPage
from insights.forms.ask import QuestionAboutBrandForm
from insights.models import CardKind, CardState, Insight, InsightCard, InsightTurn
from insights.queries.ask import evidence_of, with_turns
from insights.services.ask import JOB_KIND, decide_card, delete_insight, put_into_report, request_insight
from insights.services.insight_csv import as_csv

register_tab(BrandTab("insights", _("Insights"), "insights:insights", order=92))
CONVERSATIONS = TableSpec(
    id="insights",
    columns=[
        Column("title", _("Question"), sort="title", primary=True, template="insights/ask/cells/title.html"),
        Column("analysis_type", _("About"), value="get_analysis_type_display", shown=False),
        Column("user", _("Asked by"), "user.name", "user__name"),
        Column("updated_at", _("Last question"), sort="updated_at"),
    ],
    search_fields=["title", "turns__prompt"],
    search_label=_("Search questions"),
    default_sort="-updated_at",
    caption=_("Questions so far"),
)


class AskMixin:
    """The tab, the form and the work that is under way."""

    tab: ClassVar[str] = "insights"
    tab_url_name: ClassVar[str] = "insights:insights"
    form_class: Any = QuestionAboutBrandForm
    submit_label: Any = _("Ask")
    brand_action: ClassVar[Any] = "update"
    brand: Brand
    request: Any

    @cached_property
    def open_job(self) -> Job | None:
        """The newest question of this person about this brand that is still being answered."""
        rows = Job.objects.filter(user=self.request.user.pk, kind=JOB_KIND, brand_id=self.brand.pk)
        newest = rows.order_by("-created_at").first()
        return newest if newest is not None and (newest.is_open or newest.status == "failed") else None

    def ask(self, form: QuestionAboutBrandForm, insight: Insight | None = None) -> None:
        prompt = form.cleaned_data["prompt"]
        request_insight(user=self.request.user, brand=self.brand, prompt=prompt, insight=insight)


class InsightsPage(AskMixin, BrandFormPage):
    """The form with examples, and the conversations so far."""

    title = _("Insights")
    template_name = "insights/ask/start.html"

    @property
    def brand_action(self) -> Any:  # type: ignore[override]
        return "read" if self.request.method in {"GET", "HEAD"} else "update"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"initial": {"prompt": self.request.GET.get("prompt", "")[:2000]}}

    def get_context(self, **extra: Any) -> dict[str, Any]:
        rows = Insight.objects.restrict(self.request.user, "read").filter(brand=self.brand).select_related("user")
        table = Table(CONVERSATIONS, rows.distinct(), self.request)
        examples = prompt_examples(self.brand.brand_name, self.brand.category)[:3]
        return super().get_context(table=table, examples=examples, job=self.open_job, **extra)

    def save(self, form: QuestionAboutBrandForm) -> str:
        self.ask(form)
        return reverse("insights:insights", args=[self.brand.pk])


class InsightPage(AskMixin, BrandFormPage):
    """A conversation; the form asks further."""

    template_name = "insights/ask/insight.html"
    submit_label = _("Ask further")

    @property
    def brand_action(self) -> Any:  # type: ignore[override]
        return "read" if self.request.method in {"GET", "HEAD"} else "update"

    @cached_property
    def insight(self) -> Insight:
        rows = with_turns(Insight.objects.filter(brand=self.brand))
        return fetch(rows, self.request.user, "read", pk=self.kwargs["pk"])  # type: ignore[arg-type]

    def check_brand(self) -> Brand:
        super().check_brand()
        return self.insight.brand

    def get_title(self) -> str:
        return self.insight.title

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.GET.get("format") == "csv":
            response = HttpResponse(as_csv(self.insight), content_type="text/csv; charset=utf-8")
            response["Content-Disposition"] = 'attachment; filename="artnex-insight.csv"'
            return response
        return super().get(request, *args, **kwargs)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        show_dismissed = self.request.GET.get("dismissed") == "1"
        turns = [self.shown(turn, show_dismissed=show_dismissed) for turn in self.insight.turns.all()]
        kept = [card for turn in self.insight.turns.all() for card in turn.cards.all() if card.state == CardState.KEPT]
        return super().get_context(
            insight=self.insight, turns=turns, kept=kept, job=self.open_job, show_dismissed=show_dismissed, **extra
        )

    def shown(self, turn: InsightTurn, *, show_dismissed: bool) -> dict[str, Any]:
        """A question with its findings by kind."""
        cards = [card for card in turn.cards.all() if show_dismissed or card.state != CardState.DISMISSED]
        for card in cards:
            card.evidence = [evidence_line(fact) for fact in evidence_of(card, turn)]  # type: ignore[attr-defined]
        groups = [
            {"kind": kind, "label": label, "cards": [card for card in cards if card.kind == kind]}
            for kind, label in CardKind.choices
        ]
        present = [group for group in groups if group["cards"]]
        order = [card.kind for card in cards]
        present.sort(key=lambda group: order.index(str(group["kind"])))
        hidden = len(turn.cards.all()) - len(cards)
        return {"turn": turn, "groups": present, "hidden": hidden}

    def save(self, form: QuestionAboutBrandForm) -> str:
        self.ask(form, self.insight)
        return reverse("insights:insight", args=[self.brand.pk, self.insight.pk])


def evidence_line(fact: dict[str, Any]) -> dict[str, Any]:
    """A fact as a footnote in the language of the page."""
    language = (get_language() or "ko")[:2]
    known = Fact(**fact)
    return {
        "label": known.label(language),
        "value": known.quoted(language),
        "as_of": known.as_of,
        "url": known.url,
    }


class DeleteInsightPage(BrandRowConfirmPage):
    model = Insight
    tab = "insights"
    tab_url_name = "insights:insights"
    title = _("Delete this conversation?")
    lead = _("Its findings go with it, also those that were kept.")
    success_text = _("The conversation is deleted.")

    def save(self, form: Any) -> None:
        delete_insight(user=self.request.user, insight=self.row)


class CardAction(BrandAction):
    """Something that is done with one finding."""

    @cached_property
    def card(self) -> InsightCard:
        rows: RestrictedQuerySet = InsightCard.objects.filter(turn__insight__brand=self.brand)
        return fetch(rows.select_related("turn__insight"), self.request.user, "update", pk=self.kwargs["pk"])  # type: ignore[arg-type, return-value]

    def back(self) -> str:
        return f"{reverse('insights:insight', args=[self.brand.pk, self.card.turn.insight_id])}#card-{self.card.pk}"


class DecideCard(CardAction):
    """Keep, dismiss, or neither."""

    def act(self) -> str:
        asked = self.request.POST.get("state", "")
        state = asked if asked in CardState.values else CardState.OPEN
        decide_card(user=self.request.user, card=self.card, state=state)
        return self.back()


class ReportCard(CardAction):
    """Into the report, or out of it."""

    def act(self) -> str:
        put_into_report(user=self.request.user, card=self.card, wanted=self.request.POST.get("wanted") == "1")
        return self.back()
