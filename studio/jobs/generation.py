"""Writing a text, drawing a picture.

Once only: the gateway has tried again where that helps, and a paid call is never made twice behind somebody's back.
"""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from artnex.jobs.context import JobContext
from artnex.jobs.registry import job
from studio.serializers.generation import image_result, text_result
from studio.services.generation import IMAGE_JOB, TEXT_JOB, keep_image, keep_text, paint_image, write_text


@job(TEXT_JOB, label=_("Text"), time_limit=240, max_attempts=1, notify=False)
def write(ctx: JobContext) -> Callable[[], dict[str, Any]]:
    ctx.progress(10, _("Writing"))
    written = write_text(user=ctx.user, params=ctx.params)
    ctx.progress(90, _("Checking against the facts"))
    ctx.engine = written.answer.engine

    def finish() -> dict[str, Any]:
        row = keep_text(user=ctx.user, params=ctx.params, written=written)
        ctx.page_url = f"/studio/history/{row.pk}/"
        return text_result(row)

    return finish


@job(IMAGE_JOB, label=_("Picture"), time_limit=400, max_attempts=1, notify=False)
def draw(ctx: JobContext) -> Callable[[], dict[str, Any]]:
    ctx.progress(10, _("Drawing"))
    answer = paint_image(user=ctx.user, params=ctx.params)
    ctx.progress(90, _("Storing the picture"))
    ctx.engine = answer.engine

    def finish() -> dict[str, Any]:
        row = keep_image(user=ctx.user, params=ctx.params, answer=answer)
        ctx.result_url = f"/api/v1/assets/{row.asset_id}"
        ctx.page_url = f"/studio/history/{row.pk}/"
        return image_result(row)

    return finish
