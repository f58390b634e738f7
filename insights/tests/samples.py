"""Objects for the addresses of insights (see artnex/testing/samples.py)."""

from django.utils import timezone

from artnex.files.kinds import TABLE_LIMITS
from artnex.files.services import store_file
from artnex.testing.samples import sample
from brands.tests.samples import brand_of
from insights.models import Content, CrawlRun, QuotaUse, Tracking
from insights.services.content_import import PURPOSE
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
