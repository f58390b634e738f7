"""Reading tables that people bring: CSV in UTF-8 or CP949, with commas, semicolons or tabs, pasted text, and XLSX."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any
from zipfile import BadZipFile

from artnex.files.documents import UnreadableDocumentError, decode_text

DELIMITERS = (",", "\t", ";")
XLSX_START = b"PK\x03\x04"
MOST_CELLS_IN_A_ROW = 200


class UnreadableSheetError(ValueError):
    """The content is no table."""


def read_sheet(content: bytes, *, most_rows: int) -> list[list[str]]:
    """The rows of the first sheet as text, empty ones included so that row numbers fit; at most `most_rows`.

    Raises UnreadableSheetError for what is neither text nor a workbook.
    """
    if content.startswith(XLSX_START):
        return _cut(_rows_of_workbook(content), most_rows)
    return read_text_table(_decode(content), most_rows=most_rows)


def read_text_table(text: str, *, most_rows: int) -> list[list[str]]:
    """The rows of CSV or of cells pasted from a spreadsheet."""
    first_line = text.lstrip("\ufeff\r\n ").split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first_line.count)
    try:
        return _cut(iter(csv.reader(StringIO(text.lstrip("\ufeff")), delimiter=delimiter)), most_rows)
    except csv.Error as wrong:
        raise UnreadableSheetError(str(wrong)) from wrong


def _decode(content: bytes) -> str:
    try:
        return decode_text(content)
    except UnreadableDocumentError as unreadable:
        raise UnreadableSheetError(str(unreadable)) from unreadable


def _rows_of_workbook(content: bytes) -> Iterator[list[str]]:
    from openpyxl import load_workbook  # takes a while to load
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        for row in book.worksheets[0].iter_rows(max_col=MOST_CELLS_IN_A_ROW, values_only=True):
            yield [_cell_text(value) for value in row]
    except (BadZipFile, InvalidFileException, KeyError, ValueError, IndexError) as wrong:
        raise UnreadableSheetError(str(wrong)) from wrong


def _cell_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _cut(rows: Iterator[list[str]], most: int) -> list[list[str]]:
    kept = []
    for number, row in enumerate(rows):
        if number >= most:
            break
        kept.append([cell.strip() for cell in row[:MOST_CELLS_IN_A_ROW]])
    return kept
