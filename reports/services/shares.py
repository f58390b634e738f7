"""Links that open a report without an account.

The token is random and kept as a hash alone, the password with Django's password hashers; guesses at either are
counted, by address and by link.
"""

import hashlib
import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artnex import counters
from artnex.access import require
from artnex.errors import ArtNexError, Gone, NotFound, RateLimited, ValidationFailed
from artnex.events.services import record_event
from reports.models import Report, ReportShare

TOKEN_BYTES = 24
SHORTEST_PASSWORD, LONGEST_PASSWORD = 4, 128
GUESS_WINDOW = 900  # seconds
GUESSES_BY_ADDRESS, GUESSES_BY_LINK, MISSES_BY_ADDRESS = 10, 50, 30


class LinkExpired(Gone):
    default_message = gettext_lazy("This link is no longer valid.")


class WrongPassword(ArtNexError):
    code, status = "INVALID_CREDENTIALS", 401
    default_message = gettext_lazy("That is not the password of this report.")


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def address_of(token: str) -> str:
    """The full address that goes to the reader."""
    return settings.BASE_URL + reverse("reports:shared", args=[token])


@transaction.atomic
def share_report(
    *, user: Any, report: Report, expires_at: datetime | None = None, password: str = ""
) -> tuple[ReportShare, str]:
    """A new link and its token, which is not kept and cannot be shown again; event report.shared.

    ValidationFailed for a moment in the past or a password that is too short.
    """
    require(user, "export:report")
    if expires_at is not None and expires_at <= timezone.now():
        raise ValidationFailed.field("expires_at", _("Must be in the future."))
    if password and not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        message = _("Use %(low)d to %(high)d characters.") % {"low": SHORTEST_PASSWORD, "high": LONGEST_PASSWORD}
        raise ValidationFailed.field("password", message)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    share = ReportShare.objects.create(
        report=report,
        user=user,
        token_hash=hash_of(token),
        password_hash=make_password(password) if password else "",
        expires_at=expires_at,
    )
    data = {"id": share.pk, "report_id": report.pk, "has_password": bool(password)}
    record_event("report.shared", actor=user, subject=report, brand_id=report.brand_id, data=data)
    return share, token


@transaction.atomic
def revoke_share(*, user: Any, share: ReportShare) -> None:
    """The link opens nothing from now on; event report.unshared, once."""
    if ReportShare.objects.filter(pk=share.pk, revoked_at__isnull=True).update(revoked_at=timezone.now()):
        data = {"id": share.pk, "report_id": share.report_id}
        record_event("report.unshared", actor=user, subject=share.report, brand_id=share.report.brand_id, data=data)


def find_share(token: str, *, address: str) -> ReportShare:
    """The open link of this token. NotFound for a guess, LinkExpired for one that was valid once.

    `address` is where the request comes from: too many guesses raise RateLimited.
    """
    misses = f"report-share-miss:{address}"
    if counters.peek(misses).value >= MISSES_BY_ADDRESS:
        raise RateLimited(retry_after=counters.peek(misses).resets_in)
    rows = ReportShare.objects.select_related("report__brand__logo")
    share = rows.filter(token_hash=hash_of(token)).first()
    if share is None:
        counters.hit(misses, window=GUESS_WINDOW)
        raise NotFound
    if not share.is_open or share.report.deleted_at is not None:
        raise LinkExpired
    return share


def check_share_password(share: ReportShare, password: str, *, address: str) -> None:
    """WrongPassword unless it is the link's; RateLimited after too many guesses from one address or at one link."""
    counts = [
        (f"report-share-guess:{share.pk}:{address}", GUESSES_BY_ADDRESS),
        (f"report-share-guess:{share.pk}", GUESSES_BY_LINK),
    ]
    for key, most in counts:
        count = counters.peek(key)
        if count.value >= most:
            raise RateLimited(retry_after=count.resets_in)
    if check_password(password[:LONGEST_PASSWORD], share.password_hash):
        counters.reset(counts[0][0])
        return
    counters.hit_all([(key, GUESS_WINDOW) for key, _most in counts])
    raise WrongPassword


def count_view(share: ReportShare) -> None:
    """One more reader has opened it."""
    ReportShare.objects.filter(pk=share.pk).update(view_count=F("view_count") + 1, last_viewed_at=timezone.now())
