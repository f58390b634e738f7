"""Sending a brand's newest report by mail at regular times."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from artnex.access import require
from artnex.errors import Message, NotFound, ValidationFailed
from artnex.events.services import record_event
from artnex.jobs.services import enqueue_job
from artnex.jobs.texts import in_every_language
from brands.models import Brand
from reports.engine.schedule import next_sending
from reports.export_enums import RunStatus
from reports.models import Report, ReportSchedule, ScheduledRun

MOST_RECIPIENTS = 20
MOST_DUE_AT_ONCE = 200
FIELDS = ("frequency", "format", "language", "recipients", "is_active")
SEND_JOB = "reports.send_scheduled"
UNSUBSCRIBE_SALT = "reports.unsubscribe"


@transaction.atomic
def create_schedule(*, user: Any, brand: Brand, fields: Mapping[str, Any]) -> ReportSchedule:
    """A new schedule, first sent at the next Monday or first of the month; event report_schedule.created."""
    require(user, "export:report")
    schedule = ReportSchedule(brand=brand, user=user)
    _assign(schedule, fields)
    schedule.next_run_at = _next(schedule)
    schedule.save()
    _record("report_schedule.created", schedule, user)
    return schedule


@transaction.atomic
def update_schedule(*, user: Any, schedule: ReportSchedule, fields: Mapping[str, Any]) -> ReportSchedule:
    """Change the given fields; another rhythm, or being active again, sets the next sending anew."""
    require(user, "export:report")
    row = ReportSchedule.objects.select_for_update(of=("self",)).filter(pk=schedule.pk).first()
    if row is None:
        raise NotFound
    changed = _assign(row, fields)
    if not changed:
        return row
    if {"frequency", "is_active"} & set(changed):
        row.next_run_at = _next(row)
    row.save()
    _record("report_schedule.updated", row, user)
    return row


@transaction.atomic
def delete_schedule(*, user: Any, schedule: ReportSchedule) -> None:
    """No more is sent; event report_schedule.deleted."""
    _record("report_schedule.deleted", schedule, user)
    schedule.delete()


def start_due_schedules() -> dict[str, int]:
    """Start a sending for every schedule whose time has come; how often this runs at once, each starts once."""
    now = timezone.now()
    due = ReportSchedule.objects.filter(is_active=True, next_run_at__lte=now).order_by("next_run_at")
    started = 0
    for schedule in due.select_related("user", "brand")[:MOST_DUE_AT_ONCE]:
        with transaction.atomic():
            mine = ReportSchedule.objects.filter(pk=schedule.pk, is_active=True, next_run_at=schedule.next_run_at)
            if not mine.update(next_run_at=_next(schedule)):
                continue
            run = ScheduledRun.objects.create(schedule=schedule)
            params = {"run_id": run.pk}
            enqueue_job(SEND_JOB, user=schedule.user, params=params, brand_id=schedule.brand_id, notify=False)
            started += 1
    return {"started": started}


@transaction.atomic
def close_run(run: ScheduledRun, status: RunStatus, *, report: Report | None = None, note: Message = "") -> None:
    """Note how a sending went; event report.sent when it reached everybody."""
    run.status, run.finished_at, run.note_texts = status, timezone.now(), in_every_language(note)
    run.report = report
    run.save(update_fields=["status", "finished_at", "note_texts", "report"])
    if status == RunStatus.SENT and report is not None:
        schedule = run.schedule
        data = {"id": schedule.pk, "report_id": report.pk, "recipients": len(run.sent_to)}
        record_event("report.sent", actor=schedule.user, subject=report, brand_id=schedule.brand_id, data=data)


# ── leaving the list ──
def unsubscribe_token(schedule: ReportSchedule, email: str) -> str:
    """What the link in a mail carries; it takes this one address off this one schedule."""
    return signing.dumps([schedule.pk, email], salt=UNSUBSCRIBE_SALT, compress=True)


def read_unsubscribe(token: str) -> tuple[int, str]:
    """(schedule, address) of a genuine token; NotFound for any other."""
    try:
        schedule_id, email = signing.loads(token, salt=UNSUBSCRIBE_SALT)
    except signing.BadSignature:
        raise NotFound from None
    return schedule_id, email


@transaction.atomic
def unsubscribe(*, token: str) -> None:
    """Take the address off its schedule, which stops when nobody is left; the same link again changes nothing."""
    schedule_id, email = read_unsubscribe(token)
    row = ReportSchedule.objects.select_for_update(of=("self",)).filter(pk=schedule_id).first()
    if row is None or email not in row.recipients:
        return
    row.recipients = [known for known in row.recipients if known != email]
    row.is_active = row.is_active and bool(row.recipients)
    row.save(update_fields=["recipients", "is_active", "updated_at"])
    _record("report_schedule.updated", row, None)


# ── inside ──
def _assign(schedule: ReportSchedule, fields: Mapping[str, Any]) -> list[str]:
    given = {name: fields[name] for name in FIELDS if name in fields}
    if "recipients" in given:
        given["recipients"] = _addresses(given["recipients"])
    changed = [name for name, value in given.items() if getattr(schedule, name) != value]
    for name in changed:
        setattr(schedule, name, given[name])
    return changed


def _addresses(recipients: Sequence[str]) -> list[str]:
    """Each address once, in small letters."""
    found = list(dict.fromkeys(address.strip().lower() for address in recipients))
    if not found:
        raise ValidationFailed.field("recipients", _("Enter at least one address."))
    if len(found) > MOST_RECIPIENTS:
        raise ValidationFailed.field("recipients", _("Enter at most %(count)d addresses.") % {"count": MOST_RECIPIENTS})
    return found


def _next(schedule: ReportSchedule) -> datetime:
    return next_sending(schedule.frequency, timezone.localtime())  # type: ignore[arg-type]


def _record(name: str, schedule: ReportSchedule, user: Any) -> None:
    data = {"id": schedule.pk, "frequency": schedule.frequency}
    record_event(name, actor=user, subject=schedule, brand_id=schedule.brand_id, data=data)
