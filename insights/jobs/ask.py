"""Answering a question about a brand."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from artnex.access import fetch
from artnex.jobs.context import JobContext
from artnex.jobs.registry import job
from brands.models import Brand
from insights.models import Insight
from insights.serializers.ask import insight_json
from insights.services.ask import JOB_KIND, find_answer, keep_answer


@job(JOB_KIND, label=_("Question about a brand"), time_limit=240)
def answer_question(ctx: JobContext) -> Callable[[], dict[str, Any]]:
    brand = fetch(Brand.objects.all(), ctx.user, "update", pk=ctx.params["brand_id"])
    insight_id = ctx.params["insight_id"]
    before: list[str] = []
    if insight_id:
        insight = fetch(Insight.objects.filter(brand=brand), ctx.user, "read", pk=insight_id)  # type: ignore[arg-type]
        before = list(insight.turns.values_list("prompt", flat=True))
    asked = {name: ctx.params[name] for name in ("prompt", "analysis_type", "language")}
    ctx.progress(15, _("Reading what is known of the brand"))
    answer = find_answer(user=ctx.user, brand=brand, engine=ctx.params["engine"], before=before, **asked)
    ctx.progress(90, _("Checking figures against the facts"))
    ctx.engine = answer.engine

    def finish() -> dict[str, Any]:
        kept = keep_answer(user=ctx.user, brand=brand, answer=answer, insight_id=insight_id, **asked)
        ctx.result_url = f"/api/v1/insights/{kept.pk}"
        ctx.page_url = f"/brands/{brand.pk}/insights/{kept.pk}/"
        return insight_json(kept)

    return finish
