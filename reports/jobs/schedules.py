"""Sending reports at regular times."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from artnex.errors import NotFound
from artnex.jobs.context import JobContext
from artnex.jobs.registry import job
from reports.export_enums import RunStatus
from reports.models import ScheduledRun
from reports.services.schedules import SEND_JOB, start_due_schedules
from reports.services.sending import send_run

QUARTER_OF_AN_HOUR = 900


@job("reports.start_schedules", label=_("Scheduled reports"), notify=False, every=QUARTER_OF_AN_HOUR)
def start_schedules(ctx: JobContext) -> dict[str, int]:
    return start_due_schedules()


@job(SEND_JOB, label=_("Report by e-mail"), notify=False, max_attempts=5, time_limit=600)
def send_scheduled(ctx: JobContext) -> dict[str, Any]:
    """One sending; sent twice to nobody, however often it is tried."""
    rows = ScheduledRun.objects.select_related("schedule__user", "schedule__brand")
    run = rows.filter(pk=ctx.params["run_id"]).first()
    if run is None:
        raise NotFound
    if run.status not in {RunStatus.SENT, RunStatus.SKIPPED}:
        ctx.progress(10, _("Setting the pages"))
        send_run(run)
    return {"id": run.pk, "status": run.status, "sent_to": len(run.sent_to)}
