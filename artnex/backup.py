"""One archive of everything that cannot be made again: database, uploads, and the keys that a local home keeps.

Uploads in S3 are not copied: the bucket has versions and copies of its own.
"""

import json
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from artnex.errors import ArtNexError, InvalidState

Say = Callable[[str], object]
LOCAL_KEYS = ("secret_key", "encryption_keys")
DESCRIPTION = "artnex-backup.json"
SQLITE_COPY = "database.sqlite3"
POSTGRES_COPY = "database.dump"


class BackupError(ArtNexError):
    code, status = "BACKUP_FAILED", 500


def write_backup(target: Path) -> None:
    """Write `target` (a .tar.gz) while the site runs; it is complete when it stands there under its name.

    Raises BackupError when the database cannot be copied.
    """
    unfinished = target.with_name(f".{target.name}.unfinished")
    with tempfile.TemporaryDirectory(prefix="artnex-backup-") as folder:
        copy = _copy_database(Path(folder))
        about = Path(folder) / DESCRIPTION
        about.write_text(json.dumps({"version": settings.VERSION, "made_at": datetime.now(UTC).isoformat()}))
        with tarfile.open(unfinished, "w:gz") as archive:
            unfinished.chmod(0o600)
            archive.add(about, DESCRIPTION)
            archive.add(copy, copy.name)
            if settings.MEDIA_ROOT.is_dir() and not settings.AWS_S3_BUCKET:
                archive.add(settings.MEDIA_ROOT, "media")
            for name in LOCAL_KEYS:
                if (settings.HOME / name).is_file():
                    archive.add(settings.HOME / name, name)
    unfinished.replace(target)


def read_backup(source: Path) -> None:
    """Put the content of an archive in the place of what is there. The site must be stopped.

    Raises InvalidState when the archive is none of ours or was made on another kind of database, BackupError when the
    database refuses it.
    """
    with tempfile.TemporaryDirectory(prefix="artnex-restore-") as name:
        folder = Path(name)
        try:
            with tarfile.open(source) as archive:
                _extract(archive, folder)
        except (tarfile.TarError, OSError) as problem:
            raise InvalidState(f"{source} cannot be read: {problem}") from problem
        if not (folder / DESCRIPTION).is_file():
            raise InvalidState(f"{source} is no backup of ArtNex.")
        _restore_database(folder)
        if (folder / "media").is_dir():
            shutil.copytree(folder / "media", settings.MEDIA_ROOT, dirs_exist_ok=True)
        for key in LOCAL_KEYS:
            if (folder / key).is_file():
                shutil.copy2(folder / key, settings.HOME / key)


def _extract(archive: tarfile.TarFile, folder: Path) -> None:
    """Plain files and folders, and only into `folder`. (The standard filters are not in every Python 3.11.)"""
    for member in archive:
        inside = (folder / member.name).resolve().is_relative_to(folder.resolve())
        if not inside or not (member.isfile() or member.isdir()):
            raise InvalidState(f"This is no backup of ArtNex: it holds {member.name}.")
        archive.extract(member, folder)


def _copy_database(folder: Path) -> Path:
    if settings.USES_POSTGRES:
        copy = folder / POSTGRES_COPY
        _run_postgres("pg_dump", "--format=custom", "--no-owner", f"--file={copy}")
        return copy
    copy = folder / SQLITE_COPY
    connection.ensure_connection()
    with sqlite3.connect(copy) as target:
        connection.connection.backup(target)  # a moment's picture, however much is written meanwhile
    target.close()
    return copy


def _restore_database(folder: Path) -> None:
    wanted = POSTGRES_COPY if settings.USES_POSTGRES else SQLITE_COPY
    copy = folder / wanted
    if not copy.is_file():
        raise InvalidState("This backup was made on another kind of database than DATABASE_URL names.")
    if settings.USES_POSTGRES:
        connection.close()
        _run_postgres("pg_restore", "--clean", "--if-exists", "--no-owner", "--exit-on-error", str(copy))
        return
    connection.ensure_connection()
    with sqlite3.connect(copy) as source:
        source.backup(connection.connection)
    source.close()


def _run_postgres(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs on our database; the password goes by environment, not by command line."""
    if shutil.which(program) is None:
        raise BackupError(f"{program} is not installed (Debian: apt-get install postgresql-client).")
    parts = settings.DATABASES["default"]
    environment = {
        "PGHOST": parts["HOST"],
        "PGPORT": str(parts["PORT"] or 5432),
        "PGUSER": parts["USER"],
        "PGPASSWORD": parts["PASSWORD"],
        "PATH": "/usr/local/bin:/usr/bin:/bin",
    }
    database = connection.settings_dict["NAME"]
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL, with arguments of ours
        [program, f"--dbname={database}", *arguments],
        env={name: value for name, value in environment.items() if value},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupError(f"{program}: {done.stderr.strip()}")
