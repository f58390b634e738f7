"""Contents as CSV, in the form an import takes."""

import csv
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone

from artnex.web.tables import plain
from insights.services.content_import import COLUMNS

EXTRA = ("popularity_index", "growth", "refreshed_at")


def export_contents(contents: QuerySet) -> StreamingHttpResponse:
    """All rows as UTF-8 with BOM; text that a spreadsheet would run as a formula is quoted."""
    response = StreamingHttpResponse(_lines(contents), content_type="text/csv; charset=utf-8")
    name = f"artnex-contents-{timezone.localdate().isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _lines(contents: QuerySet) -> Iterator[str]:
    names = (*COLUMNS, *EXTRA)
    writer: Any = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(names)
    for row in contents.iterator(chunk_size=500):
        yield writer.writerow([plain(getattr(row, name)) for name in names])
