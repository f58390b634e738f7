"""Secrets at rest."""

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.management import call_command
from django.db import connection

from accounts.models import TotpDevice
from accounts.tests.factories import TotpDeviceFactory
from artnex.crypto import decrypt, encrypt

pytestmark = pytest.mark.django_db


def stored_secret():
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM accounts_totpdevice")
        return cursor.fetchone()[0]


def test_text_comes_back_and_never_looks_the_same():
    first, second = encrypt("비밀 7"), encrypt("비밀 7")
    assert first != second
    assert decrypt(first) == decrypt(second) == "비밀 7"


def test_field_writes_ciphertext_and_reads_text():
    device = TotpDeviceFactory(secret="plain")
    assert "plain" not in stored_secret()
    assert TotpDevice.objects.get(pk=device.pk).secret == "plain"


@pytest.mark.parametrize("lookup", ["secret", "secret__contains", "secret__in", "secret__gt"])
def test_searching_in_ciphertext_is_refused(lookup):
    with pytest.raises(FieldError):
        TotpDevice.objects.filter(**{lookup: "x"}).exists()


def test_asking_for_null_is_possible():
    TotpDeviceFactory()
    assert TotpDevice.objects.filter(secret__isnull=False).count() == 1


def test_rotation_moves_every_secret_to_the_newest_key(settings, capsys):
    device = TotpDeviceFactory(secret="plain")
    before, [old] = stored_secret(), settings.ENCRYPTION_KEYS[:1]
    new = Fernet.generate_key().decode()
    settings.ENCRYPTION_KEYS = [new, old]
    assert TotpDevice.objects.get(pk=device.pk).secret == "plain"
    call_command("rotate_encryption")
    assert "1 secrets" in capsys.readouterr().out
    assert stored_secret() != before
    settings.ENCRYPTION_KEYS = [new]
    assert TotpDevice.objects.get(pk=device.pk).secret == "plain"


def test_missing_key_is_a_clear_complaint(settings):
    TotpDeviceFactory()
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(ImproperlyConfigured, match="ENCRYPTION_KEYS"):
        TotpDevice.objects.get()
