"""The guideline as PDF."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from artnex.access import fetch
from artnex.jobs.context import JobContext
from artnex.jobs.registry import job
from brands.models import Brand
from brands.services.guideline import JOB_KIND, build_guideline, store_guideline


@job(JOB_KIND, label=_("Brand guideline as PDF"), time_limit=180)
def make_guideline(ctx: JobContext) -> Callable[[], dict[str, Any]]:
    rows = Brand.objects.select_related("logo")
    brand = fetch(rows, ctx.user, "update", pk=ctx.params["brand_id"])
    language = ctx.params["language"]
    ctx.progress(10, _("Setting the pages"))
    content = build_guideline(brand=brand, language=language)
    ctx.page_url = f"/brands/{brand.pk}/guideline/"

    def finish() -> dict[str, Any]:
        stored = store_guideline(user=ctx.user, brand=brand, language=language, content=content)
        return {"file_id": str(stored.pk), "name": stored.name, "size": stored.size, "url": stored.download_url}

    return finish
