"""Answering questions about brands."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from artnex.access import fetch
from artnex.jobs.context import JobContext
from artnex.jobs.registry import job
from brands.models import Brand
from insights.engine.analyst import Asked
from insights.services.ask import (
    JOB_KIND,
    RUN_JOB_KIND,
    answer_message,
    check_question,
    find_answer,
    keep_answer,
    keep_conversation,
    message_to_answer,
)


@job(JOB_KIND, label=_("Insight into a brand"), time_limit=300)
def answer(ctx: JobContext) -> Callable[[], dict[str, Any]]:
    message = message_to_answer(ctx.user, ctx.params["message_id"])
    result, made = answer_message(user=ctx.user, message=message, report=ctx.progress)
    ctx.engine = made["engine"]
    ctx.result_url = f"/api/v1/insights/{message.insight_id}"
    ctx.page_url = message.insight.get_absolute_url()
    return lambda: keep_answer(user=ctx.user, message=message, result=result, made=made)


@job(RUN_JOB_KIND, label=_("Insight of the one-stop run"), time_limit=300)
def answer_in_run(ctx: JobContext) -> Callable[[], dict[str, Any]]:
    """The question comes with the job: `brand_id`, `prompt`, `language`."""
    brand = fetch(Brand.objects.all(), ctx.user, "update", pk=ctx.params["brand_id"])
    question = check_question(ctx.params["prompt"], field="prompt")
    asked = Asked(question, "en" if ctx.params["language"] == "en" else "ko")
    result, made = find_answer(user=ctx.user, brand=brand, asked=asked, engine="", report=ctx.progress)
    ctx.engine = made["engine"]

    def end() -> dict[str, Any]:
        kept = keep_conversation(user=ctx.user, brand=brand, asked=asked, result=result, made=made)
        ctx.result_url = f"/api/v1/insights/{kept['id']}"
        ctx.page_url = f"/brands/{brand.pk}/insights/{kept['id']}/"
        return kept

    return end
