"""What goes over a live connection, as JSON: the shapes that programs rely on (see docs/live.md)."""

from datetime import datetime
from typing import Any

import orjson
from django.utils import translation

from artnex.errors import ArtNexError
from artnex.events.models import Event, Notification
from artnex.events.queries import line_of
from artnex.jobs.models import Job

Message = dict[str, Any]


def encode(message: Message) -> str:
    return orjson.dumps(message).decode()


def moment(value: datetime | None) -> str | None:
    return value.isoformat(timespec="milliseconds").replace("+00:00", "Z") if value else None


def event_message(event: Event, *, settled: int | None = None) -> Message:
    """An event of a brand. `settled` is there when earlier numbers may still appear: resume from it then."""
    subject = {"type": event.subject_type, "id": event.subject_id, "name": event.subject_name}
    message = {
        "type": "event",
        "name": event.name,
        "brand_id": event.brand_id,
        "actor": {"id": event.actor_id, "name": event.actor_name} if event.actor_id else None,
        "subject": subject if event.subject_type else None,
        "data": event.data,
        "seq": event.pk,
        "created_at": moment(event.created_at),
    }
    return message if settled is None or settled >= event.pk else message | {"settled": settled}


def job_message(job: Job, *, language: str, seq: int) -> Message:
    """How far a job is. It has no number of its own: `seq` is the newest event's, and resuming from it is right."""
    with translation.override(language):
        data = {
            "job_id": str(job.pk),
            "kind": job.kind,
            "label": job.label,
            "status": job.status,
            "progress": job.progress,
            "step": job.step,
            "engine": job.engine,
            "error_code": job.error_code,
            "error_message": job.error_message,
            "result_url": job.result_url,
            "page_url": job.page_url,
        }
    actor = {"id": job.user_id} if job.user_id else None
    return {
        "type": "event",
        "name": "job.progress",
        "brand_id": job.brand_id,
        "actor": actor,
        "data": data,
        "seq": seq,
    }


def notification_message(notification: Notification, *, language: str, unread: int) -> Message:
    with translation.override(language):
        text = str(line_of(notification.event))
    return {
        "type": "notification",
        "id": notification.pk,
        "event_id": notification.event_id,
        "name": notification.event.name,
        "brand_id": notification.event.brand_id,
        "text": text,
        "url": notification.url,
        "unread": unread,
        "created_at": moment(notification.created_at),
    }


def error_message(error: ArtNexError, *, language: str, brand_id: int | None = None) -> Message:
    with translation.override(language):
        message: Message = {"type": "error", "code": error.code, "message": str(error.message)}
        if error.details:
            message["details"] = [{name: str(value) for name, value in detail.items()} for detail in error.details]
    return message if brand_id is None else message | {"brand_id": brand_id}
