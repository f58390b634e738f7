"""Trackings and contents through the API."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from artnex.events.models import Event
from artnex.jobs.testing import run_queued_jobs
from brands.tests.factories import BrandFactory
from insights.models import Content, ContentSnapshot, Tracking
from insights.queries.tracking import keywords_of_tracking, tracked_summary
from insights.services.content_import import COLUMNS
from insights.services.contents import judge_contents
from insights.tests.tracking_factories import ContentFactory, TrackingFactory

pytestmark = pytest.mark.django_db
JSON = "application/json"
HEADING = ",".join(COLUMNS)


@pytest.fixture
def brand():
    return BrandFactory()


@pytest.fixture
def tracking(brand):
    return TrackingFactory(brand=brand, exclude_words=["중고"])


@pytest.fixture
def api(client, brand):
    """Requests as the brand's owner."""
    client.force_login(brand.user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"

    def ask(method, path, body=None, **options):
        if body is not None:
            options |= {"data": body, "content_type": JSON}
        return getattr(client, method)(f"/api/v1/{path}", **options)

    return ask


def table(*rows, heading=HEADING, encoding="utf-8"):
    return SimpleUploadedFile("t.csv", "\n".join([heading, *rows]).encode(encoding), content_type="text/csv")


# ── trackings ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_tracking_is_created_changed_and_deleted(api, brand):
    body = {
        "keyword": "공기압축기",
        "synonyms": ["콤프레샤", "air compressor"],
        "exclude_words": ["중고"],
        "platforms": ["youtube", "naver"],
        "start_date": "2026-01-01",
        "end_date": "2099-12-31",
        "interval_hours": 12,
    }
    made = api("post", f"brands/{brand.pk}/trackings", body)
    data = made.json()["data"]
    assert made.status_code == 201
    assert data | body == data
    assert data["next_crawl_at"] is not None
    assert made["Location"] == f"/api/v1/trackings/{data['id']}"
    changed = api("patch", f"trackings/{data['id']}", {"is_active": False}).json()["data"]
    assert (changed["is_active"], changed["next_crawl_at"], changed["keyword"]) == (False, None, "공기압축기")
    assert api("get", f"brands/{brand.pk}/trackings?is_active=false").json()["pagination"]["total"] == 1
    assert api("delete", f"trackings/{data['id']}").status_code == 204
    names = ["tracking.created", "tracking.updated", "tracking.deleted"]
    assert (
        list(Event.objects.filter(name__startswith="tracking").order_by("id").values_list("name", flat=True)) == names
    )


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"keyword": " "}, "keyword"),
        ({"keyword": "가" * 101}, "keyword"),
        ({"keyword": "a\x00b"}, "keyword"),
        ({"keyword": 'a" OR "b'}, "keyword"),
        ({"platforms": []}, "platforms"),
        ({"platforms": ["myspace"]}, "platforms"),
        ({"platforms": "youtube"}, "platforms"),
        ({"platforms": ["rss"]}, "feeds"),
        ({"platforms": ["rss"], "feeds": ["file:///etc/passwd"]}, "feeds"),
        ({"links": ["https://evil.example/tiktok.com"]}, "links"),
        ({"synonyms": ["가"] * 21}, "synonyms"),
        ({"synonyms": [{"a": 1}]}, "synonyms"),
        ({"exclude_words": ["펌프"]}, "exclude_words"),
        ({"start_date": "2026-02-02", "end_date": "2026-02-01"}, "end_date"),
        ({"start_date": "2026-13-01"}, "start_date"),
        ({"interval_hours": 0}, "interval_hours"),
        ({"interval_hours": 10**9}, "interval_hours"),
    ],
)
def test_bad_tracking_is_refused_by_field_and_not_stored(api, brand, body, field):
    answer = api("post", f"brands/{brand.pk}/trackings", {"keyword": "펌프", "platforms": ["youtube"]} | body)
    assert answer.status_code in {400, 422}
    assert any(row["field"].startswith(field) for row in answer.json()["error"]["details"])
    assert not Tracking.objects.exists()


def test_foreign_trackings_and_contents_are_not_there(api):
    foreign = ContentFactory()
    pk = foreign.tracking_id
    for path in (f"trackings/{pk}", f"trackings/{pk}/contents", f"trackings/{pk}/trend", f"trackings/{pk}/export"):
        assert api("get", path).status_code == 404
    assert api("get", f"contents/{foreign.pk}/history").status_code == 404
    assert api("post", f"trackings/{pk}/crawl").status_code == 404


# ── contents ───────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("ordering", ["-popularity_index", "-view_count", "published_at", ""])
def test_contents_are_walked_by_cursor_without_gap_or_repetition(api, tracking, ordering):
    now = timezone.now()
    for number in range(7):
        views = None if number % 3 == 0 else number * 10
        ContentFactory(tracking=tracking, view_count=views, published_at=now - timedelta(days=number // 2))
    seen, cursor = [], ""
    while cursor is not None:
        path = f"trackings/{tracking.pk}/contents?page_size=2&ordering={ordering}&cursor={cursor}"
        answer = api("get", path).json()
        seen += [row["id"] for row in answer["data"]]
        cursor = answer["pagination"]["next_cursor"]
    assert sorted(seen) == sorted(Content.objects.values_list("pk", flat=True))


def test_contents_are_narrowed(api, tracking):
    old = timezone.now() - timedelta(days=90)
    ContentFactory(tracking=tracking, view_count=5000)
    ContentFactory(tracking=tracking, view_count=10, platform="naver", published_at=old)
    day = timezone.localdate() - timedelta(days=5)

    def total(query):
        return api("get", f"trackings/{tracking.pk}/contents?{query}").json()["pagination"]["total"]

    assert [total("platform=naver"), total("min_views=100"), total(f"from={day}"), total(f"to={day}")] == [1, 1, 1, 1]
    for wrong in ("platform=x", "min_views=-1", "min_views=abc", "from=yesterday", "ordering=title"):
        assert api("get", f"trackings/{tracking.pk}/contents?{wrong}").status_code == 400


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_contents_asks_a_fixed_number_of_queries(api, tracking, count, django_assert_num_queries):
    for _number in range(count):
        ContentFactory(tracking=tracking)
    api("get", "jobs")  # what is read once for each process
    with django_assert_num_queries(6):
        assert len(api("get", f"trackings/{tracking.pk}/contents").json()["data"]) == count


def test_history_tells_growth_and_days_out_of_the_ordinary(api, tracking):
    row = ContentFactory(tracking=tracking, view_count=None)
    now = timezone.now()
    totals = [1000 + 10 * day for day in range(20)] + [3000]
    for ago, views in zip(range(20, -1, -1), totals, strict=True):
        ContentSnapshot.objects.create(content=row, taken_at=now - timedelta(days=ago), view_count=views)
    Content.objects.update(view_count=3000)
    judge_contents(tracking=tracking)
    data = api("get", f"contents/{row.pk}/history").json()["data"]
    assert data["n"] == 21
    assert data["points"][-1]["view_count"] == 3000
    assert data["is_rising"] is True
    assert data["growth"] == pytest.approx(3000 / 1130 - 1)
    assert data["anomalies"] == [timezone.localdate().isoformat()]
    assert Event.objects.filter(name="content.rising").count() == 1
    judge_contents(tracking=tracking)
    assert Event.objects.filter(name="content.rising").count() == 1


def test_trend_comes_from_the_search_trend_or_from_counts_and_says_so(api, tracking):
    assert api("get", f"trackings/{tracking.pk}/trend").json()["data"]["verdict"] == "not_enough_data"
    now = timezone.now()
    for ago in range(40):
        ContentFactory(tracking=tracking, published_at=now - timedelta(days=ago))
    counted = api("get", f"trackings/{tracking.pk}/trend").json()["data"]
    assert (counted["source"], counted["n"], counted["verdict"]) == ("tracked_counts", 40, "no_clear_trend")
    start = timezone.localdate() - timedelta(days=60)
    points = [[(start + timedelta(days=n)).isoformat(), 10 * 1.03**n * (1 + 0.1 * (n * 7 % 5 - 2))] for n in range(60)]
    Tracking.objects.update(search_trend={"points": points})
    searched = api("get", f"trackings/{tracking.pk}/trend").json()["data"]
    assert (searched["source"], searched["n"], searched["verdict"]) == ("naver_datalab", 60, "up")


# ── import and export ──────────────────────────────────────────────────────────────────────────────────────────────
GOOD = 'youtube,v1,https://youtu.be/v1,베어링 교체,정비,2026-01-31,"12,400",310,'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_import_stores_good_rows_names_bad_ones_and_leaves_out_excluded_words(client, api, tracking, encoding):
    rows = [
        GOOD,
        "instagram,i1,,=1+1,정비,2026-01-31T09:00:00+09:00,5,,",
        "naver,,https://blog.naver.com/1,중고 베어링,,,,,",
        "youtube,v2,javascript:alert(1),제목,,,,,",
        "youtube,v3,,제목,,2026-13-40,,,",
        "youtube,v4,,제목,,,=1+1,,",
        "youtube,v5,,제목,,,-5,,",
        "myspace,v6,,제목,,,,,",
        ",,,제목뿐,,,,,",
        "youtube,v7,,,,,,,",
        "",
    ]
    url = f"/api/v1/trackings/{tracking.pk}/import"
    tried = client.post(url, {"file": table(*rows, encoding=encoding), "dry_run": "true"}).json()["data"]
    assert (tried["found"], tried["new"], tried["excluded"]) == (2, 2, 1)
    assert [bad["row"] for bad in tried["errors"]] == [5, 6, 7, 8, 9, 10, 11]
    assert not Content.objects.exists()
    answer = client.post(url, {"file": table(*rows, encoding=encoding)})
    assert answer.status_code == 202
    run_queued_jobs()
    job = api("get", answer["Location"].removeprefix("/api/v1/")).json()["data"]
    assert (job["status"], job["result"]["new"], len(job["result"]["errors"])) == ("succeeded", 2, 7)
    row = Content.objects.get(external_id="v1")
    assert (row.view_count, row.like_count, row.comment_count, row.source) == (12400, 310, None, "import")
    client.post(url, {"file": table(GOOD.replace("12,400", "13,000"))})
    run_queued_jobs()
    assert Content.objects.get(external_id="v1").view_count == 13000
    assert row.snapshots.count() == 2


@pytest.mark.parametrize(
    ("file", "status"),
    [
        (table("a,b", heading="name,views"), 422),
        (table(), 422),
        (SimpleUploadedFile("t.csv", b""), 422),
        (SimpleUploadedFile("t.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 50), 415),
        (SimpleUploadedFile("t.xlsx", b"PK\x03\x04nonsense"), 422),
    ],
)
def test_wrong_file_is_refused_at_once(client, api, tracking, file, status):
    answer = client.post(f"/api/v1/trackings/{tracking.pk}/import", {"file": file})
    assert answer.status_code in {status, 415, 422}
    assert not Content.objects.exists()


def test_wrong_columns_are_said_with_the_right_ones(client, api, tracking):
    answer = client.post(f"/api/v1/trackings/{tracking.pk}/import", {"file": table("a,b", heading="name,views")})
    assert "external_id" in answer.json()["error"]["details"][0]["message"]


def test_export_can_be_imported_and_runs_no_formulas(client, api, tracking):
    ContentFactory(tracking=tracking, title='=HYPERLINK("x")', channel="정비")
    answer = api("get", f"trackings/{tracking.pk}/export")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["title"].startswith("'=")
    assert set(COLUMNS) <= set(row)
    again = SimpleUploadedFile("t.csv", text.encode())
    tried = client.post(f"/api/v1/trackings/{tracking.pk}/import", {"file": again, "dry_run": "true"}).json()["data"]
    assert (tried["found"], tried["updated"], tried["errors"]) == (1, 1, [])


# ── for the analyst and for clustering ─────────────────────────────────────────────────────────────────────────────
def test_summary_and_keywords_come_from_the_contents(api, tracking, brand):
    for title in ("베어링 교체 방법", "베어링 소음 원인", "소음 잡는 교체"):
        ContentFactory(tracking=tracking, title=title)
    summary = tracked_summary(brand)
    assert summary["content_count"] == 3
    assert summary["by_platform"] == {"youtube": 3}
    assert summary["keywords"][0]["trend"]["source"] == "tracked_counts"
    words = keywords_of_tracking(brand.user, tracking.pk)
    assert {"교체", "소음"} <= set(words)
    assert "베어링" not in words


@pytest.mark.skipif(connection.vendor != "sqlite", reason="one database is enough")
def test_crawl_of_files_alone_is_refused(api, brand):
    tracking = TrackingFactory(brand=brand, platforms=["csv"])
    assert api("post", f"trackings/{tracking.pk}/crawl").status_code == 409
