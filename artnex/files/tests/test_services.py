"""Storing, deleting, cleaning."""

import os
import time
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from artnex.errors import UnsupportedMediaType
from artnex.events.models import Event
from artnex.files.cleaning import KEEP_DELETED, remove_orphans
from artnex.files.kinds import PHOTO_LIMITS
from artnex.files.models import StoredFile
from artnex.files.services import delete_file, find_duplicate, store_file
from artnex.files.tests.factories import UserFactory, picture, stored_picture
from artnex.files.thumbnails import thumbnail

pytestmark = pytest.mark.django_db


def everything(settings):
    return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_store_keeps_row_content_and_event():
    owner = UserFactory()
    stored = stored_picture(owner, filename="로고.png", brand_id=7)
    assert stored.name == "로고.png"
    assert (stored.width, stored.height) == (120, 80)
    assert stored.read() == picture()
    event = Event.objects.get(name="file.stored")
    assert event.actor == owner
    assert event.brand_id == 7
    assert event.data["sha256"] == stored.sha256


def test_path_holds_nothing_of_the_name_and_is_private(settings):
    stored = stored_picture(filename="../../evil.png")
    assert stored.path == f"logo/{timezone.now():%Y/%m}/{stored.pk}.png"
    mode = (settings.MEDIA_ROOT / stored.path).stat().st_mode
    assert mode & 0o077 == 0


def test_refused_file_leaves_nothing(settings):
    with pytest.raises(UnsupportedMediaType):
        store_file(content=b"x", filename="a.png", owner=None, purpose="logo", limits=PHOTO_LIMITS)
    assert everything(settings) == []
    assert not StoredFile.objects.exists()


def test_failed_row_takes_the_bytes_back(settings, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("artnex.files.services.record_event", fail)
    with pytest.raises(RuntimeError):
        stored_picture()
    assert everything(settings) == []
    assert not StoredFile.objects.exists()


def test_delete_hides_at_once_and_removes_after_a_week(settings):
    owner = UserFactory()
    stored = stored_picture(owner, content=picture(size=(500, 400)))
    thumbnail(stored, 200)
    delete_file(file=stored, actor=owner)
    delete_file(file=stored, actor=owner)
    assert Event.objects.filter(name="file.deleted").count() == 1
    assert not StoredFile.objects.restrict(owner).exists()
    remove_orphans()
    assert len(everything(settings)) == 2
    removed = remove_orphans(now=timezone.now() + KEEP_DELETED + timedelta(minutes=1))
    assert removed.rows == 1
    assert everything(settings) == []
    assert not StoredFile.objects.exists()


def test_bytes_without_row_go_after_a_day(settings):
    kept = stored_picture()
    thumbnail(kept, 64)
    with transaction.atomic():
        lost = stored_picture()
        transaction.set_rollback(True)
    assert default_storage.exists(lost.path)
    assert remove_orphans().unknown == 0  # its transaction could still be under way
    yesterday = time.time() - 90_000
    for path in everything(settings):
        os.utime(path, (yesterday, yesterday))
    assert remove_orphans().unknown == 1
    assert not default_storage.exists(lost.path)
    assert len(everything(settings)) == 2


def test_personal_files_go_with_their_owner():
    owner = UserFactory()
    avatar, logo = stored_picture(owner, purpose="avatar"), stored_picture(owner)
    owner.delete()
    remove_orphans()
    avatar.refresh_from_db()
    logo.refresh_from_db()
    assert avatar.deleted_at is not None
    assert logo.deleted_at is None


def test_cleaning_an_empty_storage_does_nothing():
    assert remove_orphans().unknown == 0


def test_duplicate_is_found_for_its_owner_only():
    stored = stored_picture()
    assert find_duplicate(owner=stored.owner, sha256=stored.sha256) == stored
    assert find_duplicate(owner=UserFactory(), sha256=stored.sha256) is None
