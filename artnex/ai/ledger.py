"""The ledger of AI calls. A row is opened before a call and closed after it, each in a transaction of its own:
whatever becomes of the caller, the row stays."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from artnex import context
from artnex.ai import budgets
from artnex.ai.budgets import BudgetReached
from artnex.ai.contract import NOTHING_USED, Usage
from artnex.ai.enums import CallStatus, Engine, JobType
from artnex.ai.errors import AnswerUnusable
from artnex.ai.metrics import observe_call
from artnex.ai.models import AiCall, ModelPrice
from artnex.ai.money import ZERO, from_billionths, to_billionths
from artnex.ai.prices import cost_of
from artnex.ai.quota import check_quota
from artnex.errors import ArtNexError, ProviderTimeout

log = structlog.get_logger("artnex.ai")
PROMPT_KEPT = 4_000
RESERVATION_LIVES = timedelta(minutes=15)  # the longest call takes three
EXPIRED = "RESERVATION_EXPIRED"


@dataclass(kw_only=True)
class Bill:
    """An open ledger row and what the call has used so far. Without a price the call is free."""

    call: AiCall
    price: ModelPrice | None = None
    usage: Usage = NOTHING_USED
    started: float = field(default_factory=time.monotonic)

    def add(self, usage: Usage) -> None:
        self.usage += usage

    def cost(self) -> Decimal:
        if self.price is None:
            return ZERO
        if self.usage.is_reported:
            return cost_of(self.price, self.usage)
        return max(self.call.reserved_cost, cost_of(self.price, self.usage))

    def hold_more(self, amount: Decimal) -> None:
        """Hold more back before a second request of the same call; BudgetExceeded when that is too much."""
        more = to_billionths(amount)
        with transaction.atomic():
            budgets.hold(
                user_id=self.call.user_id, brand_id=self.call.brand_id, amount=more, moment=self.call.created_at
            )
            AiCall.objects.filter(pk=self.call.pk).update(reserved_cost=F("reserved_cost") + from_billionths(more))
        self.call.reserved_cost += from_billionths(more)


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What is known of a call before it starts."""

    user: Any
    brand_id: int | None
    job_type: JobType
    purpose: str
    engine: Engine
    model: str
    prompt: str
    fallback_reason: str = ""


@contextmanager
def accounted(opening: Opening, *, price: ModelPrice | None = None, reserve: Decimal = ZERO) -> Iterator[Bill]:
    """Open the row, run the block, close the row with what the block added to the bill, or as failed.

    Raises QuotaExceeded or BudgetExceeded before anything is sent. Must not be used inside a transaction: a provider
    may take minutes, and a rollback would erase what was spent.
    """
    bill = Bill(call=open_call(opening, reserve=reserve), price=price)
    try:
        yield bill
    except BaseException as problem:  # also a job's time limit or a stopping server, which are no ordinary errors
        if isinstance(problem, AnswerUnusable) and problem.usage is not None:
            bill.add(problem.usage)
        elif isinstance(problem, ProviderTimeout):
            bill.add(Usage(is_reported=False))  # sent and perhaps billed: nobody will tell us
        close_call(bill, problem=problem)
        raise
    close_call(bill)


def open_call(opening: Opening, *, reserve: Decimal) -> AiCall:
    """Count the call against plan and budgets and write its row; see `accounted`."""
    try:
        return _open(opening, reserve=reserve)
    except BudgetReached as refusal:
        if release_expired_calls():  # dead processes held what this call needs; each round there are fewer of them
            return open_call(opening, reserve=reserve)
        budgets.note_reached(refusal, user=opening.user)
        raise


def _key(user: Any) -> int | None:
    return user.pk if user is not None else None


def _open(opening: Opening, *, reserve: Decimal) -> AiCall:
    now = timezone.now()
    held = to_billionths(reserve)
    with transaction.atomic(durable=True):
        check_quota(user=opening.user, brand_id=opening.brand_id, job_type=opening.job_type, engine=opening.engine)
        if opening.engine != Engine.BUILTIN:
            budgets.hold(user_id=_key(opening.user), brand_id=opening.brand_id, amount=held, moment=now)
        return AiCall.objects.create(
            user_id=_key(opening.user),
            brand_id=opening.brand_id,
            job_type=opening.job_type,
            purpose=opening.purpose,
            engine=opening.engine,
            provider=opening.engine,
            model=opening.model,
            prompt=opening.prompt[:PROMPT_KEPT],
            reserved_cost=from_billionths(held),
            fallback_reason=opening.fallback_reason[:100],
            request_id=context.current().request_id,
            created_at=now,
        )


def close_call(bill: Bill, *, problem: BaseException | None = None) -> None:
    """Write how the call ended and book its cost; once only, whoever closes first."""
    call, usage = bill.call, bill.usage
    error_code, error_message = describe(problem)
    ending = {
        "status": CallStatus.FAILED if problem else CallStatus.COMPLETED,
        "cost": bill.cost(),
        "cost_is_estimate": not usage.is_reported,
        "prompt_tokens": usage.prompt_tokens,
        "cached_tokens": usage.cached_tokens,
        "completion_tokens": usage.completion_tokens,
        "image_count": usage.images,
        "error_code": error_code,
        "error_message": error_message,
        "completed_at": timezone.now(),
        "latency_ms": round((time.monotonic() - bill.started) * 1000),
    }
    with transaction.atomic():
        # A row that the clean-up took for dead is closed already, and holds nothing any more.
        was_open = AiCall.objects.filter(pk=call.pk, status=CallStatus.RESERVED).update(status=ending["status"])
        AiCall.objects.filter(pk=call.pk).update(**ending)
        for name, value in ending.items():
            setattr(call, name, value)
        if call.engine != Engine.BUILTIN:
            budgets.book(
                user_id=call.user_id,
                brand_id=call.brand_id,
                held=to_billionths(call.reserved_cost) if was_open else 0,
                spent=to_billionths(call.cost),
                moment=call.created_at,
            )
    observe_call(call)
    log.info(
        "ai_call",
        call_id=call.pk,
        engine=call.engine,
        model=call.model,
        purpose=call.purpose,
        status=call.status,
        error=call.error_code,
        cost=str(call.cost),
        ms=call.latency_ms,
    )


def describe(problem: BaseException | None) -> tuple[str, str]:
    """Code and text of a failure for the ledger."""
    if problem is None:
        return "", ""
    if not isinstance(problem, ArtNexError):
        return "INTERNAL_ERROR", type(problem).__name__
    said = [str(row["message"]) for row in problem.details if row.get("message")]
    return problem.code, " ".join([str(problem.message), *said])[:500]


def release_expired_calls() -> int:
    """Close calls whose process died and give back what they held; returns how many."""
    old = AiCall.objects.filter(status=CallStatus.RESERVED, created_at__lt=timezone.now() - RESERVATION_LIVES)
    released = 0
    for call in old.order_by("pk")[:200]:
        with transaction.atomic():
            if not AiCall.objects.filter(pk=call.pk, status=CallStatus.RESERVED).update(
                status=CallStatus.FAILED,
                error_code=EXPIRED,
                error_message="The process that made this call ended before the answer came.",
                completed_at=timezone.now(),
            ):
                continue
            released += 1
            if call.engine != Engine.BUILTIN:
                budgets.book(
                    user_id=call.user_id,
                    brand_id=call.brand_id,
                    held=to_billionths(call.reserved_cost),
                    spent=0,
                    moment=call.created_at,
                )
    return released
