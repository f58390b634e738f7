"""Crawls against servers on the loopback address that speak the protocols of YouTube, Naver, TikTok and feeds."""

from datetime import timedelta

import pytest
from django.utils import timezone

from artnex.ai.tests.servers import PNG, Reply, running_peer
from artnex.jobs.models import Job
from artnex.jobs.testing import run_queued_jobs
from insights.models import Content, ContentSnapshot, CrawlRun, QuotaUse, Tracking
from insights.platforms import base
from insights.services.retention import keep_contents_fresh
from insights.services.trackings import request_crawl, start_due_crawls
from insights.tests.tracking_factories import ContentFactory, TrackingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick(monkeypatch, settings):
    monkeypatch.setattr(base, "PAUSE_SECONDS", 0)
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]


@pytest.fixture
def youtube(settings):
    with running_peer() as peer:
        settings.YOUTUBE_API_KEY, settings.YOUTUBE_BASE_URL = "yt-secret", peer.url
        yield peer


@pytest.fixture
def naver(settings):
    with running_peer() as peer:
        settings.NAVER_CLIENT_ID, settings.NAVER_CLIENT_SECRET = "id", "naver-secret"
        settings.NAVER_BASE_URL, settings.NAVER_API = peer.url, "hub"
        yield peer


def crawl(tracking):
    """Crawl to the end; the run."""
    request_crawl(user=tracking.brand.user, tracking=tracking)
    run_queued_jobs()
    tracking.refresh_from_db()
    return CrawlRun.objects.filter(tracking=tracking).first()


def found(*ids, token=""):
    """An answer of search.list."""
    items = [{"kind": "youtube#searchResult", "id": {"kind": "youtube#video", "videoId": one}} for one in ids]
    return Reply({"kind": "youtube#searchListResponse", "items": items} | ({"nextPageToken": token} if token else {}))


def video(video_id, views="1000", title="볼 베어링 &amp; 교체", **numbers):
    """An item of videos.list; counts are strings, and hidden ones are missing."""
    snippet = {"title": title, "channelTitle": "정비 노트", "publishedAt": "2026-11-01T00:00:00Z"}
    return {"id": video_id, "snippet": snippet, "statistics": {"viewCount": views, **numbers}}


def videos(*items):
    return Reply({"kind": "youtube#videoListResponse", "items": list(items)})


def refusal(status, reason):
    return Reply({"error": {"code": status, "message": "no", "errors": [{"reason": reason}]}}, status=status)


# ── YouTube ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_youtube_finds_videos_in_one_search_and_one_call_for_their_numbers(youtube):
    youtube.will(found("a", "b"), videos(video("a", likeCount="30", commentCount="4"), video("b", views="5")))
    tracking = TrackingFactory(platforms=["youtube"], synonyms=["볼 베어링"], exclude_words=["중고"])
    run = crawl(tracking)
    assert run.status == "succeeded"
    search, numbers = youtube.seen
    assert search.query["q"] == ['베어링|"볼 베어링" -중고']
    assert search.query["part"] == ["snippet"]
    assert numbers.query["id"] == ["a,b"]
    assert "yt-secret" not in str(search.query)
    assert search.headers["x-goog-api-key"] == "yt-secret"
    one = Content.objects.get(external_id="a")
    assert (one.title, one.view_count, one.like_count, one.comment_count) == ("볼 베어링 & 교체", 1000, 30, 4)
    assert one.popularity_index > Content.objects.get(external_id="b").popularity_index
    assert Content.objects.get(external_id="b").like_count is None
    use = QuotaUse.objects.get()
    assert (use.units, use.searches) == (2, 1)


def test_second_crawl_updates_keeps_history_and_searches_from_what_was_kept(youtube):
    youtube.will(found("a"), videos(video("a")), videos(video("a", views="2000")))
    tracking = TrackingFactory(platforms=["youtube"])
    crawl(tracking)
    crawl(tracking)
    assert [seen.path for seen in youtube.seen] == ["/search", "/videos", "/videos"]
    assert Content.objects.get().view_count == 2000
    assert list(ContentSnapshot.objects.values_list("view_count", flat=True)) == [1000, 2000]
    assert QuotaUse.objects.get().searches == 1


def test_spent_quota_is_said_with_its_reset_and_nothing_more_is_asked_today(youtube):
    youtube.will(refusal(403, "quotaExceeded"))
    tracking = TrackingFactory(platforms=["youtube"])
    run = crawl(tracking)
    line = run.lines[0]
    assert (run.status, line["status"]) == ("partial", "paused")
    crawl(tracking)
    assert len(youtube.seen) == 1


def test_crawl_goes_on_from_the_page_where_the_quota_ended(youtube, settings):
    settings.YOUTUBE_DAILY_SEARCHES = 1
    youtube.will(found("a", token="PAGE2"), videos(video("a")))
    tracking = TrackingFactory(platforms=["youtube"])
    crawl(tracking)
    assert tracking.platform_state["youtube"]["token"] == "PAGE2"
    settings.YOUTUBE_DAILY_SEARCHES = 2
    youtube.will(found("b"), videos(video("b")), videos(video("a")))
    crawl(tracking)
    assert youtube.seen[2].query["pageToken"] == ["PAGE2"]
    assert set(Content.objects.values_list("external_id", flat=True)) == {"a", "b"}
    assert tracking.platform_state["youtube"]["token"] == ""


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (refusal(400, "keyInvalid"), "failed", "YOUTUBE_API_KEY"),
        (Reply("<html>gone</html>", status=401), "failed", "YOUTUBE_API_KEY"),
        (refusal(403, "accessNotConfigured"), "failed", "not switched on"),
        (refusal(403, "rateLimitExceeded"), "paused", "enough requests"),
        (Reply("", status=429, headers={"Retry-After": "60"}), "paused", "60 seconds"),
        (Reply("<html>oops</html>", status=500), "failed", "500"),
        (Reply("<html>hello</html>"), "failed", "cannot be read"),
        (Reply(b'{"items": ['), "failed", "cannot be read"),
        (Reply({"items": [{"id": 7}, None, {"id": {"videoId": ["x"]}}]}), "ok", ""),
        (Reply(hang_up=True), "failed", "cannot be reached"),
    ],
)
def test_failures_of_a_platform_are_said_in_words_and_the_others_go_on(youtube, answer, status, words):
    youtube.will(answer)
    with running_peer() as feed:
        feed.will(Reply(FEED, headers={"etag": '"1"'}))
        tracking = TrackingFactory(platforms=["youtube", "rss"], feeds=[f"{feed.url}/feed"])
        run = crawl(tracking)
    assert Job.objects.get(kind="insights.crawl").status == "succeeded"
    state = tracking.platform_state
    assert state["youtube"]["status"] == status
    assert words in state["youtube"]["texts"].get("en", "")
    assert state["rss"]["status"] == "ok"
    assert run.platforms["rss"]["new"] == 2
    assert run.status == ("succeeded" if status == "ok" else "partial")
    assert "yt-secret" not in str(run.platforms)


def test_without_a_key_the_page_can_say_what_to_do(settings):
    settings.YOUTUBE_API_KEY = settings.NAVER_CLIENT_ID = ""
    run = crawl(TrackingFactory(platforms=["youtube", "naver"]))
    assert run.status == "failed"
    assert {line["status"] for line in run.lines} == {"needs_key"}
    assert "YOUTUBE_API_KEY" in run.lines[0]["message"]


def test_data_older_than_thirty_days_is_refreshed_or_removed(youtube):
    youtube.will(videos(video("kept", views="77")))
    old = timezone.now() - timedelta(days=31)
    tracking = TrackingFactory(platforms=["youtube"])
    for name in ("kept", "gone"):
        row = ContentFactory(tracking=tracking, external_id=name, refreshed_at=old)
        ContentSnapshot.objects.create(content=row, taken_at=old, view_count=1)
    ContentFactory(tracking=tracking, external_id="mine", refreshed_at=old, source="import")
    assert keep_contents_fresh() == {"refreshed": 1, "removed": 1}
    assert set(Content.objects.values_list("external_id", flat=True)) == {"kept", "mine"}
    assert list(ContentSnapshot.objects.values_list("view_count", flat=True)) == [77]


def test_thumbnails_are_kept_and_not_linked(youtube):
    item = video("a")
    item["snippet"]["thumbnails"] = {"medium": {"url": f"{youtube.url}/picture.png"}}
    youtube.will(found("a"), videos(item), Reply(PNG))
    crawl(TrackingFactory(platforms=["youtube"]))
    assert Content.objects.get().thumbnail.content_type == "image/png"


# ── Naver ──────────────────────────────────────────────────────────────────────────────────────────────────────────
BLOG = {
    "title": "<b>베어링</b> 교체",
    "link": "https://blog.naver.com/a/1",
    "bloggername": "정비",
    "postdate": "20261101",
}
NEWS = {
    "title": "베어링 &quot;수출&quot;",
    "link": "https://n.news.naver.com/1",
    "originallink": "https://news.example.com/1",
    "pubDate": "Mon, 02 Nov 2026 10:00:00 +0900",
}
CAFE = {"title": "베어링 질문", "link": "https://cafe.naver.com/q/1", "cafename": "설비인"}
RATIOS = {"results": [{"title": "베어링", "data": [{"period": "2026-11-01", "ratio": "50.5"}, {"period": "x"}]}]}


def sections(seen):
    rows = {"blog": [BLOG], "news": [NEWS], "cafearticle": [CAFE]}
    if seen.method == "POST":
        return Reply(RATIOS)
    section = seen.path.rsplit("/", 1)[-1].removesuffix(".json")
    return Reply({"total": 1, "items": rows[section]})


@pytest.mark.parametrize(
    ("api", "path", "trend", "header"),
    [
        ("hub", "/search/v1/blog", "/search-trend/v1/search", "x-ncp-apigw-api-key"),
        ("legacy", "/v1/search/blog.json", "/v1/datalab/search", "x-naver-client-secret"),
    ],
)
def test_naver_finds_posts_at_both_hosts_and_keeps_the_search_trend(naver, settings, api, path, trend, header):
    settings.NAVER_API = api
    naver.will(sections)
    tracking = TrackingFactory(platforms=["naver"])
    assert crawl(tracking).status == "succeeded"
    assert naver.seen[0].path == path
    assert naver.seen[0].headers[header] == "naver-secret"
    assert naver.seen[-1].path == trend
    titles = dict(Content.objects.values_list("channel", "title"))
    assert titles == {"정비": "베어링 교체", "news.example.com": '베어링 "수출"', "설비인": "베어링 질문"}
    assert Content.objects.filter(popularity_index__isnull=False).count() == 0
    assert tracking.search_trend["points"] == [["2026-11-01", 50.5]]


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (
            Reply({"error": {"errorCode": "200", "message": "Authentication Failed"}}, status=401),
            "failed",
            "NAVER_CLIENT",
        ),
        (Reply({"errorCode": "024", "errorMessage": "x"}, status=401), "failed", "NAVER_CLIENT"),
        (Reply({"error": {"errorCode": "400", "message": "Quota Exceeded"}}, status=429), "paused", "not ticked"),
        (Reply({"errorCode": "SE99"}, status=500), "failed", "500"),
    ],
)
def test_naver_failures_are_said_in_words(naver, answer, status, words):
    naver.will(answer)
    tracking = TrackingFactory(platforms=["naver"])
    crawl(tracking)
    state = tracking.platform_state["naver"]
    assert (state["status"], words in state["texts"]["en"]) == (status, True)


# ── TikTok and feeds ───────────────────────────────────────────────────────────────────────────────────────────────
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>산업뉴스</title>
<item><title>베어링 시장</title><link>https://news.example.com/1</link><guid>g1</guid>
<pubDate>Mon, 02 Nov 2026 10:00:00 +0900</pubDate></item>
<item><title>다른 이야기</title><link>https://news.example.com/2</link><guid>g2</guid></item>
<item><title>베어링 함정</title><link>javascript:alert(1)</link><guid>g3-중고</guid></item></channel></rss>"""


def test_one_dead_link_or_feed_does_not_stop_the_others(settings):
    with running_peer() as peer:
        settings.TIKTOK_OEMBED_URL = f"{peer.url}/oembed"
        good = Reply({"title": "베어링 #정비", "author_name": "메카닉", "html": ""})
        peer.will(Reply({"status_msg": "no"}, status=400), good, Reply("", status=404), Reply(FEED))
        links = ["https://www.tiktok.com/@a/video/1111111", "https://www.tiktok.com/@a/video/7300000000000000001"]
        feeds = [f"{peer.url}/dead", f"{peer.url}/feed"]
        tracking = TrackingFactory(platforms=["tiktok", "rss"], links=links, feeds=feeds)
        run = crawl(tracking)
    assert run.status == "succeeded"
    assert "private or gone" in tracking.platform_state["tiktok"]["texts"]["en"]
    assert "404" in tracking.platform_state["rss"]["texts"]["en"]
    assert Content.objects.get(platform="tiktok").external_id == "7300000000000000001"
    assert set(Content.objects.filter(platform="rss").values_list("title", "url")) == {
        ("베어링 시장", "https://news.example.com/1"),
        ("베어링 함정", ""),
    }


def test_feed_is_asked_only_for_what_is_new():
    with running_peer() as peer:
        peer.will(Reply(FEED, headers={"etag": '"v1"'}), Reply(b"", status=304))
        tracking = TrackingFactory(platforms=["rss"], feeds=[f"{peer.url}/feed"])
        crawl(tracking)
        crawl(tracking)
        assert peer.seen[1].headers["if-none-match"] == '"v1"'
    assert tracking.platform_state["rss"]["status"] == "ok"


def test_feed_on_our_own_network_or_a_file_is_refused(settings):
    settings.OUTBOUND_ALLOW = []
    tracking = TrackingFactory(platforms=["rss"], feeds=["http://127.0.0.1:8000/admin/", "http://169.254.169.254/x"])
    crawl(tracking)
    assert not Content.objects.exists()
    assert tracking.platform_state["rss"]["texts"]["en"]


def test_text_of_a_feed_is_never_taken_for_the_name_of_a_file():
    with running_peer() as peer:
        peer.will(Reply(b"/etc/hostname"))
        tracking = TrackingFactory(platforms=["rss"], feeds=[f"{peer.url}/feed"])
        crawl(tracking)
    assert "holds no feed" in tracking.platform_state["rss"]["texts"]["en"]


# ── the schedule ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_due_trackings_are_started_once_and_those_that_are_over_not_at_all():
    now = timezone.now()
    due = TrackingFactory(platforms=["tiktok"], next_crawl_at=now)
    TrackingFactory(platforms=["tiktok"], next_crawl_at=now, is_active=False)
    TrackingFactory(platforms=["tiktok"], next_crawl_at=now, end_date=timezone.localdate() - timedelta(days=1))
    TrackingFactory(platforms=["tiktok"], next_crawl_at=now + timedelta(hours=1))
    assert start_due_crawls() == {"started": 1}
    assert start_due_crawls() == {"started": 0}
    assert [job.params["tracking_id"] for job in Job.objects.all()] == [due.pk]
    run_queued_jobs()
    due.refresh_from_db()
    assert due.next_crawl_at == due.last_crawled_at + timedelta(hours=24)


def test_two_presses_give_one_crawl():
    tracking = TrackingFactory(platforms=["tiktok"])
    owner = tracking.brand.user
    assert request_crawl(user=owner, tracking=tracking) == request_crawl(user=owner, tracking=tracking)


def test_tracking_deleted_while_crawled_leaves_nothing(youtube, monkeypatch):
    tracking = TrackingFactory(platforms=["youtube"])

    def gone(ids):
        Tracking.objects.filter(pk=tracking.pk).delete()
        return [base.FoundItem("a", "", "베어링")]

    monkeypatch.setattr("insights.platforms.youtube.videos", gone)
    youtube.will(found("a"))
    request_crawl(user=tracking.brand.user, tracking=tracking)
    run_queued_jobs()
    assert not Content.objects.exists()
    assert Job.objects.get().status == "failed"
