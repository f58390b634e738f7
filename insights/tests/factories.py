"""Objects of insights for tests."""

import factory
from factory.django import DjangoModelFactory

from accounts.tests.factories import UserFactory
from insights.engine.analyst import analyse
from insights.models import BoardAnswer, BoardQuestion, Insight, KeywordClustering, Segment
from insights.queries.ask import snapshot_of
from insights.services.ask import Answer, keep_answer


class SegmentFactory(DjangoModelFactory):
    class Meta:
        model = Segment

    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"세그먼트 {n}")
    criteria = factory.LazyFunction(lambda: {"age_min": 25, "age_max": 39, "interests": ["캠핑"]})


class BoardQuestionFactory(DjangoModelFactory):
    class Meta:
        model = BoardQuestion

    user = factory.SubFactory(UserFactory)
    title = factory.Sequence(lambda n: f"질문 {n}")


class BoardAnswerFactory(DjangoModelFactory):
    class Meta:
        model = BoardAnswer

    question = factory.SubFactory(BoardQuestionFactory)
    user = factory.SubFactory(UserFactory)
    body = "답변"


class KeywordClusteringFactory(DjangoModelFactory):
    class Meta:
        model = KeywordClustering

    user = factory.SubFactory(UserFactory)
    title = "키워드"
    keyword_count, cluster_count, silhouette = 2, 2, 0.5
    result = factory.LazyFunction(
        lambda: {
            "clusters": [{"label": word, "keywords": [word], "size": 1, "cohesion": 1.0} for word in ("사과", "=배")],
            "silhouette": 0.5,
            "points": [
                {"keyword": "사과", "x": 0.0, "y": 0.0, "cluster": 0},
                {"keyword": "=배", "x": 1, "y": 1, "cluster": 1},
            ],
        }
    )


def make_insight(brand, prompt="시장의 빈틈은?", user=None) -> Insight:
    """A conversation that the built-in analyst has answered."""
    snapshot = snapshot_of(brand)
    answer = Answer(analyse(snapshot, prompt), snapshot.facts, "builtin")
    asked = {"prompt": prompt, "analysis_type": "", "language": "ko"}
    return keep_answer(user=user or brand.user, brand=brand, answer=answer, insight_id=None, **asked)
