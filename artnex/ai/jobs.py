"""Work of the AI room that comes round by itself."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from artnex.ai.ledger import release_expired_calls
from artnex.jobs.registry import job

if TYPE_CHECKING:
    from artnex.jobs.context import JobContext


@job("ai.release_expired", label=_("Release expired AI reservations"), notify=False, every=300)
def release_expired(ctx: "JobContext") -> dict[str, Any]:
    """Close the calls of dead processes and give back what they held of the budgets."""
    return {"released": release_expired_calls()}
