"""Money in US dollars: exact decimals for people, whole billionths where the database must compare and add.

SQLite computes decimals in floating point; a cap compared that way can let a call too many through.
"""

from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from django.utils import timezone

CURRENCY = "USD"
BILLION = Decimal(1_000_000_000)
SMALLEST = Decimal("0.000000001")
ZERO = Decimal(0)


def exact(amount: Decimal) -> Decimal:
    """Rounded to the billionth of a dollar that the ledger keeps."""
    return amount.quantize(SMALLEST, rounding=ROUND_HALF_UP)


def to_billionths(amount: Decimal) -> int:
    """Rounded up: what is held is never less than what it stands for."""
    return int((amount * BILLION).to_integral_value(rounding=ROUND_CEILING))


def from_billionths(amount: int) -> Decimal:
    return exact(Decimal(amount) / BILLION)


def month_of(moment: datetime) -> date:
    """The first day of the month in the site's time zone, which is what a monthly cap counts by."""
    return timezone.localtime(moment).date().replace(day=1)


def end_of_month(month: date) -> datetime:
    """The moment when the next month starts in the site's time zone."""
    return start_of((month + timedelta(days=32)).replace(day=1))


def start_of(day: date | datetime) -> datetime:
    """The moment itself, or the start of the day."""
    if isinstance(day, datetime):
        return day if timezone.is_aware(day) else timezone.make_aware(day)
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - made aware around it
