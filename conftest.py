"""What every test can use."""

import os

import pytest

from artnex.translations import compile_catalogues

os.environ.setdefault("ARTNEX_THROTTLE", "on")


def pytest_configure(config):
    """Tests read Korean too: compile the catalogue when it is newer."""
    compile_catalogues()


USE_THE_DATABASE = {"db", "transactional_db", "live_server"}


def pytest_collection_modifyitems(config, items):
    """`ARTNEX_DATABASE_TESTS_ONLY=1`: leave out what gives the same answer on every database."""
    if os.environ.get("ARTNEX_DATABASE_TESTS_ONLY") != "1":
        return
    kept = [i for i in items if i.get_closest_marker("django_db") or USE_THE_DATABASE & set(i.fixturenames)]
    config.hook.pytest_deselected(items=[i for i in items if i not in set(kept)])
    items[:] = kept


@pytest.fixture(autouse=True)
def _quick_and_quiet(settings, tmp_path):
    """Cheap password hashing, mail in memory, uploads in a throw-away folder, static files as they lie there."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.MEDIA_ROOT = tmp_path / "media"
    plain_files = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # needs no collectstatic
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain_files}


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch):
    """Jobs stay queued; a test does them by `artnex.jobs.testing.run_queued_jobs`."""
    from artnex.jobs import dispatch

    monkeypatch.setattr(dispatch, "send", lambda _job, **_options: True)


@pytest.fixture(autouse=True)
def _own_counters(settings, tmp_path):
    """Rate limits and lock-out start at zero in every test; the API's are out of the way unless a test sets them."""
    from artnex import counters

    settings.REDIS_URL = ""
    settings.COUNTERS_FILE = tmp_path / "counters"
    settings.API_RATES = {bucket: (100_000, seconds) for bucket, (_limit, seconds) in settings.API_RATES.items()}
    yield
    counters.close()
