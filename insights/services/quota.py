"""The daily quota of a platform, which all trackings of the installation share."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from insights.models import QuotaUse
from insights.platforms.base import ComeBackLater, said

PACIFIC = ZoneInfo("America/Los_Angeles")  # YouTube's day begins at midnight there


def limits() -> dict[str, int]:
    return {"units": settings.YOUTUBE_DAILY_UNITS, "searches": settings.YOUTUBE_DAILY_SEARCHES}


def today() -> "datetime":
    return timezone.now().astimezone(PACIFIC)


def next_reset() -> datetime:
    """When the quota begins anew."""
    tomorrow = today().date() + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, tzinfo=PACIFIC)


def reset_text() -> str:
    """The same, as it is told to people."""
    return timezone.localtime(next_reset()).strftime("%Y-%m-%d %H:%M")


def reserve(service: str, *, units: int, searches: int = 0) -> None:
    """Take units from today's quota, at once and for good; ComeBackLater when they are not left.

    One conditional UPDATE: however many crawls run at the same time, together they never pass the limit.
    """
    row, _made = QuotaUse.objects.get_or_create(service=service, day=today().date())
    most = limits()
    taken = QuotaUse.objects.filter(
        pk=row.pk, units__lte=most["units"] - units, searches__lte=most["searches"] - searches
    ).update(units=F("units") + units, searches=F("searches") + searches)
    if not taken:
        raise ComeBackLater(
            said(
                _("Today's share of YouTube's quota is used up. It begins anew at %(moment)s."),
                {"moment": reset_text()},
            )
        )


def mark_spent(service: str) -> None:
    """The platform itself says that nothing is left: ask no more today."""
    most = limits()
    QuotaUse.objects.update_or_create(
        service=service, day=today().date(), defaults={"units": most["units"], "searches": most["searches"]}
    )


def quota_left(service: str) -> dict[str, int]:
    """What is left today: {"units", "searches"}."""
    row = QuotaUse.objects.filter(service=service, day=today().date()).first()
    most = limits()
    used = {"units": row.units, "searches": row.searches} if row else {"units": 0, "searches": 0}
    return {name: max(most[name] - used[name], 0) for name in most}
