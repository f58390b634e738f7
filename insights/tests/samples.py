"""Objects for the addresses of insights (see artnex/testing/samples.py)."""

from django.utils import timezone

from artnex.files.kinds import TABLE_LIMITS
from artnex.files.services import store_file
from artnex.testing.samples import sample
from brands.tests.factories import PersonaFactory
from brands.tests.samples import brand_of
from insights.models import (
    BoardAnswer,
    BoardQuestion,
    Content,
    CrawlRun,
    Insight,
    InsightCard,
    KeywordClustering,
    QuotaUse,
    Segment,
    Tracking,
)
from insights.services.content_import import PURPOSE
from insights.tests.factories import (
    BoardAnswerFactory,
    BoardQuestionFactory,
    InsightCardFactory,
    InsightFactory,
    InsightMessageFactory,
    KeywordClusteringFactory,
    SegmentFactory,
)
from insights.tests.tracking_factories import ContentFactory, TrackingFactory

TRACKINGS = "brands/<int:brand_id>/trackings/"
TABLE = "title,url,view_count\n베어링 교체,https://example.com/1,100\n"


@sample("pk", under=("api/v1/trackings/", TRACKINGS), model=Tracking, shared=True)
@sample("tracking_id", under="api/v1/trackings/", shared=True)
def tracking(owner):
    """The owner's one tracking: a file under it is asked for together with it."""
    brand = brand_of(owner)
    return brand.trackings.first() or TrackingFactory(brand=brand)


@sample("pk", under=("api/v1/contents/", "brands/<int:brand_id>/contents/"), model=Content, shared=True)
def content(owner):
    return ContentFactory(tracking=tracking(owner))


@sample("file_id", under=f"{TRACKINGS}<int:pk>/import/", shared=True)
def content_table(owner):
    brand = tracking(owner).brand
    limits = {"limits": TABLE_LIMITS, "brand_id": brand.pk}
    return store_file(content=TABLE.encode(), filename="t.csv", owner=owner, purpose=PURPOSE, **limits)


@sample("crawl_run_id", model=CrawlRun, shared=True)
def crawl_run(owner):
    return CrawlRun.objects.create(tracking=tracking(owner))


@sample("quota_use_id", model=QuotaUse)
def quota_use(owner):
    return QuotaUse.objects.create(service="youtube", day=timezone.localdate())


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
    brand = brand_of(owner)
    return Insight.objects.filter(brand=brand).first() or InsightFactory(brand=brand)


@sample("card_id", under="brands/<int:brand_id>/insights/", model=InsightCard, shared=True)
def insight_card(owner):
    return InsightCardFactory(message=InsightMessageFactory(insight=insight(owner)))
