"""Sending reports at regular times: when, to whom, once, and what happens when it cannot be done."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from artnex.errors import NotFound
from artnex.jobs.models import Job
from artnex.jobs.testing import run_queued_jobs
from brands.tests.factories import BrandFactory
from reports.engine.schedule import next_sending
from reports.models import ReportSchedule, ReportShare, ScheduledRun
from reports.services import sending
from reports.services.schedules import create_schedule, start_due_schedules, unsubscribe, unsubscribe_token
from reports.tests.factories import make_short_report

SEOUL = ZoneInfo("Asia/Seoul")


@pytest.mark.parametrize(
    ("rhythm", "after", "expected"),
    [
        ("weekly", "2026-11-28 10:00", "2026-11-30 09:00"),
        ("weekly", "2026-11-30 08:59", "2026-11-30 09:00"),
        ("weekly", "2026-11-30 09:00", "2026-12-07 09:00"),
        ("monthly", "2026-01-31 12:00", "2026-02-01 09:00"),
        ("monthly", "2026-12-15 00:00", "2027-01-01 09:00"),
        ("monthly", "2026-12-01 08:00", "2026-12-01 09:00"),
        ("quarterly", "2026-11-28 10:00", "2027-01-01 09:00"),
        ("quarterly", "2026-04-01 08:00", "2026-04-01 09:00"),
        ("quarterly", "2026-02-10 08:00", "2026-04-01 09:00"),
    ],
)
def test_next_sending_is_the_next_monday_or_first(rhythm, after, expected):
    moment = datetime.fromisoformat(after).replace(tzinfo=SEOUL)
    assert next_sending(rhythm, moment) == datetime.fromisoformat(expected).replace(tzinfo=SEOUL)


@pytest.fixture
def schedule(db):
    brand = BrandFactory(brand_name="한빛정밀")
    fields = {"recipients": ["board@example.com", "ceo@example.com"], "format": "html", "language": "ko"}
    made = create_schedule(user=brand.user, brand=brand, fields=fields)
    ReportSchedule.objects.filter(pk=made.pk).update(next_run_at=timezone.now() - timedelta(minutes=1))
    made.refresh_from_db()
    return made


def send():
    start_due_schedules()
    run_queued_jobs()
    return ScheduledRun.objects.first()


def test_everybody_gets_a_mail_of_their_own_with_the_file(schedule):
    report = make_short_report(brand=schedule.brand)
    run = send()
    assert (run.status, run.report, run.sent_to) == ("sent", report, ["board@example.com", "ceo@example.com"])
    assert [message.to for message in mail.outbox] == [["board@example.com"], ["ceo@example.com"]]
    name, content, content_type = mail.outbox[0].attachments[0]
    assert (name, content_type) == ("짧은 리포트.html", "text/html")
    assert "짧은 리포트" in (content if isinstance(content, str) else content.decode())
    assert "List-Unsubscribe" in mail.outbox[0].extra_headers
    schedule.refresh_from_db()
    assert schedule.next_run_at > timezone.now()


def test_a_schedule_that_is_due_is_started_once(schedule):
    make_short_report(brand=schedule.brand)
    assert start_due_schedules() == {"started": 1}
    assert start_due_schedules() == {"started": 0}
    assert ScheduledRun.objects.count() == 1


def test_without_a_report_nothing_is_sent_and_the_reason_is_shown(schedule):
    run = send()
    assert (run.status, mail.outbox) == ("skipped", [])
    assert run.note_texts["ko"] == "보낼 리포트가 이 브랜드에 없습니다."


def test_right_to_the_brand_is_asked_for_at_every_sending(schedule):
    make_short_report(brand=schedule.brand)
    schedule.brand.user = BrandFactory().user
    schedule.brand.save()
    assert send().status == "skipped"
    assert mail.outbox == []


def test_mail_server_that_is_down_is_tried_again_and_nobody_gets_it_twice(schedule, monkeypatch):
    make_short_report(brand=schedule.brand)
    sent = []

    def deliver(message):
        if message.to == ["ceo@example.com"] and len(sent) < 2:
            sent.append("refused")
            raise OSError("connection refused")
        sent.append(message.to[0])

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", deliver)
    run = send()
    assert (run.status, run.attempts, run.sent_to) == ("failed", 1, ["board@example.com"])
    assert "다시 시도합니다" in run.note_texts["ko"]
    Job.objects.update(next_attempt_at=None)
    run_queued_jobs()
    run.refresh_from_db()
    assert (run.status, run.attempts) == ("sent", 2)
    assert sent == ["board@example.com", "refused", "ceo@example.com"]


def test_file_too_large_for_a_mail_is_sent_as_a_link(schedule, monkeypatch):
    make_short_report(brand=schedule.brand)
    monkeypatch.setattr(sending, "LARGEST_ATTACHMENT", 100)
    send()
    assert mail.outbox[0].attachments == []
    assert "/r/" in mail.outbox[0].body
    assert ReportShare.objects.get().expires_at > timezone.now() + timedelta(days=29)


def test_recipient_leaves_the_list_and_the_last_one_stops_it(client, schedule):
    token = unsubscribe_token(schedule, "ceo@example.com")
    assert "ceo@example.com" in client.get(f"/reports/leave/{token}/").content.decode()
    schedule.refresh_from_db()
    assert len(schedule.recipients) == 2  # opening the link alone changes nothing
    assert client.post(f"/reports/leave/{token}/", {"List-Unsubscribe": "One-Click"}).status_code == 200
    schedule.refresh_from_db()
    assert (schedule.recipients, schedule.is_active) == (["board@example.com"], True)
    unsubscribe(token=unsubscribe_token(schedule, "board@example.com"))
    schedule.refresh_from_db()
    assert (schedule.recipients, schedule.is_active) == ([], False)


@pytest.mark.django_db
def test_forged_unsubscribe_links_are_not_there(client):
    assert client.get("/reports/leave/forged:token/").status_code == 404
    with pytest.raises(NotFound):
        unsubscribe(token="forged")
