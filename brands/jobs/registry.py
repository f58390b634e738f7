"""Proposals for a brand, and bringing brands from a file."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from artnex.access import fetch
from artnex.files.models import StoredFile
from artnex.jobs.context import JobContext
from artnex.jobs.registry import job
from brands.models import Brand
from brands.services.brand_import import JOB_KIND as IMPORT
from brands.services.brand_import import carry_out, plan_import
from brands.services.suggestions import JOB_KIND as SUGGEST
from brands.services.suggestions import ask_for_proposals, keep_proposals


@job(SUGGEST, label=_("Proposals for a brand"), time_limit=180)
def suggest(ctx: JobContext) -> Callable[[], dict[str, Any]]:
    brand = fetch(Brand.objects.all(), ctx.user, "update", pk=ctx.params["brand_id"])
    ctx.progress(10, _("Reading what you told us"))
    language = ctx.params["language"] or (get_language() or "ko")[:2]
    proposals = ask_for_proposals(user=ctx.user, brand=brand, engine=ctx.params["engine"], language=language)
    ctx.engine = proposals["engine"]
    ctx.result_url = f"/api/v1/brands/{brand.pk}"
    ctx.page_url = f"/brands/{brand.pk}/register/5/"

    def finish() -> dict[str, Any]:
        keep_proposals(user=ctx.user, brand=brand, proposals=proposals)
        return proposals

    return finish


@job(IMPORT, label=_("Import of brands"), time_limit=600)
def import_brands(ctx: JobContext) -> Callable[[], dict[str, Any]]:
    file = fetch(StoredFile.objects.all(), ctx.user, "read", pk=ctx.params["file_id"])
    ctx.progress(2, _("Reading the file"))
    plan = plan_import(user=ctx.user, content=file.read(), mapping=ctx.params["mapping"], report=ctx.progress)
    ctx.engine, ctx.result_url, ctx.page_url = "", "/api/v1/brands", "/brands/"
    return lambda: carry_out(user=ctx.user, plan=plan)
