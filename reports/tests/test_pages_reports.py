"""Reports as pages: reading, comparing, rewriting, files, links, schedules, the one-stop run."""

import pytest
from django.utils import timezone

from artnex.events.models import Event, Notification
from artnex.jobs.models import Job, Workflow
from brands.tests.factories import BrandFactory, make_member
from reports.content import Bilingual, Paragraph, Statement
from reports.models import ParagraphEdit, Report, ReportSchedule, ReportShare
from reports.places.report import find_reports, own_reports
from reports.services.remarks import comment_on_report
from reports.services.schedules import create_schedule
from reports.tests.factories import make_export, make_report, make_short_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def brand():
    return BrandFactory(brand_name="한빛정밀")


@pytest.fixture
def owner(client, brand):
    client.force_login(brand.user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_a_bounded_number_of_queries(owner, brand, count, django_assert_max_num_queries):
    for _ in range(count):
        report = make_short_report(brand=brand)
        make_export(report)
        comment_on_report(user=brand.user, report=report, body="좋습니다")
        create_schedule(user=brand.user, brand=brand, fields={"recipients": ["a@example.com"]}).runs.create()
    owner.get("/jobs/")  # what is read once for each process
    for path in (
        "reports/",
        f"brands/{brand.pk}/reports/",
        f"reports/{report.pk}/",
        f"reports/{report.pk}/export/",
        f"reports/{report.pk}/share/",
        "reports/schedules/",
    ):
        with django_assert_max_num_queries(14):
            assert owner.get(f"/{path}").status_code == 200


def test_report_shows_contents_scores_blocks_and_evidence(owner, brand):
    report = make_report(brand=brand)
    text = text_of(owner.get(f"/reports/{report.pk}/"))
    for expected in ("Contents", "62.4", "Scores at a glance", "not enough data", "₩1,234,567", "What stands out"):
        assert expected in text
    assert text.count("<svg") > 16
    assert "KPIs entered" in text
    assert "assumption" in text
    assert 'href="#en-market"' in text
    assert 'id="en-market"' in text
    korean = text_of(owner.get(f"/reports/{report.pk}/?lang=ko"))
    assert "제품군별 실적" in korean
    assert "1,234,567원" in korean


def test_scores_open_to_their_formula_and_inputs(owner, brand):
    scores = {
        "overall": {"score": 62.4, "formula": "Σ(w·s) ÷ Σw", "inputs": {"market": 61.3}},
        "areas": {
            "market": {
                "score": 61.3,
                "formula": {"ko": "공식", "en": "100 × (mean − 1) ÷ 4"},
                "inputs": [{"label": {"ko": "응답", "en": "Answers"}, "value": 9}, "straight line"],
                "note": {"ko": "자기 평가", "en": "self-assessment"},
            }
        },
    }
    text = text_of(owner.get(f"/reports/{make_short_report(brand=brand, scores=scores).pk}/"))
    for expected in ("How these scores were computed", "100 × (mean − 1) ÷ 4", "Answers", "self-assessment", "61.3"):
        assert expected in text


def test_report_is_laid_beside_an_earlier_one(owner, brand):
    before = make_short_report(brand=brand, overall_score=58.0)
    before.sections.update(score=55.0)
    after = make_short_report(brand=brand)
    text = text_of(owner.get(f"/reports/{after.pk}/?with={before.pk}"))
    assert "+3.3" in text
    assert "+6.3" in text
    other = make_short_report()
    for wrong in (other.pk, "x", "9" * 30):
        assert owner.get(f"/reports/{after.pk}/?with={wrong}").status_code == 404


def paragraph_url(report, paragraph="p1"):
    return f"/reports/{report.pk}/sections/{report.sections.get().pk}/paragraphs/{paragraph}/"


def test_paragraph_is_rewritten_marked_and_its_history_kept(owner, brand):
    report = make_short_report(brand=brand)
    url = paragraph_url(report)
    form = owner.get(url).context["form"]
    assert form.initial["en"].startswith("In the last twelve months")
    saved = owner.post(url, {"ko": "우리 말로 씁니다.", "en": "In our own words.", "seen": form.initial["seen"]})
    assert saved.url == f"/reports/{report.pk}/#market"
    text = text_of(owner.get(f"/reports/{report.pk}/"))
    assert "In our own words." in text
    assert f"Rewritten by {brand.user}" in text
    assert "KPIs entered" in text  # the facts it rests on stay
    edit = ParagraphEdit.objects.get()
    assert edit.before["statements"][0]["text"]["en"].startswith("In the last twelve months")
    assert "In the last twelve months" in text_of(owner.get(url))
    assert Event.objects.filter(name="report.edited").count() == 1


def test_paragraph_that_changed_meanwhile_is_not_overwritten(owner, brand):
    report = make_short_report(brand=brand)
    url = paragraph_url(report)
    seen = owner.get(url).context["form"].initial["seen"]
    owner.post(url, {"ko": "먼저", "en": "First", "seen": seen})
    late = owner.post(url, {"ko": "나중", "en": "Later", "seen": seen})
    assert late.status_code == 409
    assert "Later" in text_of(late)  # what was typed stays
    assert "First" in text_of(owner.get(f"/reports/{report.pk}/"))


@pytest.mark.parametrize("given", [{"ko": "", "en": "x"}, {"ko": "x", "en": "y" * 5001}, {"ko": "a\x00", "en": "b"}])
def test_bad_paragraph_is_refused_and_nothing_changes(owner, brand, given):
    report = make_short_report(brand=brand)
    assert owner.post(paragraph_url(report), given).status_code == 422
    assert not ParagraphEdit.objects.exists()


def test_paragraph_or_section_of_another_report_is_not_there(owner, brand):
    report, other = make_short_report(brand=brand), make_short_report(brand=brand)
    assert owner.get(paragraph_url(report, "nothing")).status_code == 404
    section = other.sections.get().pk
    assert owner.get(f"/reports/{report.pk}/sections/{section}/paragraphs/p1/").status_code == 404
    assert owner.post(f"/reports/{report.pk}/sections/{section}/anew/").status_code == 404


def test_section_is_written_anew_by_a_job(owner, brand):
    report = make_short_report(brand=brand)
    url = f"/reports/{report.pk}/sections/{report.sections.get().pk}/anew/"
    assert "Write this section anew?" in text_of(owner.get(url))
    first, second = owner.post(url), owner.post(url)
    job = Job.objects.get(kind="reports.rewrite_section")  # pressed twice, one job
    assert first.url == second.url == job.get_absolute_url()
    assert job.params == {"report_id": report.pk, "section_name": "market"}


def test_comment_is_added_and_told_to_whoever_made_the_report(client, brand):
    report = make_short_report(brand=brand)
    client.force_login(make_member(brand, "editor"))
    sent = client.post(f"/reports/{report.pk}/comments/", {"body": "<script>alert(1)</script> 좋습니다"})
    assert sent.url == f"/reports/{report.pk}/#comments"
    text = text_of(client.get(f"/reports/{report.pk}/"))
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert" not in text
    assert Notification.objects.get().user == brand.user
    assert client.post(f"/reports/{report.pk}/comments/", {"body": ""}).status_code == 422


def test_script_in_every_field_stays_text(owner, brand):
    script = "<script>alert(1)</script>"
    block = Paragraph("p1", (Statement(Bilingual(script, script)),), edited_by=script, edited_at="2026-01-01")
    brand.brand_name = script
    brand.save()
    report = make_short_report(brand=brand, blocks=[block], title_ko=script, title_en=script)
    for path in ("reports/", f"reports/{report.pk}/", f"brands/{brand.pk}/reports/"):
        assert "<script>alert" not in text_of(owner.get(f"/{path}"))


def test_file_is_made_from_the_form_and_stands_beside_it(owner, brand):
    report = make_short_report(brand=brand)
    url = f"/reports/{report.pk}/export/"
    given = {
        "format": "pdf",
        "language": "both",
        "frame": "line",
        "color": "#1142CA",
        "watermark": "대외비",
        "cover": "on",
    }
    job_page = owner.post(url, given)
    job = Job.objects.get(kind="reports.export")
    assert job_page.url == job.get_absolute_url()
    assert job.params["options"] == {"frame": "line", "color": "#1142CA", "watermark": "대외비", "cover": True}
    make_export(report)
    assert "짧은 리포트.html" in text_of(owner.get(url))
    assert owner.post(url, given | {"color": "#ABCDEF"}).status_code == 422


def test_link_is_shown_once_and_revoked(owner, brand):
    report = make_short_report(brand=brand)
    url = f"/reports/{report.pk}/share/"
    made = text_of(owner.post(url, {"password": "geheim12"}))
    assert "/r/" in made
    assert "/r/" not in text_of(owner.get(url))
    share = ReportShare.objects.get()
    assert owner.post(f"{url}{share.pk}/revoke/").url == url
    share.refresh_from_db()
    assert not share.is_open
    past = owner.post(url, {"expires_at": "2020-01-01T00:00"})
    assert past.status_code == 422
    other = make_short_report(brand=brand)
    assert owner.get(f"/reports/{other.pk}/share/{share.pk}/revoke/").status_code == 404


def test_schedule_is_set_up_changed_and_deleted(owner, brand):
    given = {
        "brand_id": brand.pk,
        "frequency": "monthly",
        "format": "pdf",
        "language": "ko",
        "recipients": "a@example.com, b@example.com\nc@example.com",
        "is_active": "on",
    }
    assert owner.post("/reports/schedules/new/", given).status_code == 302
    schedule = ReportSchedule.objects.get()
    assert len(schedule.recipients) == 3
    assert "한빛정밀" in text_of(owner.get("/reports/schedules/"))
    url = f"/reports/schedules/{schedule.pk}/"
    wrong = owner.post(url, given | {"recipients": "nobody"})
    assert wrong.status_code == 422
    assert "nobody" in text_of(wrong)
    owner.post(url, given | {"frequency": "weekly"})
    schedule.refresh_from_db()
    assert schedule.frequency == "weekly"
    assert owner.post("/reports/schedules/new/", given | {"brand_id": BrandFactory().pk}).status_code == 422
    owner.post(f"{url}delete/")
    assert not ReportSchedule.objects.exists()


def test_one_stop_run_starts_from_the_brands_page(owner, brand):
    assert f"/brands/{brand.pk}/onestop/" in text_of(owner.get(f"/brands/{brand.pk}/reports/"))
    started = owner.post(f"/brands/{brand.pk}/onestop/", {"steps": ["insight"], "stop_for_review": "on"})
    assert started.url == Workflow.objects.get().get_absolute_url()
    assert owner.post(f"/brands/{brand.pk}/onestop/", {"steps": []}).status_code == 422
    assert "One-stop run" in text_of(owner.get(f"/brands/{brand.pk}/reports/"))


def test_viewer_reads_everything_and_changes_nothing(client, brand):
    report = make_short_report(brand=brand)
    client.force_login(make_member(brand, "viewer"))
    text = text_of(client.get(f"/reports/{report.pk}/"))
    for hidden in ("/export/", "/share/", "/paragraphs/", "/anew/", "/delete/"):
        assert f"/reports/{report.pk}{hidden}" not in text
    for path in ("export/", "share/", "comments/", "delete/"):
        assert client.post(f"/reports/{report.pk}/{path}", {"body": "x"}).status_code == 403


def test_owner_deletes_a_report(owner, brand):
    report = make_short_report(brand=brand)
    assert owner.post(f"/reports/{report.pk}/delete/").url == f"/brands/{brand.pk}/reports/"
    assert owner.get(f"/reports/{report.pk}/").status_code == 404
    assert Report.objects.get().deleted_at <= timezone.now()


def test_reports_are_found_and_belong_to_ones_own_copy(owner, brand):
    report = make_short_report(brand=brand)
    assert [found.url for found in find_reports(brand.user, "짧은 리포트")] == [f"/reports/{report.pk}/"]
    assert not list(find_reports(BrandFactory().user, "짧은"))
    assert [row["id"] for row in own_reports(brand.user)] == [report.pk]
