"""Objects for the addresses of insights (see artnex/testing/samples.py)."""

from artnex.testing.samples import sample
from brands.tests.factories import PersonaFactory
from brands.tests.samples import brand_of
from insights.models import (
    BoardAnswer,
    BoardQuestion,
    Insight,
    InsightCard,
    InsightTurn,
    KeywordClustering,
    Segment,
)
from insights.tests.factories import (
    BoardAnswerFactory,
    BoardQuestionFactory,
    KeywordClusteringFactory,
    SegmentFactory,
    make_insight,
)


@sample("pk", under=("api/v1/segments/", "segments/"), model=Segment, shared=True)
def segment(owner):
    return SegmentFactory(user=owner, brand=brand_of(owner))


@sample("persona_id", under="segments/from-persona/", shared=True)
def persona(owner):
    return PersonaFactory(brand=brand_of(owner))


@sample("pk", under="keywords/", model=KeywordClustering)
def clustering(owner):
    return KeywordClusteringFactory(user=owner)


@sample("pk", under=("api/v1/board/questions/", "board/"), model=BoardQuestion)
@sample("question_id", under=("api/v1/board/questions/", "board/"))
def question(owner):
    return BoardQuestion.objects.filter(user=owner).first() or BoardQuestionFactory(user=owner)


@sample("pk", under=("api/v1/board/questions/<int:question_id>/", "board/<int:question_id>/"), model=BoardAnswer)
def board_answer(owner):
    return BoardAnswerFactory(question=question(owner), user=owner)


@sample("pk", under=("api/v1/insights/", "brands/<int:brand_id>/insights/"), model=Insight, shared=True)
def insight(owner):
    return make_insight(brand_of(owner))


@sample("pk", under="brands/<int:brand_id>/insights/cards/", model=InsightCard, shared=True)
def insight_card(owner):
    return make_insight(brand_of(owner)).turns.get().cards.first()


@sample("turn_id", model=InsightTurn, shared=True)
def insight_turn(owner):
    return make_insight(brand_of(owner)).turns.get()
