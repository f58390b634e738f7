"""The file jobs, run as a worker runs them."""

import pytest
from django.core.files.storage import default_storage

from artnex.files.tests.factories import UserFactory, picture, stored_picture
from artnex.files.thumbnails import thumbnail_path
from artnex.jobs import runner
from artnex.jobs.registry import job_kind
from artnex.jobs.services import enqueue_job

pytestmark = pytest.mark.django_db


def done(kind, user=None, **params):
    job = enqueue_job(kind, user=user, params=params)
    runner.run(job.pk, worker="test", keep_alive=False)
    job.refresh_from_db()
    return job


def test_cleaning_starts_by_itself_every_day():
    assert job_kind("files.clean").every == 86_400
    job = done("files.clean")
    assert (job.status, job.result) == ("succeeded", {"rows": 0, "unknown": 0})


def test_thumbnails_are_made_ahead():
    stored = stored_picture(content=picture(size=(900, 600)))
    job = done("files.thumbnails", stored.owner, file_id=str(stored.pk))
    assert job.result == {"sizes": 4}
    assert default_storage.exists(thumbnail_path(stored.pk, 800))


def test_thumbnails_of_a_strangers_file_are_refused():
    stored = stored_picture()
    job = done("files.thumbnails", UserFactory(), file_id=str(stored.pk))
    assert (job.status, job.error_code) == ("failed", "NOT_FOUND")
