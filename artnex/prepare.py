"""Brings ARTNEX_HOME and the database up to this version of the code: before a start, and as `manage.py prepare`.

Each step does nothing, quickly, when nothing has changed. Two processes that start at once take turns.
"""

import fcntl
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from artnex.demo import load_demo
from artnex.translations import compile_catalogues

Say = Callable[[str], object]
MIGRATION_LOCK = 4_127_311  # any number that no other program on the same database takes


def prepare(*, say: Say, demo: bool) -> None:
    """Compile translations, collect static files, migrate and, when `demo`, load the demo company."""
    compile_catalogues()
    with one_at_a_time():
        collect_static(say)
        migrate(say)
        if demo:
            load_demo(say=say)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Only one process on this ARTNEX_HOME and only one on this PostgreSQL database is inside at a time."""
    with (settings.HOME / "prepare.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        if not settings.USES_POSTGRES:
            yield
            return
        # A transaction of its own on a connection of its own: the lock goes when it ends, however it ends.
        other = connection.copy()
        try:
            other.set_autocommit(False)
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MIGRATION_LOCK])
                yield
        finally:
            other.close()


def migrate(say: Say) -> None:
    """Apply the migrations that are missing."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        say(f"Migrating the database ({len(plan)} steps) …")
        call_command("migrate", interactive=False, verbosity=0)


def collect_static(say: Say) -> None:
    """Copy style sheets, scripts and pictures where the web server finds them, with a hash in each name."""
    fingerprint = static_fingerprint()
    stamp = settings.STATIC_ROOT / ".fingerprint"
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    say("Collecting static files …")
    call_command("collectstatic", interactive=False, clear=False, verbosity=0)
    stamp.write_text(fingerprint)


def static_fingerprint() -> str:
    """Changes whenever any static file, or the list of apps, does."""
    digest = hashlib.sha256(repr([app.name for app in apps.get_app_configs()]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name}:{status.st_size}:{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
