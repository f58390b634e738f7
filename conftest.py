"""What every test can use."""

import os

import pytest

os.environ.setdefault("ARTNEX_THROTTLE", "on")


@pytest.fixture(autouse=True)
def _quick_and_quiet(settings, tmp_path):
    """Cheap password hashing, mail in memory, files in a throw-away folder."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.MEDIA_ROOT = tmp_path / "media"
