"""Taking reports away."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from artnex.events.services import record_event
from reports.models import Report


@transaction.atomic
def delete_report(*, user: Any, report: Report) -> None:
    """The report is gone for everybody, and its shared links with it; event report.deleted, once."""
    now = timezone.now()
    if not Report.objects.filter(pk=report.pk, deleted_at__isnull=True).update(deleted_at=now):
        return
    report.shares.filter(revoked_at__isnull=True).update(revoked_at=now)  # type: ignore[attr-defined]
    record_event("report.deleted", actor=user, subject=report, brand_id=report.brand_id, data={"id": report.pk})
