"""Work done by the worker, as the runner does it."""

import io
import socket
import zipfile

import pytest
from django.core import mail

from accounts.services import mails
from accounts.services.deletion import request_deletion
from accounts.services.export import request_export
from accounts.services.registration import send_verification
from accounts.tests.factories import PASSWORD, UserFactory
from accounts.tests.test_services_leaving import make_due
from artnex.files.models import StoredFile
from artnex.jobs.models import Job
from artnex.jobs.runner import run
from artnex.jobs.services import enqueue_job

pytestmark = pytest.mark.django_db


def done(job):
    run(str(job.pk), worker="tests")
    job.refresh_from_db()
    return job


@pytest.fixture
def waiting_mail(db):
    send_verification(user=UserFactory(email_verified_at=None))
    return Job.objects.get(kind=mails.JOB_KIND)


def test_mail_is_sent_on_the_quick_queue_and_is_nobodys_job(waiting_mail):
    assert (waiting_mail.queue, waiting_mail.user) == ("high", None)
    job = done(waiting_mail)
    assert (job.status, job.result) == ("succeeded", {"sent": True})
    assert len(mail.outbox) == 1


def test_mail_server_that_is_down_is_tried_again(waiting_mail, settings):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = closed.getsockname()
        job = done(waiting_mail)
    assert (job.status, job.attempts) == ("queued", 1)
    assert job.next_attempt_at is not None
    assert not mail.outbox


def test_mail_to_somebody_who_left_is_dropped(waiting_mail):
    type(UserFactory()).objects.all().delete()
    assert done(waiting_mail).result == {"sent": False}


def test_copy_is_made_and_its_link_works(user, client):
    job = done(request_export(user=user))
    assert job.status == "succeeded"
    assert job.result["id"] == str(StoredFile.objects.get(owner=user).pk)
    assert job.result_url == f"/api/v1/files/{job.result['id']}"
    answer = client.get(job.result["url"])
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert "profile.json" in zipfile.ZipFile(io.BytesIO(content)).namelist()


def test_accounts_whose_time_is_up_are_deleted_by_the_daily_job(user):
    request_deletion(user=user, password=PASSWORD)
    make_due(user)
    job = done(enqueue_job("accounts.delete_due_accounts", user=None, params={}))
    assert job.result == {"deleted": 1}


def test_daily_cleaning_of_sessions_runs(db):
    job = done(enqueue_job("accounts.remove_ended_sessions", user=None, params={}))
    assert job.result == {"refresh_tokens": 0, "sessions": 0}
