"""Keeping files: the only ways in and out of the storage."""

import hashlib
import uuid
from datetime import datetime
from typing import Any, BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from artnex.events.services import record_event
from artnex.files import c2pa_signing
from artnex.files.checks import CheckedFile, check_file
from artnex.files.events import FILE_DELETED, FILE_STORED
from artnex.files.kinds import Limits
from artnex.files.models import StoredFile, Visibility
from artnex.files.provenance import Provenance, label


def store_file(
    *,
    content: bytes | BinaryIO,
    filename: str,
    owner: Any,
    purpose: str,
    limits: Limits,
    brand_id: int | None = None,
    provenance: Provenance | None = None,
    visibility: Visibility = Visibility.PRIVATE,
) -> StoredFile:
    """Check `content`, make it safe, label it with `provenance`, and keep it; writes the event `file.stored`.

    `content` may be bytes or anything with read(), such as an upload. `owner` may be None for what the system makes.
    Who may do this (and the brand's quota) is the caller's to check. `provenance` is for what an engine made; a label
    found in an upload is kept without it.

    The bytes are written before the row: when the transaction around this call fails, they are left behind without a
    row, and `remove_orphans` takes them away.

    Raises TooLarge, UnsupportedMediaType, ValidationFailed (see checks.check_file), NotConfigured (a certificate for
    signing that does not work).
    """
    checked = check_file(content, filename, limits)
    body, origin = _labelled(checked, provenance)
    file_id = uuid.uuid4()
    path = default_storage.save(
        storage_path(file_id, purpose, checked.kind.extension, timezone.now()), ContentFile(body)
    )
    try:
        return _write_row(file_id, path, body, checked, owner, purpose, brand_id, origin, visibility)
    except BaseException:
        default_storage.delete(path)
        raise


def storage_path(file_id: uuid.UUID, purpose: str, extension: str, moment: datetime) -> str:
    """Where a file goes: nothing of it comes from the person who brought it."""
    return f"{purpose}/{moment:%Y/%m}/{file_id}.{extension}"


def _labelled(checked: CheckedFile, provenance: Provenance | None) -> tuple[bytes, Provenance | None]:
    """Content with its label, and what is to be noted of its origin. XMP first, the signature last."""
    if provenance is None:
        return checked.content, checked.provenance
    body = label(checked.kind, checked.content, provenance)
    if not c2pa_signing.is_configured() or checked.kind not in c2pa_signing.SIGNABLE:
        return body, provenance
    signed = c2pa_signing.sign(checked.kind, body, provenance, title=checked.name)
    return signed, Provenance(provenance.source_type, provenance.system, provenance.system_version, signed=True)


@transaction.atomic
def _write_row(
    file_id: uuid.UUID,
    path: str,
    body: bytes,
    checked: CheckedFile,
    owner: Any,
    purpose: str,
    brand_id: int | None,
    origin: Provenance | None,
    visibility: Visibility,
) -> StoredFile:
    stored = StoredFile.objects.create(
        id=file_id,
        owner=owner,
        brand_id=brand_id,
        purpose=purpose,
        name=checked.name,
        content_type=checked.kind.content_type,
        size=len(body),
        sha256=hashlib.sha256(body).hexdigest(),
        width=checked.width,
        height=checked.height,
        path=path,
        provenance=origin.as_json() if origin else {},
        visibility=visibility,
    )
    record_event(
        FILE_STORED,
        actor=owner,
        subject=stored,
        brand_id=brand_id,
        data={
            "purpose": purpose,
            "content_type": stored.content_type,
            "size": stored.size,
            "sha256": stored.sha256,
        },
    )
    return stored


@transaction.atomic
def delete_file(*, file: StoredFile, actor: Any) -> None:
    """Take the file away from everybody; its bytes go with the next cleaning. Writes `file.deleted`, once."""
    changed = StoredFile.objects.filter(pk=file.pk, deleted_at__isnull=True).update(deleted_at=timezone.now())
    if changed:
        record_event(FILE_DELETED, actor=actor, subject=file, brand_id=file.brand_id, data={"purpose": file.purpose})


def delete_files_of_brand(*, brand_id: int) -> None:
    """Take everything kept with a brand away; the brand's own event tells of it."""
    StoredFile.objects.filter(brand_id=brand_id, deleted_at__isnull=True).update(deleted_at=timezone.now())


def find_duplicate(*, owner: Any, sha256: str) -> StoredFile | None:
    """A live file of this owner with exactly this content."""
    return StoredFile.objects.filter(owner=owner, sha256=sha256, deleted_at__isnull=True).first()
