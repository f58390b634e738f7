"""Crawls on demand and on schedule, imports, and what is kept fresh."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from artnex.access import fetch
from artnex.errors import NotFound
from artnex.files.services import delete_file
from artnex.jobs.context import JobContext
from artnex.jobs.enums import Queue
from artnex.jobs.registry import job
from insights.models import Tracking
from insights.services.content_import import IMPORT, fetch_table, import_contents
from insights.services.crawls import crawl
from insights.services.retention import keep_contents_fresh
from insights.services.trackings import CRAWL, start_due_crawls

FIVE_MINUTES, SIX_HOURS = 300, 21_600


@job(CRAWL, label=_("Crawl of a tracking"), queue=Queue.CRAWL, time_limit=900, notify=False)
def crawl_tracking(ctx: JobContext) -> dict[str, Any]:
    tracking = tracking_of(ctx)
    ctx.result_url = f"/api/v1/trackings/{tracking.pk}"
    ctx.page_url = f"/brands/{tracking.brand_id}/trackings/{tracking.pk}/"
    run = crawl(tracking=tracking, is_scheduled=ctx.params["scheduled"], report=ctx.progress, holding=ctx.holding)
    platforms = [{key: value for key, value in line.items() if key not in {"texts", "label"}} for line in run.lines]
    for line in platforms:
        line["status_label"] = str(line["status_label"])
    return {"id": tracking.pk, "status": run.status, "platforms": platforms}


def tracking_of(ctx: JobContext) -> Tracking:
    """The job's tracking; a person's right to change it is looked at again, the schedule needs none."""
    rows = Tracking.objects.all()
    if ctx.user is None:
        tracking = rows.filter(pk=ctx.params["tracking_id"]).first()
        if tracking is None:
            raise NotFound
        return tracking
    return fetch(rows, ctx.user, "update", pk=ctx.params["tracking_id"])


@job(IMPORT, label=_("Import of contents"), time_limit=300)
def import_table(ctx: JobContext) -> Callable[[], dict[str, Any]]:
    tracking = fetch(Tracking.objects.all(), ctx.user, "update", pk=ctx.params["tracking_id"])
    file = fetch_table(user=ctx.user, tracking=tracking, file_id=ctx.params["file_id"])
    ctx.progress(10, _("Reading the file"))
    ctx.result_url = f"/api/v1/trackings/{tracking.pk}/contents"
    ctx.page_url = f"/brands/{tracking.brand_id}/trackings/{tracking.pk}/"

    def finish() -> dict[str, Any]:
        result = import_contents(user=ctx.user, tracking=tracking, content=file.read())
        delete_file(file=file, actor=ctx.user)
        return {"id": tracking.pk, **result}

    return finish


@job("insights.start_due_crawls", label=_("Crawls that are due"), queue=Queue.CRAWL, notify=False, every=FIVE_MINUTES)
def start_due(ctx: JobContext) -> dict[str, int]:
    return start_due_crawls()


@job("insights.keep_contents_fresh", label=_("Freshness of contents"), queue=Queue.CRAWL, notify=False, every=SIX_HOURS)
def keep_fresh(ctx: JobContext) -> dict[str, int]:
    return keep_contents_fresh()
