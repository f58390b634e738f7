"""A question of the demo company, answered by the built-in analyst."""

from django.contrib.auth import get_user_model

from artnex.demo import DemoRun, demo_email, register_demo
from brands.models import Brand
from insights.engine.analyst import analyse
from insights.models import CardState, Insight, InsightCard
from insights.queries.ask import snapshot_of
from insights.services.ask import Answer, decide_card, keep_answer, put_into_report

OWNER = demo_email("marketer")
PROMPT = "1인 가구를 위한 온열 가전 아이디어와 경쟁사의 빈틈은 무엇인가요?"


def load(_run: DemoRun) -> None:
    owner = get_user_model().objects.get(email=OWNER)
    brand = Brand.objects.filter(user=owner, brand_name="온담").first()
    if brand is None or Insight.objects.filter(brand=brand).exists():
        return
    snapshot = snapshot_of(brand)
    answer = Answer(analyse(snapshot, PROMPT, analysis_type="ideas"), snapshot.facts, "builtin")
    asked = {"prompt": PROMPT, "analysis_type": "ideas", "language": "ko"}
    insight = keep_answer(user=owner, brand=brand, answer=answer, insight_id=None, **asked)
    cards = InsightCard.objects.filter(turn__insight=insight, kind="opportunity").select_related("turn__insight")
    for place, card in enumerate(cards[:2]):
        if place == 0:
            put_into_report(user=owner, card=card)
        else:
            decide_card(user=owner, card=card, state=CardState.KEPT)


def remove() -> None:
    Insight.objects.filter(brand__user__email=OWNER).delete()


register_demo("insights.ask", order=41, load=load, remove=remove)
