"""Shared reports as their readers meet them: password, expiry, guesses, and nothing of the brand beside the report."""

from datetime import timedelta

import pytest
from django.utils import timezone

from artnex import counters
from brands.tests.factories import BrandFactory
from reports.models import ReportShare
from reports.services.shares import GUESSES_BY_ADDRESS, MISSES_BY_ADDRESS, revoke_share, share_report
from reports.tests.factories import make_report, make_short_report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_counters():
    for share in range(1, 40):
        counters.reset(f"report-share-guess:{share}")
        counters.reset(f"report-share-guess:{share}:127.0.0.1")
    counters.reset("report-share-miss:127.0.0.1")


@pytest.fixture
def report():
    return make_short_report(brand=BrandFactory(brand_name="한빛정밀", mission="비밀 사명"))


def shared(report, **options):
    share, token = share_report(user=report.brand.user, report=report, **options)
    return share, f"/r/{token}"


def text_of(response):
    return response.content.decode()


def test_whoever_has_the_link_reads_the_report_and_is_counted(client, report):
    share, url = shared(report)
    page = client.get(url)
    assert page.status_code == 200
    assert "noindex" in page["X-Robots-Tag"]
    assert "no-store" in page["Cache-Control"]
    assert "1,234,567원" in text_of(page)
    english = text_of(client.get(f"{url}?lang=en"))
    assert "Short report" in english
    assert "Scores at a glance" in english
    share.refresh_from_db()
    assert share.view_count == 2
    assert share.last_viewed_at is not None


def test_page_tells_nothing_beside_the_report(client):
    report = make_report(brand=BrandFactory(mission="비밀 사명"))
    _share, url = shared(report)
    text = text_of(client.get(url))
    for secret in ("비밀 사명", report.brand.user.email, "/brands/", f"/reports/{report.pk}", "sidebar"):
        assert secret not in text


def test_password_is_asked_checked_and_remembered_for_this_link_alone(client, report):
    share, url = shared(report, password="geheim12")
    asked = client.get(url)
    assert asked.status_code == 401
    assert "짧은 리포트" not in text_of(asked)
    assert "한빛정밀" not in text_of(asked)
    wrong = client.post(url, {"password": "falsch"})
    assert wrong.status_code == 401
    assert "이 리포트의 비밀번호가 아닙니다." in text_of(wrong)
    opened = client.post(url, {"password": "geheim12"})
    assert "짧은 리포트" in text_of(opened)
    cookie = opened.cookies["share"]
    assert cookie["path"] == url
    assert cookie["httponly"]
    assert client.get(url).status_code == 200
    _other, other_url = shared(report, password="anders12")
    client.cookies["share"]["path"] = "/"
    assert client.get(other_url).status_code == 401
    share.refresh_from_db()
    assert share.view_count == 2


def test_programs_send_the_password_in_a_header(client, report):
    _share, url = shared(report, password="geheim12")
    assert client.get(url, headers={"x-share-password": "geheim12"}).status_code == 200
    client.cookies.clear()
    assert client.get(url, headers={"x-share-password": "falsch"}).status_code == 401


def test_guesses_are_counted_and_stopped(client, report):
    _share, url = shared(report, password="geheim12")
    for _ in range(GUESSES_BY_ADDRESS):
        assert client.post(url, {"password": "falsch"}).status_code == 401
    stopped = client.post(url, {"password": "geheim12"})
    assert stopped.status_code == 429
    assert int(stopped["Retry-After"]) > 0


def test_guessed_links_are_not_there_and_soon_not_answered(client):
    for _ in range(MISSES_BY_ADDRESS):
        assert client.get("/r/guessed-token").status_code == 404
    assert client.get("/r/guessed-token").status_code == 429


@pytest.mark.parametrize("language", ["ko", "en"])
def test_expired_and_revoked_links_say_so(client, report, language):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    share, url = shared(report, expires_at=timezone.now() + timedelta(hours=1))
    ReportShare.objects.filter(pk=share.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    expired = client.get(url)
    assert expired.status_code == 410
    assert ("더는 열 수 없는 링크입니다." if language == "ko" else "This link is no longer valid.") in text_of(expired)
    other, other_url = shared(report)
    revoke_share(user=report.brand.user, share=other)
    assert client.get(other_url).status_code == 410


def test_link_of_a_deleted_report_opens_nothing(client, report):
    _share, url = shared(report)
    report.deleted_at = timezone.now()
    report.save()
    assert client.get(url).status_code == 410


@pytest.mark.parametrize("token", ["%00", "a" * 3000, "..%2F..", "🙂", "<script>"])
def test_nonsense_in_the_place_of_a_token_is_not_there(client, token):
    assert client.get(f"/r/{token}").status_code in {400, 404}


def test_view_count_is_exact_under_many_readers(client, report):
    share, url = shared(report)
    for _ in range(5):
        client.get(url)
    share.refresh_from_db()
    assert share.view_count == 5
