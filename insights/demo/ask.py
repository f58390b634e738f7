"""Two conversations of the demo company, answered by the built-in engine from the demo brands' own data."""

from typing import Any

from django.contrib.auth import get_user_model

from artnex.demo import DemoRun, demo_email, register_demo
from brands.models import Brand
from brands.queries.fact_sheet import fact_sheet
from insights.engine.analyst import Asked, analyse, sheet_with_rules
from insights.engine.insight_result import finish
from insights.enums import CardState, MessageRole
from insights.models import Insight, InsightCard, InsightMessage
from insights.queries.ask import snapshot_of
from insights.services.ask import decide_card, delete_insight, keep_answer

OWNER = demo_email("marketer")
QUESTIONS = (
    ("온담", "20대 1인 가구를 위한 겨울 제품 아이디어"),
    ("새결 베어링", "동해롤링보다 앞설 수 있는 기회는 무엇입니까?"),
)


def load(_run: DemoRun) -> None:
    owner = get_user_model().objects.get(email=OWNER)
    for name, question in QUESTIONS:
        brand = Brand.objects.filter(user=owner, brand_name=name).first()
        if brand is not None and not Insight.objects.filter(brand=brand, title=question).exists():
            _converse(owner, brand, question)


def _converse(owner: Any, brand: Brand, question: str) -> None:
    """A question and its answer. All in the demo's transaction, in which the AI gateway may not be called."""
    insight = Insight.objects.create(brand=brand, user=owner, title=question)
    message = InsightMessage.objects.create(insight=insight, role=MessageRole.USER, content=question)
    known, asked = snapshot_of(brand), Asked(question)
    sheet = sheet_with_rules(fact_sheet(brand), known, asked)
    result = finish(analyse(known, asked, sheet), sheet, language=asked.language)
    keep_answer(user=owner, message=message, result=result, made={"engine": "builtin", "fallback_reason": ""})
    for card, state in zip(
        InsightCard.objects.filter(message__insight=insight).order_by("-confidence", "id"),
        (CardState.REPORT, CardState.KEPT),
        strict=False,
    ):
        decide_card(user=owner, card=card, state=state)


def remove() -> None:
    for insight in Insight.objects.filter(user__email=OWNER, title__in=[question for _name, question in QUESTIONS]):
        delete_insight(user=insight.user, insight=insight)


register_demo("insights.ask", order=41, load=load, remove=remove)
