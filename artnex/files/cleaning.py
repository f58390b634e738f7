"""Taking away what nobody needs: bytes without a row, rows marked as deleted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from django.core.files.storage import default_storage
from django.utils import timezone

from artnex.files.models import StoredFile
from artnex.files.thumbnails import FOLDER, delete_thumbnails, thumbnail_owner

KEEP_DELETED = timedelta(days=7)  # time to bring back what was deleted by mistake
KEEP_UNKNOWN = timedelta(days=1)  # its transaction may still be under way
BATCH = 500


@dataclass(frozen=True)
class Removed:
    """How many rows (with their bytes) and how many files without a row went."""

    rows: int
    unknown: int


def remove_orphans(*, now: datetime | None = None) -> Removed:
    """Remove deleted files after a week, files of people who are gone, and bytes that have no row after a day.

    Bytes go before their row: a crash in between leaves a row marked as deleted, which the next run finishes. Running
    it twice, or in two places at once, does no harm.
    """
    moment = now or timezone.now()
    StoredFile.objects.filter(owner=None, brand_id=None, deleted_at=None, purpose__in=PERSONAL).update(
        deleted_at=moment
    )
    return Removed(_remove_deleted(moment - KEEP_DELETED), _remove_unknown(moment - KEEP_UNKNOWN))


# Files of these purposes mean nothing once their owner is gone.
PERSONAL = ("avatar", "personal-data")


def _remove_deleted(before: datetime) -> int:
    removed = 0
    rows = StoredFile.objects.filter(deleted_at__lt=before).order_by("pk")
    while batch := list(rows[:BATCH]):
        for stored in batch:
            default_storage.delete(stored.path)
            delete_thumbnails(stored.pk)
        removed += rows.model.objects.filter(pk__in=[stored.pk for stored in batch]).delete()[0]
    return removed


def _remove_unknown(before: datetime) -> int:
    removed = 0
    paths = _all_paths()
    while batch := list(islice(paths, BATCH)):
        for path in _without_row(batch):
            if default_storage.get_modified_time(path) < before:
                default_storage.delete(path)
                removed += 1
    return removed


def _all_paths(folder: str = "") -> Iterator[str]:
    """Every file in the storage."""
    if folder == "" and not _has_anything():
        return
    folders, files = default_storage.listdir(folder)
    yield from (f"{folder}/{name}" if folder else name for name in files)
    for name in folders:
        yield from _all_paths(f"{folder}/{name}" if folder else name)


def _has_anything() -> bool:
    try:
        default_storage.listdir("")
    except FileNotFoundError:
        return False
    return True


def _without_row(paths: Iterable[str]) -> list[str]:
    originals = [path for path in paths if not path.startswith(f"{FOLDER}/")]
    thumbnails = {path: thumbnail_owner(path) for path in paths if path.startswith(f"{FOLDER}/")}
    known_paths = set(StoredFile.objects.filter(path__in=originals).values_list("path", flat=True))
    known_ids: set[UUID] = set(
        StoredFile.objects.filter(pk__in=[owner for owner in thumbnails.values() if owner]).values_list("pk", flat=True)
    )
    return [
        *(path for path in originals if path not in known_paths),
        *(path for path, owner in thumbnails.items() if owner not in known_ids),
    ]
