"""Work on files that nobody waits for."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from artnex.access import fetch
from artnex.files.cleaning import remove_orphans
from artnex.files.models import StoredFile
from artnex.files.thumbnails import make_thumbnails
from artnex.jobs.context import JobContext
from artnex.jobs.registry import job

ONE_DAY = 86_400


@job("files.clean", label=_("Clean the file storage"), time_limit=3600, notify=False, every=ONE_DAY)
def clean_storage(ctx: JobContext) -> dict[str, Any]:
    """Remove what is deleted or left over."""
    removed = remove_orphans()
    return {"rows": removed.rows, "unknown": removed.unknown}


@job("files.thumbnails", label=_("Make thumbnails"), time_limit=120, notify=False)
def prepare_thumbnails(ctx: JobContext) -> dict[str, Any]:
    """Make all small versions of `params.file_id`, so that the first page that shows them is quick."""
    stored = fetch(StoredFile.objects.all(), ctx.user, pk=ctx.params["file_id"])
    return {"sizes": len(make_thumbnails(stored))}
