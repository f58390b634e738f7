"""Reminders of contracts, and signed documents that could not be made with the last signature."""

from django.utils.translation import gettext_lazy as _

from artnex.jobs.context import JobContext
from artnex.jobs.registry import job
from brands.services.contract_reminders import remind_of_contracts
from brands.services.sealing import seal_waiting_contracts

FIVE_MINUTES = 300
HOUR = 3600


@job("brands.remind_of_contracts", label=_("Reminders of ending contracts"), notify=False, every=HOUR)
def remind(ctx: JobContext) -> dict[str, int]:
    return remind_of_contracts()


@job("brands.seal_contracts", label=_("Signed documents of contracts"), notify=False, every=FIVE_MINUTES)
def seal_waiting(ctx: JobContext) -> dict[str, int]:
    return seal_waiting_contracts()
