"""Backup and restore: what was there comes back, and nothing else is mistaken for a backup."""

import tarfile

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from artnex import backup
from artnex.errors import InvalidState

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    settings.MEDIA_ROOT = settings.HOME / "media"


def test_backup_brings_back_rows_uploads_and_keys(settings, tmp_path):
    users = get_user_model().objects
    users.create_user("kim@example.com", "password-1", name="김서연")
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / "logo.svg").write_text("<svg/>")
    (settings.HOME / "encryption_keys").write_text("the-key")
    archive = tmp_path / "backup.tar.gz"
    call_command("backup", archive, verbosity=0)

    users.all().delete()
    (settings.MEDIA_ROOT / "logo.svg").unlink()
    (settings.HOME / "encryption_keys").write_text("another")
    call_command("restore", archive, "--yes", verbosity=0)

    assert [user.name for user in users.all()] == ["김서연"]
    assert (settings.MEDIA_ROOT / "logo.svg").read_text() == "<svg/>"
    assert (settings.HOME / "encryption_keys").read_text() == "the-key"
    assert archive.stat().st_mode & 0o777 == 0o600


def test_restore_asks_first(tmp_path):
    with pytest.raises(CommandError, match="--yes"):
        call_command("restore", tmp_path / "backup.tar.gz")


def test_other_archives_are_refused(tmp_path):
    stranger = tmp_path / "stranger.tar.gz"
    with tarfile.open(stranger, "w:gz") as archive:
        archive.add(__file__, "something.py")

    with pytest.raises(InvalidState, match="no backup"):
        backup.read_backup(stranger)


@pytest.mark.parametrize("name", ["../outside", "/etc/outside"])
def test_archive_that_reaches_outside_is_refused(tmp_path, name):
    evil = tmp_path / "evil.tar.gz"
    with tarfile.open(evil, "w:gz") as archive:
        archive.addfile(tarfile.TarInfo(name))

    with pytest.raises(InvalidState, match="it holds"):
        backup.read_backup(evil)


def test_backup_of_another_kind_of_database_is_refused(settings, tmp_path):
    archive = tmp_path / "backup.tar.gz"
    backup.write_backup(archive)
    settings.USES_POSTGRES = not settings.USES_POSTGRES

    with pytest.raises(InvalidState, match="another kind"):
        backup.read_backup(archive)


def test_missing_program_is_named(settings, tmp_path, monkeypatch):
    settings.USES_POSTGRES = True
    monkeypatch.setattr(backup.shutil, "which", lambda _program: None)

    with pytest.raises(CommandError, match="postgresql-client"):
        call_command("backup", tmp_path / "backup.tar.gz")
