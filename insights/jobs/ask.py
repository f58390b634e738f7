"""Answering questions about brands."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from artnex.jobs.context import JobContext
from artnex.jobs.registry import job
from insights.services.ask import JOB_KIND, answer_message, keep_answer, message_to_answer


@job(JOB_KIND, label=_("Insight into a brand"), time_limit=300)
def answer(ctx: JobContext) -> Callable[[], dict[str, Any]]:
    message = message_to_answer(ctx.user, ctx.params["message_id"])
    result, made = answer_message(user=ctx.user, message=message, report=ctx.progress)
    ctx.engine = made["engine"]
    ctx.result_url = f"/api/v1/insights/{message.insight_id}"
    ctx.page_url = message.insight.get_absolute_url()
    return lambda: keep_answer(user=ctx.user, message=message, result=result, made=made)
