"""Several at once: a schedule is started once, every reader is counted, one of two writers of a paragraph wins."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from artnex.errors import VersionConflict
from brands.tests.factories import BrandFactory
from reports.models import ParagraphEdit, ReportSchedule, ReportSection, ScheduledRun
from reports.services.remarks import edit_paragraph, paragraph_of, state_of
from reports.services.schedules import create_schedule, start_due_schedules, unsubscribe, unsubscribe_token
from reports.services.shares import count_view, share_report
from reports.tests.factories import make_short_report

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="races need PostgreSQL"),
    pytest.mark.django_db(transaction=True),
]
PEOPLE = 6


def all_at_once(work):
    """What `work(number)` gave each of the threads."""

    def alone(number):
        try:
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(PEOPLE) as pool:
        return [done.result() for done in [pool.submit(alone, number) for number in range(PEOPLE)]]


def test_a_due_schedule_is_started_once_however_many_look():
    brand = BrandFactory()
    schedule = create_schedule(user=brand.user, brand=brand, fields={"recipients": ["a@example.com"]})
    ReportSchedule.objects.filter(pk=schedule.pk).update(next_run_at=timezone.now() - timedelta(minutes=1))
    started = all_at_once(lambda _number: start_due_schedules()["started"])
    assert sum(started) == 1
    assert ScheduledRun.objects.count() == 1


def test_every_reader_of_a_link_is_counted():
    report = make_short_report()
    share, _token = share_report(user=report.brand.user, report=report)
    all_at_once(lambda _number: count_view(share))
    share.refresh_from_db()
    assert share.view_count == PEOPLE


def test_of_several_who_rewrite_what_they_have_seen_one_wins():
    report = make_short_report()
    section = report.sections.get()
    seen = state_of(paragraph_of(section, "p1"))

    def rewrite(number):
        own = ReportSection.objects.get(pk=section.pk)
        texts = {"ko": f"글 {number}", "en": f"Text {number}"}
        try:
            edit_paragraph(user=report.brand.user, section=own, paragraph_id="p1", texts=texts, seen=seen)
        except VersionConflict:
            return 0
        return 1

    assert sum(all_at_once(rewrite)) == 1
    assert ParagraphEdit.objects.count() == 1


def test_everybody_who_leaves_at_once_is_gone():
    brand = BrandFactory()
    addresses = [f"a{number}@example.com" for number in range(PEOPLE)]
    schedule = create_schedule(user=brand.user, brand=brand, fields={"recipients": addresses})
    all_at_once(lambda number: unsubscribe(token=unsubscribe_token(schedule, addresses[number])))
    schedule.refresh_from_db()
    assert (schedule.recipients, schedule.is_active) == ([], False)
