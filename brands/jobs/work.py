"""Reminders of tasks."""

from django.utils.translation import gettext_lazy as _

from artnex.jobs.context import JobContext
from artnex.jobs.registry import job
from brands.services.due_tasks import remind_of_due_tasks

HOUR = 3600


@job("brands.remind_of_tasks", label=_("Reminders of due tasks"), notify=False, every=HOUR)
def remind(ctx: JobContext) -> dict[str, int]:
    return remind_of_due_tasks()
