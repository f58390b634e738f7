"""Objects of insights for tests."""

import factory
from factory.django import DjangoModelFactory

from accounts.tests.factories import UserFactory
from brands.tests.factories import BrandFactory
from insights.models import (
    BoardAnswer,
    BoardQuestion,
    Insight,
    InsightCard,
    InsightMessage,
    KeywordClustering,
    Segment,
)


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


class InsightFactory(DjangoModelFactory):
    class Meta:
        model = Insight

    brand = factory.SubFactory(BrandFactory)
    user = factory.SelfAttribute("brand.user")
    title = factory.Sequence(lambda n: f"어떤 기회가 있습니까 {n}?")


class InsightMessageFactory(DjangoModelFactory):
    class Meta:
        model = InsightMessage

    insight = factory.SubFactory(InsightFactory)
    role = "assistant"
    content = "요약"


class InsightCardFactory(DjangoModelFactory):
    class Meta:
        model = InsightCard

    message = factory.SubFactory(InsightMessageFactory)
    kind, title, text, confidence = "opportunities", "기회", "설명", 0.5
