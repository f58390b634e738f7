"""Reminders of contracts."""

from django.utils.translation import gettext_lazy as _

from artnex.jobs.context import JobContext
from artnex.jobs.registry import job
from brands.services.contract_reminders import remind_of_contracts

HOUR = 3600


@job("brands.remind_of_contracts", label=_("Reminders of ending contracts"), notify=False, every=HOUR)
def remind(ctx: JobContext) -> dict[str, int]:
    return remind_of_contracts()
