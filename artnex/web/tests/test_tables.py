"""Lists: search, sorting, pages, columns and CSV, all from the URL."""

import csv
import io
from datetime import datetime

import django_filters
import pytest
from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from artnex.web import tables
from artnex.web.tables import Column, Table, TableSpec, plain

pytestmark = pytest.mark.django_db
User = get_user_model()


class LanguageFilter(django_filters.FilterSet):
    language = django_filters.ChoiceFilter(choices=[("ko", "ko"), ("en", "en")])


SPEC = TableSpec(
    columns=[
        Column("name", "Name", sort="name", primary=True),
        Column("email", "Mail", sort="email"),
        Column("language", "Language"),
        Column("id", "Number", numeric=True, shown=False),
    ],
    search_fields=["name", "email"],
    filterset_class=LanguageFilter,
    default_sort="name",
    export_name="people",
    caption="People",
)


@pytest.fixture
def people():
    for n in range(25):
        User.objects.create(email=f"p{n:02d}@x.kr", name=f"Kim {n:02d}", language="ko" if n % 2 else "en", password="!")


def table_at(rf, query=""):
    request = rf.get(f"/people/?{query}")
    return Table(SPEC, User.objects.all(), request)


def names(table):
    return [row.name for row, _cells in table.body]


def test_first_page_is_sorted_and_cut(rf, people):
    table = table_at(rf)
    assert names(table)[:2] == ["Kim 00", "Kim 01"]
    assert len(names(table)) == 20
    assert table.total_text == "25"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=kim+07", ["Kim 07"]),
        ("q=P07%40X", ["Kim 07"]),
        ("q=07+nobody", []),
        ("q=%00", None),
        ("sort=-name&size=20", "Kim 24"),
        ("sort=password", "Kim 00"),
        ("page=2", "Kim 20"),
        ("page=99", "Kim 20"),
        ("page=%D9%A3", "Kim 00"),
        ("page=x", "Kim 00"),
        ("size=100000", "Kim 00"),
        ("language=xx", "Kim 00"),
    ],
)
def test_view_is_what_the_url_says(rf, people, query, expected):
    found = names(table_at(rf, query))
    if isinstance(expected, list):
        assert found == expected
    else:
        assert found[0] == (expected or "Kim 00")


def test_filter_narrows_and_says_so(rf, people):
    table = table_at(rf, "language=ko")
    assert table.total_text == "12"
    assert table.is_narrowed
    assert not table_at(rf, "sort=name").is_narrowed


def test_links_keep_the_view(rf, people):
    table = table_at(rf, "q=kim&sort=-name&page=2&language=ko")
    name, mail, *_rest = table.headings
    assert name.direction == "descending"
    assert name.sort_url == "/people/?q=kim&sort=name&language=ko"
    assert mail.sort_url == "/people/?q=kim&sort=email&language=ko"
    assert "page" not in table.size_urls[1][1]


def test_columns_can_be_chosen_but_never_none(rf, people):
    assert [c.name for c in table_at(rf).columns] == ["name", "email", "language"]
    assert [c.name for c in table_at(rf, "columns=id").columns] == ["name", "id"]
    assert [c.name for c in table_at(rf, "columns=nonsense").columns] == ["name", "email", "language"]


def test_csv_holds_all_matching_rows(rf, people):
    response = table_at(rf, "q=kim&page=2").as_csv()
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["Name", "Mail", "Language", "Number"]
    assert len(rows) == 26
    assert response["Content-Disposition"].startswith('attachment; filename="people-')


@pytest.mark.parametrize("evil", ["=1+1", "+A1", "-2+3", "@SUM(A1)", "\tx"])
def test_csv_makes_formulas_harmless(evil):
    assert plain(evil) == f"'{evil}"


def test_csv_leaves_numbers_and_times_readable():
    assert plain(-5) == -5
    assert plain(None) == ""
    assert plain(datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.get_default_timezone())) == "2026-01-02 03:04:05"
    assert plain(["a", "b"]) == "a; b"


def test_count_stops_at_the_limit(rf, people, monkeypatch):
    monkeypatch.setattr(tables, "COUNT_LIMIT", 10)
    assert table_at(rf).total_text == "10+"


def test_table_is_drawn_with_everything_it_has(rf, people, django_assert_num_queries):
    table = table_at(rf, "q=kim")
    with django_assert_num_queries(2):
        html = render_to_string("web/list_part.html", {"table": table}, table.request)
    assert 'aria-sort="ascending"' in html
    assert html.count("<tr>") == 21
    assert 'value="kim"' in html
    assert "format=csv" in html


@pytest.mark.parametrize(("query", "text"), [("q=zzz", "Nothing matches"), ("", "Nothing here yet")])
def test_empty_table_says_why(rf, query, text):
    table = table_at(rf, query)
    with override("en"):
        assert text in render_to_string("web/list_part.html", {"table": table}, table.request)


def test_values_are_escaped_in_cells(rf):
    User.objects.create(email="a@x.kr", name="<script>alert(1)</script>", password="!")
    table = table_at(rf)
    html = render_to_string("web/list_part.html", {"table": table}, table.request)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
