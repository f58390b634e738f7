"""Trackings and contents as pages, and what many crawls at once may take of the quota."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections

from artnex.errors import ProviderUnavailable
from artnex.jobs.models import Job
from artnex.jobs.testing import run_queued_jobs
from brands.tests.factories import BrandFactory, make_member
from insights.models import Content, QuotaUse, Tracking
from insights.places.tracking import find_trackings, own_trackings
from insights.services.quota import quota_left, reserve
from insights.tests.tracking_factories import ContentFactory, TrackingFactory


@pytest.fixture
def brand(db):
    return BrandFactory()


@pytest.fixture
def tracking(brand):
    return TrackingFactory(brand=brand)


@pytest.fixture
def owner(client, brand):
    client.force_login(brand.user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def at(brand, path=""):
    return f"/brands/{brand.pk}/trackings/{path}"


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_a_bounded_number_of_queries(owner, brand, tracking, count, django_assert_max_num_queries):
    for _number in range(count):
        ContentFactory(tracking=tracking)
        TrackingFactory(brand=brand)
    owner.get("/jobs/")  # what is read once for each process
    for path, most in ((at(brand), 14), (at(brand, f"{tracking.pk}/"), 16), ("/trackings/", 10)):
        with django_assert_max_num_queries(most):
            assert owner.get(path).status_code == 200


def test_tracking_is_begun_changed_and_deleted(owner, brand):
    form = {
        "keyword": "펌프",
        "synonyms": "pump, 워터펌프",
        "platforms": ["youtube"],
        "interval_hours": 24,
        "is_active": "on",
    }
    made = owner.post(at(brand, "new/"), form)
    row = Tracking.objects.get()
    assert made["Location"] == at(brand, f"{row.pk}/")
    assert row.synonyms == ["pump", "워터펌프"]
    owner.post(at(brand, f"{row.pk}/edit/"), form | {"keyword": "진공펌프", "exclude_words": "중고; 수리"})
    row.refresh_from_db()
    assert (row.keyword, row.exclude_words) == ("진공펌프", ["중고", "수리"])
    assert "진공펌프" in text_of(owner.get(at(brand)))
    owner.post(at(brand, f"{row.pk}/delete/"))
    assert not Tracking.objects.exists()


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(owner, brand):
    form = {"keyword": "펌프", "platforms": ["rss"], "feeds": "ftp://x", "interval_hours": 24}
    answer = owner.post(at(brand, "new/"), form)
    assert answer.status_code == 422
    assert "This is not a web address." in text_of(answer)
    assert "ftp://x" in text_of(answer)
    assert not Tracking.objects.exists()


def test_cards_table_filters_and_csv_show_the_same_contents(owner, brand, tracking):
    ContentFactory(tracking=tracking, title="<script>alert(1)</script>", is_rising=True)
    ContentFactory(tracking=tracking, title="=cmd", platform="naver", view_count=None)
    page = at(brand, f"{tracking.pk}/")
    text = text_of(owner.get(page))
    assert "contents--cards" in text
    assert "&lt;script&gt;alert(1)" in text
    assert "contents--table" in text_of(owner.get(f"{page}?view=table"))
    assert "contents--table" in text_of(owner.get(page))
    assert "=cmd" not in text_of(owner.get(f"{page}?sign=rising"))
    assert "'=cmd" in b"".join(owner.get(f"{page}?format=csv").streaming_content).decode()


def test_crawl_now_shows_its_progress_and_what_a_platform_needs(owner, brand, settings):
    settings.YOUTUBE_API_KEY = ""
    tracking = TrackingFactory(brand=brand, platforms=["youtube", "tiktok"])
    page = at(brand, f"{tracking.pk}/")
    owner.post(f"{page}crawl/")
    assert f"job-line-{Job.objects.get().pk}" in text_of(owner.get(page))
    run_queued_jobs()
    text = text_of(owner.get(page))
    assert "YOUTUBE_API_KEY" in text
    assert "closed to businesses" in text


def test_table_is_shown_before_it_is_imported(owner, brand, tracking):
    table = SimpleUploadedFile("t.csv", "title,url\n베어링 교체,https://example.com/1\n,https://example.com/2".encode())
    check = owner.post(at(brand, f"{tracking.pk}/import/"), {"file": table})["Location"]
    text = text_of(owner.get(check))
    assert "베어링 교체" in text
    assert "The title is missing." in text
    assert not Content.objects.exists()
    owner.post(check)
    assert Content.objects.get().source == "import"
    assert owner.post(check).status_code == 404


def test_wrong_table_is_refused_beside_the_field(owner, brand, tracking):
    table = SimpleUploadedFile("t.csv", b"a,b\n1,2")
    answer = owner.post(at(brand, f"{tracking.pk}/import/"), {"file": table})
    assert answer.status_code == 422
    assert "external_id" in text_of(answer)


def test_content_says_how_its_popularity_comes_about(owner, brand, tracking):
    content = ContentFactory(tracking=tracking, popularity_index=12.5)
    text = text_of(owner.get(f"/brands/{brand.pk}/contents/{content.pk}/"))
    assert "How popularity comes about" in text
    foreign = ContentFactory()
    assert owner.get(f"/brands/{brand.pk}/contents/{foreign.pk}/").status_code == 404


def test_viewer_sees_no_buttons_and_may_change_nothing(client, brand, tracking):
    client.force_login(make_member(brand, "viewer"))
    assert "crawl/" not in text_of(client.get(at(brand, f"{tracking.pk}/")))
    assert client.post(at(brand, f"{tracking.pk}/crawl/")).status_code == 403


def test_search_and_own_copy_know_trackings(brand, tracking):
    assert [found.label for found in find_trackings(brand.user, "베어링")] == ["베어링"]
    assert not list(find_trackings(BrandFactory().user, "베어링"))
    assert own_trackings(brand.user)[0]["keyword"] == "베어링"


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="races need PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_many_crawls_at_once_never_take_more_than_the_quota(settings):
    settings.YOUTUBE_DAILY_UNITS, settings.YOUTUBE_DAILY_SEARCHES = 50, 30

    def take(_number):
        try:
            reserve("youtube", units=1, searches=1)
        except ProviderUnavailable:
            return 0
        else:
            return 1
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        taken = sum(pool.map(take, range(60)))
    assert taken == 30
    assert (QuotaUse.objects.get().searches, quota_left("youtube")["units"]) == (30, 20)
