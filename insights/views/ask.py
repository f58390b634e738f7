"""Asking about a brand, and the conversation that follows, as pages."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from artnex.access import Action, fetch
from artnex.ai.enums import Engine
from artnex.jobs.models import Job
from artnex.web.pages import ListPage
from artnex.web.tables import Column, Table, TableSpec
from artnex.web.toasts import toast
from brands.views.base import BrandAction, BrandFormPage, BrandMixin, BrandRowConfirmPage
from insights.engine.insight_answer import CARD_KINDS
from insights.engine.questions import focus_of
from insights.enums import CardState, MessageRole
from insights.exports import insight_as_csv
from insights.forms.ask import AskForm, FollowUpForm
from insights.models import Insight, InsightCard, InsightMessage
from insights.queries.ask import examples_of, insights_of, with_talk
from insights.services.ask import ask_about_brand, ask_further, decide_card, delete_insight

KIND_LABELS = {
    "opportunities": _("Opportunities"),
    "product_ideas": _("Product ideas"),
    "influencers": _("Influencer profiles"),
    "visual_ideas": _("Visual ideas"),
    "positioning": _("Positioning"),
}
DONE_TEXTS = {
    CardState.KEPT: _("Kept."),
    CardState.REPORT: _("Added to the report."),
    CardState.DISMISSED: _("Dismissed."),
    CardState.OPEN: _("Open again."),
}
COLUMNS = [
    Column("title", _("Question"), sort="title", primary=True, template="insights/ask/cells/title.html"),
    Column("summary", _("Summary"), template="insights/ask/cells/summary.html"),
    Column("question_count", _("Number of questions"), numeric=True),
    Column("created_at", _("Asked"), sort="created_at"),
]
BRAND_COLUMN = Column("brand", _("Brand"), value="brand.brand_name", sort="brand__brand_name")
EMPTY = {
    "icon": "insight",
    "title": _("No questions yet"),
    "text": _("Ask the first one: the answer is made of the brand's own data."),
}


class InsightsPage(ListPage):
    """Conversations about all brands one may see."""

    model = Insight
    permission = "read:brand"
    title = _("Insights")
    lead = _("Questions about your brands and what came out of them. To ask, open a brand.")
    table = TableSpec(
        id="insights",
        columns=[COLUMNS[0], BRAND_COLUMN, *COLUMNS[1:]],
        search_fields=["title", "summary"],
        default_sort="-created_at",
        caption=_("Insights"),
        export_name="artnex-insights",
        empty=EMPTY,
    )  # fmt: skip

    def get_rows(self) -> QuerySet:
        return insights_of(self.request.user)


class BrandInsightsPage(BrandFormPage):
    """The tab: a question to ask, and the history."""

    tab = "insights"
    brand_action: ClassVar[Action] = "read"
    title = _("Insights")
    form_class = AskForm
    template_name = "insights/ask/start.html"
    submit_label = _("Ask")
    table = TableSpec(
        id="insights",
        columns=COLUMNS,
        search_fields=["title", "summary"],
        default_sort="-created_at",
        caption=_("Earlier questions"),
        empty=EMPTY,
    )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        fetch(type(self.brand).objects.all(), request.user, "update", pk=self.brand.pk)
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"initial": {"prompt": self.request.GET.get("prompt", "")[:2000]}}

    def get_context(self, **extra: Any) -> dict[str, Any]:
        rows = insights_of(self.request.user).filter(brand=self.brand)
        language = "en" if get_language() == "en" else "ko"
        return super().get_context(
            table=Table(self.table, rows, self.request),
            examples=examples_of(self.brand, language) if self.may_edit else [],  # type: ignore[arg-type]
            **extra,
        )

    def save(self, form: AskForm) -> str:
        insight, _job = ask_about_brand(
            user=self.request.user, brand=self.brand, language=get_language() or "ko", **form.cleaned_data
        )
        return insight.get_absolute_url()


class InsightMixin(BrandMixin):
    """`self.insight`: the conversation of this brand that the address names."""

    tab = "insights"
    request: Any
    kwargs: Any

    @property
    def insight(self) -> Insight:
        if not hasattr(self, "_insight"):
            rows: Any = with_talk(Insight.objects.filter(brand=self.brand))
            self._insight = fetch(rows, self.request.user, self.brand_action, pk=self.kwargs["pk"])
        return self._insight


class FollowUp(InsightMixin, BrandFormPage):
    """A further question; where something is wrong with it, the conversation comes back with what was typed."""

    brand_action: ClassVar[Action] = "read"
    form_class = FollowUpForm
    template_name = "insights/ask/conversation.html"
    http_method_names = ["post"]
    submit_label = _("Ask")

    def get_title(self) -> str:
        return self.insight.title

    def get_context(self, **extra: Any) -> dict[str, Any]:
        insight = self.insight
        turns = turns_of(insight)
        newest = next((turn for turn in reversed(turns) if turn["is_answer"]), None)
        job = Job.objects.filter(pk=insight.job_id).first() if insight.job_id else None
        return super().get_context(
            insight=insight,
            turns=turns,
            newest=newest,
            question_count=sum(not turn["is_answer"] for turn in turns),
            card_count=sum(len(turn["cards"]) for turn in turns),
            job=job if job is not None and job.status != "succeeded" else None,
            kept=[card for turn in turns for card in turn["cards"] if card.state in (CardState.KEPT, CardState.REPORT)],
            **extra,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        fetch(Insight.objects.filter(brand=self.brand), request.user, "update", pk=self.kwargs["pk"])
        return super().post(request, *args, **kwargs)

    def save(self, form: FollowUpForm) -> str:
        content = form.cleaned_data["content"]
        ask_further(user=self.request.user, insight=self.insight, content=content, language=get_language() or "ko")
        return f"{self.insight.get_absolute_url()}#newest"


class InsightPage(FollowUp):
    """The conversation."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.GET.get("format") == "csv":
            response = HttpResponse(insight_as_csv(self.insight), content_type="text/csv; charset=utf-8")
            response["Content-Disposition"] = f'attachment; filename="artnex-insight-{self.insight.pk}.csv"'
            return response
        return super().get(request, *args, **kwargs)


def turns_of(insight: Insight) -> list[dict[str, Any]]:
    """The conversation as the page shows it; in each answer comes first what its question asked for."""
    turns: list[dict[str, Any]] = []
    focus: Sequence[str] = ()
    analysis_type = insight.analysis_type
    for message in insight.messages.all():
        if message.role == MessageRole.USER:
            focus, analysis_type = focus_of(message.content, analysis_type) or focus, ""
        turns.append(turn_of(message, focus))
    return turns


def turn_of(message: InsightMessage, focus: Sequence[str]) -> dict[str, Any]:
    """A message with its cards by kind, and numbered footnotes of their evidence."""
    cards = list(message.cards.all())
    groups: list[dict[str, Any]] = [
        {"label": KIND_LABELS[kind], "cards": [card for card in cards if card.kind == kind]}
        for kind in dict.fromkeys((*focus, *CARD_KINDS))
        if kind in KIND_LABELS
    ]
    notes: dict[str, dict[str, Any]] = {}
    for card in [card for group in groups for card in group["cards"]]:
        for fact in card.evidence:
            number = len(notes) + 1
            notes.setdefault(fact["id"], {**fact, "number": number, "anchor": f"fact-{message.pk}-{number}"})
        card.notes = [notes[fact["id"]] for fact in card.evidence]
        card.percent = round(card.confidence * 100)
    return {
        "message": message,
        "is_answer": message.role == MessageRole.ASSISTANT,
        "result": message.result or {},
        "engine_label": dict(Engine.choices).get(message.engine, message.engine),
        "cards": cards,
        "groups": [group for group in groups if group["cards"]],
        "notes": list(notes.values()),
    }


class DeleteInsightPage(BrandRowConfirmPage):
    model = Insight
    tab_url_name = "insights:brand_insights"
    title = _("Delete this conversation?")
    lead = _("Its questions, answers and results are removed, kept ones too.")
    success_text = _("The conversation is deleted.")

    def save(self, form: Any) -> None:
        delete_insight(user=self.request.user, insight=self.row)


class CardDecision(BrandAction):
    """Keep, dismiss, add to the report, open again."""

    def act(self) -> str:
        cards = InsightCard.objects.filter(message__insight=self.kwargs["pk"], message__insight__brand=self.brand)
        card = fetch(cards, self.request.user, "update", pk=self.kwargs["card_id"])
        decided = decide_card(user=self.request.user, card=card, state=self.request.POST.get("state", ""))
        toast(self.request, DONE_TEXTS[CardState(decided.state)])
        return f"{reverse('insights:insight', args=[self.brand.pk, self.kwargs['pk']])}#card-{card.pk}"
