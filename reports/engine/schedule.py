"""When a schedule sends next: Monday, the first of the month, or the first of the quarter, at nine in the morning."""

from datetime import datetime, time, timedelta
from typing import Literal

SENDING_HOUR = 9
MONTHS_IN_A_YEAR = 12
Rhythm = Literal["weekly", "monthly", "quarterly"]


def next_sending(rhythm: Rhythm, after: datetime) -> datetime:
    """The first sending after this local moment; in the same time zone."""
    today = after.replace(hour=0, minute=0, second=0, microsecond=0)
    if rhythm == "weekly":
        day = today - timedelta(days=today.weekday())
        step = timedelta(days=7)
        return _first_later([day, day + step], after)
    months = 1 if rhythm == "monthly" else 3
    start = (today.month - 1) // months * months  # months since January
    firsts = [_first_of(today, start), _first_of(today, start + months)]
    return _first_later(firsts, after)


def _first_of(day: datetime, months: int) -> datetime:
    years, month = divmod(months, MONTHS_IN_A_YEAR)
    return day.replace(year=day.year + years, month=month + 1, day=1)


def _first_later(days: list[datetime], after: datetime) -> datetime:
    moments = (datetime.combine(day, time(SENDING_HOUR), tzinfo=after.tzinfo) for day in days)
    return next(moment for moment in moments if moment > after)
