"""What the events room does regularly."""

from django.utils.translation import gettext_lazy as _

from artnex.events.services import remove_old_events
from artnex.jobs.context import JobContext
from artnex.jobs.registry import job


@job("events.clean_up", label=_("Removing old events"), notify=False, every=86_400)
def clean_up(ctx: JobContext) -> dict[str, int]:
    return remove_old_events()
