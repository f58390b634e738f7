"""Monthly caps: holding money before a paid call, booking it after, warning in time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artnex.access import brand_boundary
from artnex.ai.models import Budget, BudgetMonth
from artnex.ai.money import CURRENCY, end_of_month, from_billionths, month_of, to_billionths
from artnex.errors import BudgetExceeded, ValidationFailed
from artnex.events.services import record_event

WARN_AT = Decimal("0.8")


@dataclass(frozen=True)
class Account:
    """Whose money: a person's or a brand's, with the cap in billionths (None: no cap)."""

    user_id: int | None
    brand_id: int | None
    limit: int | None

    @property
    def owner(self) -> str:
        return owner_of(user_id=self.user_id, brand_id=self.brand_id)

    @property
    def scope(self) -> str:
        return "user" if self.user_id is not None else "brand"


def owner_of(*, user_id: int | None = None, brand_id: int | None = None) -> str:
    return f"user:{user_id}" if user_id is not None else f"brand:{brand_id}"


def accounts_of(*, user_id: int | None, brand_id: int | None) -> list[Account]:
    """The accounts that a call of this person for this brand is booked on, in the order they are locked.

    The person's comes first, as the plan's quota locks it before.
    """
    accounts = []
    if user_id is not None:
        accounts.append(Account(user_id, None, _limit(user_id=user_id)))
    if brand_id is not None:
        accounts.append(Account(None, brand_id, _limit(brand_id=brand_id)))
    return accounts


def _limit(*, user_id: int | None = None, brand_id: int | None = None) -> int | None:
    owner: dict[str, Any] = {"user_id": user_id, "brand_id": brand_id}
    limit = Budget.objects.filter(**owner).values_list("monthly_limit", flat=True).first()
    return None if limit is None else to_billionths(limit)


def hold(*, user_id: int | None, brand_id: int | None, amount: int, moment: datetime) -> None:
    """Hold back `amount` on every account, or raise BudgetReached; belongs into a transaction."""
    month = month_of(moment)
    for account in accounts_of(user_id=user_id, brand_id=brand_id):
        row, _new = BudgetMonth.objects.get_or_create(owner=account.owner, month=month)
        rows = BudgetMonth.objects.filter(pk=row.pk)
        if account.limit is not None:
            rows = rows.filter(spent__lte=account.limit - amount - F("reserved"))
        if not rows.update(reserved=F("reserved") + amount):
            raise BudgetReached(account, month)


class BudgetReached(BudgetExceeded):
    """Says which cap stopped the call, how much of it is used, and when it starts anew."""

    def __init__(self, account: Account, month: date) -> None:
        row = BudgetMonth.objects.get(owner=account.owner, month=month)
        brand = account.brand_id
        super().__init__(
            details=[
                {
                    "field": "monthly_limit" if brand is None else f"brands.{brand}.monthly_limit",
                    "message": _("The monthly budget of this brand is reached.")
                    if brand is not None
                    else _("Your monthly budget is reached."),
                    "limit": float(from_billionths(account.limit or 0)),
                    "used": float(from_billionths(row.spent + row.reserved)),
                    "resets_at": end_of_month(month),
                }
            ]
        )
        self.account, self.month = account, month


def book(*, user_id: int | None, brand_id: int | None, held: int, spent: int, moment: datetime) -> None:
    """Turn what was held into what was spent, on the month in which it was held; belongs into a transaction.

    Records `budget.warned` when an account passes four fifths of its cap for the first time in the month, and tells the
    person whose call it was.
    """
    month = month_of(moment)
    for account in accounts_of(user_id=user_id, brand_id=brand_id):
        rows = BudgetMonth.objects.filter(owner=account.owner, month=month)
        rows.update(reserved=F("reserved") - held, spent=F("spent") + spent)
        if account.limit is None or not spent:
            continue
        threshold = int(account.limit * WARN_AT)
        if rows.filter(spent__gte=threshold, warned_at__isnull=True).update(warned_at=timezone.now()):
            _record("budget.warned", account, month, notify_id=user_id)


def note_reached(refusal: BudgetReached, *, user: Any) -> None:
    """Record `budget.reached` for the cap that stopped a call, once a month."""
    account, month = refusal.account, refusal.month
    with transaction.atomic():
        # The refused call may have been the first of the month, whose row went with its transaction.
        row, _new = BudgetMonth.objects.get_or_create(owner=account.owner, month=month)
        if BudgetMonth.objects.filter(pk=row.pk, reached_at__isnull=True).update(reached_at=timezone.now()):
            _record("budget.reached", account, month, notify_id=user.pk if user is not None else None)


def _record(name: str, account: Account, month: date, *, notify_id: int | None) -> None:
    row = BudgetMonth.objects.get(owner=account.owner, month=month)
    person = get_user_model().objects.filter(pk=notify_id).first()
    record_event(
        name,
        actor=person,
        brand_id=account.brand_id,
        data={
            "scope": account.scope,
            "limit": float(from_billionths(account.limit or 0)),
            "used": float(from_billionths(row.spent)),
            "currency": CURRENCY,
            "resets_at": end_of_month(month).isoformat(),
        },
        notify=[person] if person else [],
    )


# ── setting and showing caps ───────────────────────────────────────────────────────────────────────
def set_budgets(*, user: Any, changes: Mapping[str, Any]) -> None:
    """Set the caps that `changes` names (`monthly_limit`, `brands`) and leave the others; None removes a cap.

    Raises ValidationFailed for a brand that the person does not own. Records one `budget.changed` for each cap that
    really changed; warnings of this month start anew for it.
    """
    brands: Sequence[Mapping[str, Any]] = changes.get("brands") or []
    _check_owned(user, [row["brand_id"] for row in brands])
    with transaction.atomic():
        if "monthly_limit" in changes:
            set_limit(actor=user, limit=changes["monthly_limit"], user_id=user.pk)
        for row in brands:
            set_limit(actor=user, limit=row["monthly_limit"], brand_id=row["brand_id"])


def _check_owned(user: Any, brand_ids: Sequence[int]) -> None:
    owned = set(brand_boundary.ids(user, "delete"))
    wrong = [
        {"field": f"brands.{position}.brand_id", "message": _("There is no such brand of yours.")}
        for position, brand_id in enumerate(brand_ids)
        if brand_id not in owned
    ]
    if wrong:
        raise ValidationFailed(details=wrong)


def set_limit(*, actor: Any, limit: Decimal | None, user_id: int | None = None, brand_id: int | None = None) -> None:
    """Set or (None) remove the cap of one person or one brand, with the event; belongs into a transaction."""
    owner: dict[str, Any] = {"user_id": user_id, "brand_id": brand_id}
    caps = Budget.objects.filter(**owner)
    before = caps.select_for_update().first()
    if (before.monthly_limit if before else None) == limit:
        return
    if limit is None:
        caps.delete()
    else:
        Budget.objects.update_or_create(defaults={"monthly_limit": limit}, **owner)
    account = BudgetMonth.objects.filter(
        owner=owner_of(user_id=user_id, brand_id=brand_id), month=month_of(timezone.now())
    )
    account.update(warned_at=None, reached_at=None)
    record_event(
        "budget.changed",
        actor=actor,
        brand_id=brand_id,
        data={
            "scope": "user" if brand_id is None else "brand",
            "before": float(before.monthly_limit) if before else None,
            "limit": None if limit is None else float(limit),
            "currency": CURRENCY,
        },
    )


def describe_budgets(user: Any) -> dict[str, Any]:
    """The person's own cap and those of the brands they own, with what is used of each this month."""
    now = timezone.now()
    month = month_of(now)
    own = Budget.objects.filter(user=user.pk).first()
    brands = Budget.objects.restrict(user).filter(brand_id__isnull=False)
    caps = dict(brands.values_list("brand_id", "monthly_limit"))
    owners = [owner_of(user_id=user.pk), *(owner_of(brand_id=brand_id) for brand_id in caps)]
    months = {row.owner: row for row in BudgetMonth.objects.filter(owner__in=owners, month=month)}

    def used(owner: str) -> dict[str, Any]:
        row = months.get(owner)
        return {
            "used": float(from_billionths(row.spent)) if row else 0.0,
            "reserved": float(from_billionths(row.reserved)) if row else 0.0,
        }

    return {
        "monthly_limit": float(own.monthly_limit) if own else None,
        **used(owner_of(user_id=user.pk)),
        "brands": [
            {"brand_id": brand_id, "monthly_limit": float(limit), **used(owner_of(brand_id=brand_id))}
            for brand_id, limit in sorted(caps.items())
        ],
        "currency": CURRENCY,
        "month": month.strftime("%Y-%m"),
        "resets_at": end_of_month(month),
    }
