"""Reminding the team before a contract ends: 30, 7 and 1 days ahead, each once; ending what is past its day."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.services import mails
from brands.enums import ContractStatus
from brands.models import Contract
from brands.queries.contracts import editors_of
from brands.services.contracts import record

DAYS_AHEAD = (30, 7, 1)
RUNNING = (ContractStatus.SENT, ContractStatus.SIGNED)
CONTRACTS_A_ROUND = 1000
MAIL_EXPIRING = "brands.contract_expiring"


def remind_of_contracts() -> dict[str, int]:
    """One round: says how many reminders went out and how many contracts ended.

    Each is claimed by a conditional update, so two rounds at once do it once.
    """
    today = timezone.localdate()
    running = Contract.objects.filter(status__in=RUNNING).select_related("brand__user").order_by("ends_on", "pk")
    over = running.filter(status=ContractStatus.SIGNED, ends_on__lt=today)[:CONTRACTS_A_ROUND]
    ended = sum(_end(contract) for contract in over)
    reminded = 0
    for step in sorted(DAYS_AHEAD):  # the nearest first: whoever comes late hears the last reminder alone
        due = running.filter(ends_on__range=(today, today + timedelta(days=step)))
        due = due.filter(Q(reminded_days__isnull=True) | Q(reminded_days__gt=step))
        reminded += sum(_remind(contract, step) for contract in due[:CONTRACTS_A_ROUND])
    return {"reminded": reminded, "ended": ended}


@transaction.atomic
def _remind(contract: Contract, step: int) -> bool:
    unclaimed = Contract.objects.filter(pk=contract.pk, ends_on=contract.ends_on, reminded_days=contract.reminded_days)
    if not unclaimed.update(reminded_days=step):
        return False
    people: list[Any] = list(editors_of(contract.brand))
    record(contract, "expiring", None, notify=people, days=contract.days_left)
    for person in people:
        mails.queue(MAIL_EXPIRING, user_id=person.pk, contract_id=str(contract.pk))
    return True


@transaction.atomic
def _end(contract: Contract) -> bool:
    if not Contract.objects.filter(pk=contract.pk, status=ContractStatus.SIGNED).update(status=ContractStatus.ENDED):
        return False
    record(contract, "ended", None)
    return True
