"""Numbers as people write them, tables as people bring them, and which days a chart shows."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook

from artnex.errors import ValidationFailed
from brands.engine.buckets import bucket_ends, bucket_size, last_in_buckets
from brands.engine.numbers import parse_number
from brands.services.kpi_import import parse_day, read_kpi_file, read_kpi_text

TODAY = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234", "1234"),
        (" ₩5,000,000 ", "5000000"),
        ("3.5%", "0.035"),
        ("1.2만", "12000"),
        ("3억", "300000000"),
        ("3.4k", "3400"),
        ("−7", "-7"),
        ("0.1234567", "0.123457"),
    ],
)
def test_numbers_are_read_as_written(text, number):
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "viele", "=1+1", "1e9", "1.2.3", "NaN", "٣", "9" * 50, "12😀"])
def test_what_is_no_number_is_none(text):
    assert parse_number(text) is None


@pytest.mark.parametrize("text", ["2026-01-05", "2026.1.5.", "2026/1/5", "20260105", "2026. 1. 5."])
def test_days_are_read_as_written(text):
    assert parse_day(text) == date(2026, 1, 5)


@pytest.mark.parametrize("text", ["2026-02-30", "5.1.2026", "yesterday", "=TODAY()"])
def test_what_is_no_day_is_none(text):
    assert parse_day(text) is None


def test_one_value_a_row_and_one_day_a_row_mean_the_same():
    long = read_kpi_text("kpi_type,value,measurement_date\nfollowers,5,2026-01-01\nviews,7,2026-01-01")
    wide = read_kpi_text("날짜\t팔로워\t조회수\n2026-01-01\t5\t7")
    assert long.values == wide.values
    assert not long.bad


def test_workbook_with_real_dates_is_read():
    book = Workbook()
    book.active.append(["date", "followers", "x_own"])
    book.active.append([date(2026, 1, 1), 12, None])
    content = BytesIO()
    book.save(content)
    table = read_kpi_file(content.getvalue())
    assert [(row["kpi_type"], row["value"]) for row in table.values] == [("followers", 12)]


def test_every_bad_value_is_named_with_its_row():
    table = read_kpi_text("date,followers,engagement_rate\nnever,1,0\n2026-01-02,=1+1,5\n\n2999-01-01,1,")
    assert [(cell.row, cell.text) for cell in table.bad] == [
        (2, "never"),
        (3, "followers: =1+1"),
        (3, "engagement_rate: 5"),
        (5, "followers: 1"),
    ]


@pytest.mark.parametrize("content", [b"\x00\x01\x02", b"PK\x03\x04broken", b"a,b\n1,2"])
def test_what_is_no_table_of_figures_is_refused(content):
    with pytest.raises(ValidationFailed) as refused:
        read_kpi_file(content)
    assert refused.value.details[0]["field"] == "file"


@pytest.mark.parametrize(("step", "length", "size"), [(1, 90, 1), (1, 365, 7), (7, 90, 7), (30, 365, 28)])
def test_charts_are_as_fine_as_the_values_allow(step, length, size):
    days = [TODAY - timedelta(days=ago) for ago in range(0, length, step)]
    assert bucket_size(days, length) == size


def test_each_stretch_shows_its_last_value_and_gaps_stay():
    ends = bucket_ends(TODAY - timedelta(days=20), TODAY, 7)
    values = {TODAY: 3, TODAY - timedelta(days=1): 2, TODAY - timedelta(days=20): 1}
    assert last_in_buckets(values, ends, 7) == [1, None, 3]
    assert len(ends) == 3
