"""Making the report of a diagnosis."""

import json
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from artnex.access import fetch
from artnex.api.envelope import encode_json
from artnex.jobs.context import JobContext
from artnex.jobs.registry import job
from brands.models import Brand
from reports.serializers.reports import ReportSerializer
from reports.services.diagnose import JOB_KIND, check_answered, store_report, write_report


@job(JOB_KIND, label=_("Diagnosis report"), time_limit=600)
def make_report(ctx: JobContext) -> Callable[[], dict[str, Any]]:
    brand = fetch(Brand.objects.select_related("logo"), ctx.user, "update", pk=ctx.params["brand_id"])  # type: ignore[arg-type]
    ctx.progress(5, _("Reading the answers"))
    diagnosis = check_answered(brand)
    asked = ctx.params.get("engine") or ""
    context, sections, engine = write_report(
        user=ctx.user, brand=brand, diagnosis=diagnosis, engine=asked, progress=ctx.progress
    )
    ctx.engine = engine

    def finish() -> dict[str, Any]:
        report = store_report(
            user=ctx.user, brand=brand, diagnosis=diagnosis, context=context, sections=sections, engine=engine
        )
        ctx.result_url = f"/api/v1/reports/{report.pk}"
        ctx.page_url = f"/reports/{report.pk}/"
        return json.loads(encode_json(ReportSerializer(report).data))

    return finish
