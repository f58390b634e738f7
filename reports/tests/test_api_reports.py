"""Reports through the API: reading, files, links, remarks, schedules."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.tests.factories import UserFactory
from artnex.events.models import Event
from artnex.jobs.testing import run_queued_jobs
from brands.tests.factories import BrandFactory, make_member
from reports.models import Report, ReportExport, ReportSchedule, ReportShare
from reports.tests.factories import make_export, make_report, make_short_report

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def brand():
    return BrandFactory()


@pytest.fixture
def api(client, brand):
    """Requests as the brand's owner; `api("post", "reports/1/export", {...})`."""
    client.force_login(brand.user)

    def ask(method, path, body=None, **headers):
        options = {} if body is None else {"data": body, "content_type": JSON}
        return getattr(client, method)(f"/api/v1/{path}", headers=headers, **options)

    return ask


def events(name):
    return list(Event.objects.filter(name=name).values_list("data", flat=True))


# ── reading ──
def test_report_is_read_in_the_language_asked_for(api, brand):
    report = make_short_report(brand=brand, scores={"overall": {"score": 61.3}})
    korean = api("get", f"reports/{report.pk}", **{"accept-language": "ko"}).json()["data"]
    english = api("get", f"reports/{report.pk}?language=en", **{"accept-language": "ko"}).json()["data"]
    assert (korean["title"], english["title"]) == ("짧은 리포트", "Short report")
    assert (korean["language"], english["language"]) == ("ko", "en")
    assert english | {"report_type": "diagnosis", "overall_score": 61.3, "engine": "builtin"} == english
    section = english["sections"][0]
    assert (section["section_name"], section["title"], section["score"]) == ("market", "Market", 61.3)
    assert "Make the main product's name known first." in section["ai_comment"]
    assert [row["id"] for row in section["evidence"]] == ["kpi.followers"]
    assert section["evidence"][0]["source"] == "KPIs entered"
    kinds = [block["type"] for block in section["data"]["blocks"]]
    assert kinds == ["paragraph", "chart", "table"]
    assert section["data"]["blocks"][2]["rows"][0][1:3] == [1_234_567, 0.1234]
    assert english["scores"] == {"overall": {"score": 61.3}}
    assert api("get", f"reports/{report.pk}?language=fr").status_code == 400


def test_actions_carry_their_priority(api, brand):
    report = make_report(brand=brand)
    actions = api("get", f"reports/{report.pk}?language=en").json()["data"]["actions"]
    assert [action["priority"] for action in actions] == [100, 80, 60, 40, 20]
    assert actions[0]["evidence"] == ["kpi.revenue"]
    assert actions[0]["owner"] == "Marketing lead"


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_the_same_number_of_queries_for_one_and_for_three(api, brand, count, django_assert_max_num_queries):
    for _ in range(count):
        make_short_report(brand=brand)
    make_short_report()
    for path in ("reports", f"brands/{brand.pk}/reports"):
        with django_assert_max_num_queries(6):
            answer = api("get", path).json()
        assert answer["pagination"]["total"] == count
        assert "sections" not in answer["data"][0]
        assert answer["pagination"]["next_cursor"] is None


def test_list_is_narrowed_and_refuses_nonsense(api, brand):
    make_short_report(brand=brand, report_type="campaign")
    make_short_report(brand=brand)
    assert api("get", "reports?report_type=campaign").json()["pagination"]["total"] == 1
    assert api("get", f"reports?brand_id={brand.pk}&search=짧은").json()["pagination"]["total"] == 2
    for wrong in ("report_type=film", "ordering=secret", "page=0", "language=xx", "cursor=%00"):
        assert api("get", f"reports?{wrong}").status_code == 400


def test_deleted_report_is_gone_with_its_links_and_files(api, brand):
    report = make_short_report(brand=brand)
    make_export(report)
    url = api("post", f"reports/{report.pk}/share", {}).json()["data"]["url"]
    assert api("delete", f"reports/{report.pk}").status_code == 204
    for method, path in (("get", ""), ("get", "/file"), ("post", "/export"), ("post", "/share"), ("delete", "")):
        assert api(method, f"reports/{report.pk}{path}", {} if method == "post" else None).status_code == 404
    assert api("get", url.removeprefix("http://testserver/api/v1/")).status_code == 404
    assert events("report.deleted") == [{"id": report.pk}]
    assert Report.objects.filter(pk=report.pk).exists()


def test_team_reads_editor_exports_and_stranger_sees_nothing(client, api, brand):
    report = make_short_report(brand=brand)
    for person, read, write in ((make_member(brand, "viewer"), 200, 403), (UserFactory(), 404, 404)):
        client.force_login(person)
        assert api("get", f"reports/{report.pk}").status_code == read
        assert api("post", f"reports/{report.pk}/export", {}).status_code == write
        assert api("post", f"reports/{report.pk}/share", {}).status_code == write
        assert api("delete", f"reports/{report.pk}").status_code == write
    client.force_login(make_member(brand, "editor"))
    assert api("post", f"reports/{report.pk}/export", {"format": "html"}).status_code == 202
    assert api("delete", f"reports/{report.pk}").status_code == 403


# ── files ──
@pytest.mark.parametrize("file_format", ["pdf", "docx", "pptx", "xlsx", "html"])
def test_export_is_a_job_and_the_file_comes_afterwards(api, brand, file_format, django_capture_on_commit_callbacks):
    report = make_short_report(brand=brand)
    assert api("get", f"reports/{report.pk}/file?format={file_format}").status_code == 404
    started = api("post", f"reports/{report.pk}/export", {"format": file_format, "language": "both"})
    assert started.status_code == 202
    assert started["Location"] == f"/api/v1/jobs/{started.json()['data']['id']}"
    run_queued_jobs()
    job = api("get", started["Location"].removeprefix("/api/v1/")).json()["data"]
    assert (job["status"], job["result"]["format"], job["result"]["language"]) == ("succeeded", file_format, "both")
    assert job["result_url"] == f"/api/v1/reports/{report.pk}/file?format={file_format}"
    answer = api("get", f"reports/{report.pk}/file?format={file_format}")
    content = b"".join(answer.streaming_content)
    assert len(content) == job["result"]["size"]
    assert answer["Content-Type"] == ReportExport.objects.get().file.content_type
    assert "attachment" in answer["Content-Disposition"]
    assert events("report.exported")[0]["format"] == file_format


def test_file_without_a_format_is_the_newest_of_any(api, brand):
    report = make_short_report(brand=brand)
    make_export(report, content=b"<!doctype html><p>old</p>")
    make_export(report, content=b"<!doctype html><p>new</p>")
    assert b"new" in b"".join(api("get", f"reports/{report.pk}/file").streaming_content)
    assert api("get", f"reports/{report.pk}/file?format=pdf").status_code == 404
    assert api("get", f"reports/{report.pk}/file?format=exe").status_code == 400


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"format": "exe"}, "format"),
        ({"language": "fr"}, "language"),
        ({"frame": "gold"}, "frame"),
        ({"color": "red; }"}, "color"),
        ({"color": "#12345G"}, "color"),
        ({"color": 7}, "color"),
        ({"watermark": "x" * 41}, "watermark"),
        ({"watermark": "a\x00b"}, "watermark"),
        ({"cover": "perhaps"}, "cover"),
    ],
)
def test_wrong_wishes_are_named_and_nothing_is_started(api, brand, body, field):
    report = make_short_report(brand=brand)
    answer = api("post", f"reports/{report.pk}/export", body)
    assert answer.status_code == 422
    assert answer.json()["error"]["details"][0]["field"] == field


@pytest.mark.parametrize(
    "body", [{"frame": True, "watermark": True, "color": "navy"}, {"frame": False, "watermark": False}]
)
def test_yes_and_no_will_do_for_frame_and_watermark(api, brand, body):
    assert api("post", f"reports/{make_short_report(brand=brand).pk}/export", body).status_code == 202


def test_report_deleted_before_its_export_fails_in_words(api, brand):
    report = make_short_report(brand=brand)
    started = api("post", f"reports/{report.pk}/export", {"format": "html"})
    api("delete", f"reports/{report.pk}")
    run_queued_jobs()
    job = api("get", started["Location"].removeprefix("/api/v1/")).json()["data"]
    assert (job["status"], job["error"]["code"]) == ("failed", "NOT_FOUND")
    assert not ReportExport.objects.exists()


# ── links ──
def test_link_is_told_once_kept_as_a_hash_and_revoked(api, brand):
    report = make_short_report(brand=brand)
    until = (timezone.now() + timedelta(days=3)).isoformat()
    made = api("post", f"reports/{report.pk}/share", {"expires_at": until, "password": "geheim12"})
    data = made.json()["data"]
    assert made.status_code == 201
    assert made["Location"] == f"/api/v1/reports/{report.pk}/share/{data['id']}"
    token = data["url"].rsplit("/", 1)[-1]
    share = ReportShare.objects.get()
    assert token not in (share.token_hash, share.password_hash)
    assert "geheim12" not in share.password_hash
    listed = api("get", f"reports/{report.pk}/share").json()["data"][0]
    assert listed | {"id": data["id"], "has_password": True, "is_open": True, "view_count": 0} == listed
    assert "url" not in listed
    assert api("delete", f"reports/{report.pk}/share/{data['id']}").status_code == 204
    assert not ReportShare.objects.get().is_open
    assert api("delete", f"reports/{make_short_report(brand=brand).pk}/share/{data['id']}").status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"expires_at": "2020-01-01T00:00:00Z"}, "expires_at"),
        ({"expires_at": "soon"}, "expires_at"),
        ({"password": "abc"}, "password"),
        ({"password": "x" * 129}, "password"),
    ],
)
def test_bad_link_is_refused(api, brand, body, field):
    answer = api("post", f"reports/{make_short_report(brand=brand).pk}/share", body)
    assert answer.status_code == 422
    assert answer.json()["error"]["details"][0]["field"] == field
    assert not ReportShare.objects.exists()


# ── remarks ──
def test_comments_are_added_and_listed(api, brand):
    report = make_short_report(brand=brand)
    assert api("post", f"reports/{report.pk}/comments", {"body": "좋습니다 🙂"}).status_code == 201
    assert api("post", f"reports/{report.pk}/comments", {"body": " "}).status_code == 422
    assert api("post", f"reports/{report.pk}/comments", {"body": "x" * 2001}).status_code == 422
    rows = api("get", f"reports/{report.pk}/comments").json()["data"]
    assert [(row["body"], row["author_name"]) for row in rows] == [("좋습니다 🙂", str(brand.user))]


# ── schedules ──
def test_schedule_is_created_changed_and_deleted(api, brand):
    body = {"brand_id": brand.pk, "frequency": "monthly", "format": "pdf", "language": "en"}
    made = api("post", "report-schedules", body | {"recipients": ["A@example.com", "a@example.com", "b@example.com"]})
    data = made.json()["data"]
    assert made.status_code == 201
    assert data["recipients"] == ["a@example.com", "b@example.com"]
    assert data["next_run_at"] > timezone.now().isoformat()
    assert data["last_run"] is None
    changed = api("patch", f"report-schedules/{data['id']}", {"frequency": "weekly", "is_active": False}).json()["data"]
    assert (changed["frequency"], changed["is_active"], changed["format"]) == ("weekly", False, "pdf")
    assert api("delete", f"report-schedules/{data['id']}").status_code == 204
    assert not ReportSchedule.objects.exists()
    assert len(events("report_schedule.updated")) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"recipients": []}, "recipients"),
        ({"recipients": ["nobody"]}, "recipients.0"),
        ({"recipients": [f"a{n}@example.com" for n in range(21)]}, "recipients"),
        ({"frequency": "hourly"}, "frequency"),
        ({"format": "gif"}, "format"),
        ({"brand_id": 10**30}, "brand_id"),
        ({"brand_id": 987_654}, "brand_id"),
    ],
)
def test_bad_schedule_is_refused_by_field(api, brand, body, field):
    answer = api("post", "report-schedules", {"brand_id": brand.pk, "recipients": ["a@example.com"]} | body)
    assert answer.status_code == 422
    assert field in [row["field"] for row in answer.json()["error"]["details"]]


@pytest.mark.parametrize("count", [1, 3])
def test_schedules_with_their_last_sending_are_read_at_once(api, brand, count, django_assert_max_num_queries):
    for _ in range(count):
        api("post", "report-schedules", {"brand_id": brand.pk, "recipients": ["a@example.com"]})
        ReportSchedule.objects.first().runs.create()
    with django_assert_max_num_queries(7):
        rows = api("get", "report-schedules").json()["data"]
    assert [row["last_run"]["status"] for row in rows] == ["pending"] * count


def test_schedule_of_a_stranger_is_not_there_and_viewer_may_only_look(client, api, brand):
    schedule = api("post", "report-schedules", {"brand_id": brand.pk, "recipients": ["a@example.com"]}).json()["data"]
    client.force_login(make_member(brand, "viewer"))
    assert api("get", f"report-schedules/{schedule['id']}").status_code == 200
    assert api("patch", f"report-schedules/{schedule['id']}", {"format": "docx"}).status_code == 403
    assert api("post", "report-schedules", {"brand_id": brand.pk, "recipients": ["a@x.com"]}).status_code == 403
    client.force_login(UserFactory())
    assert api("get", f"report-schedules/{schedule['id']}").status_code == 404
