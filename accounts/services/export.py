"""A copy of everything we hold about a person, as a ZIP of JSON files."""

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import ApiKey, LoginSession, User
from artnex.ai.models import AiCall
from artnex.events.models import Event
from artnex.events.services import record_event
from artnex.files.kinds import GENERATED_LIMITS
from artnex.files.models import StoredFile
from artnex.files.services import store_file
from artnex.jobs.models import Job
from artnex.jobs.services import enqueue_job

JOB_KIND = "accounts.export"
Exporter = Callable[[User], Any]
_exporters: dict[str, Exporter] = {}


def register_export(name: str, exporter: Exporter) -> None:
    """Add `<name>.json` to everybody's copy: whatever `exporter(user)` returns that JSON can hold. Called at start."""
    _exporters[name] = exporter


def request_export(*, user: User) -> Job:
    """Begin to make the copy; one at a time for each person. Writes `user.export_requested`."""
    with transaction.atomic():
        job = enqueue_job(JOB_KIND, user=user, params={}, unique_key=str(user.pk))
        record_event("user.export_requested", actor=user, subject=user)
    return job


def build_export(user: User, report: Callable[[float], None]) -> bytes:
    """The ZIP. `report` is told how far it is, in percent."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _readme())
        for done, (name, exporter) in enumerate(sorted(_exporters.items())):
            text = json.dumps(exporter(user), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
            archive.writestr(f"{name}.json", text)
            report(90 * (done + 1) / len(_exporters))
    return buffer.getvalue()


def store_export(*, user: User, archive: bytes) -> StoredFile:
    """Keep the copy where only its owner can fetch it."""
    name = f"artnex-{timezone.localdate():%Y-%m-%d}.zip"
    return store_file(content=archive, filename=name, owner=user, purpose="data-export", limits=GENERATED_LIMITS)


def _readme() -> str:
    return _("This archive holds what ArtNex stores about you, one JSON file for each kind of data.") + "\n"


# ── what accounts and the platform hold ────────────────────────────────────────────────────────────
def _rows(rows: Any, *fields: str) -> Iterable[dict[str, Any]]:
    return list(rows.values(*fields))


def _profile(user: User) -> dict[str, Any]:
    names = ("id", "email", "name", "language", "theme", "plan", "email_verified_at", "created_at", "last_login")
    return {name: getattr(user, name) for name in names} | {"role": user.role.value}


def register_own_exports() -> None:
    """What lower floors and accounts themselves hold; called at start."""
    register_export("profile", _profile)
    register_export(
        "sessions",
        lambda user: _rows(
            LoginSession.objects.filter(user=user),
            "id", "kind", "ip", "user_agent", "created_at", "last_seen_at", "revoked_at",
        ),
    )  # fmt: skip
    register_export(
        "api_keys",
        lambda user: _rows(
            ApiKey.objects.filter(user=user), "id", "name", "prefix", "scopes", "created_at", "last_used_at"
        ),
    )
    register_export(
        "activity",
        lambda user: _rows(
            Event.objects.filter(actor=user), "created_at", "name", "subject_type", "subject_name", "ip", "data"
        ),
    )
    register_export(
        "files",
        lambda user: _rows(
            StoredFile.objects.filter(owner=user, deleted_at__isnull=True),
            "id", "name", "purpose", "content_type", "size", "created_at",
        ),
    )  # fmt: skip
    register_export(
        "jobs", lambda user: _rows(Job.objects.filter(user=user), "id", "kind", "status", "created_at", "finished_at")
    )
    register_export(
        "ai_calls",
        lambda user: _rows(
            AiCall.objects.filter(user=user),
            "id",
            "created_at",
            "engine",
            "model",
            "prompt",
            "cost",
            "currency",
            "status",
        ),
    )
