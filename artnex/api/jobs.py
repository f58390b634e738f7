"""Regular work of the API itself."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from artnex.api.idempotency import purge_answers
from artnex.jobs.context import JobContext
from artnex.jobs.registry import job


@job("api.forget_answers", label=_("Forget answers kept for repeated requests"), notify=False, every=3600)
def forget_answers(ctx: JobContext) -> dict[str, Any]:
    """Remove kept answers that are older than a day."""
    return {"removed": purge_answers()}
