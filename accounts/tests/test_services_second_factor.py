"""Two-step log-in."""

import threading
import time

import pyotp
import pytest
from django.db import connection
from django.test import override_settings

from accounts.models import RecoveryCode, TotpDevice
from accounts.services.second_factor import (
    check_code,
    confirm_totp,
    disable_totp,
    has_second_factor,
    recovery_codes_left,
    renew_recovery_codes,
    start_totp,
)
from accounts.tests.factories import PASSWORD, TotpDeviceFactory, code_now
from artnex.errors import InvalidState, RateLimited, ValidationFailed
from artnex.events.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def device(user):
    return TotpDeviceFactory(user=user)


def test_set_up_counts_only_after_a_first_code(user, deliver):
    setup = start_totp(user=user)
    assert not has_second_factor(user)
    codes = confirm_totp(user=user, code=pyotp.TOTP(setup.secret).now())
    assert has_second_factor(user)
    assert len(set(codes)) == recovery_codes_left(user) == 10
    assert Event.objects.filter(name="totp.enabled", actor=user).count() == 1
    assert [message.subject for message in deliver()] == ["Two-step log-in is on now"]


def test_set_up_shows_a_picture_without_style_and_a_link(user):
    setup = start_totp(user=user)
    assert setup.uri.startswith("otpauth://totp/ArtNex:")
    assert setup.secret in setup.uri
    assert setup.qr_svg.startswith("<svg")
    assert "style=" not in setup.qr_svg


def test_wrong_first_code_leaves_it_off(user):
    start_totp(user=user)
    with pytest.raises(ValidationFailed) as failure:
        confirm_totp(user=user, code="000000")
    assert failure.value.details[0]["field"] == "code"
    assert not has_second_factor(user)


def test_first_code_cannot_be_guessed_for_long(user):
    start_totp(user=user)
    for _attempt in range(5):
        with pytest.raises(ValidationFailed):
            confirm_totp(user=user, code="000000")
    with pytest.raises(RateLimited):
        confirm_totp(user=user, code="000000")


def test_starting_again_replaces_the_secret(user):
    first, second = start_totp(user=user), start_totp(user=user)
    assert first.secret != second.secret
    with pytest.raises(ValidationFailed):
        confirm_totp(user=user, code=pyotp.TOTP(first.secret).now())


def test_no_second_set_up_while_on(user, device):
    with pytest.raises(InvalidState):
        start_totp(user=user)
    with pytest.raises(InvalidState):
        confirm_totp(user=user, code=code_now(device))


def test_secret_is_not_in_the_database(user):
    setup = start_totp(user=user)
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM accounts_totpdevice")
        [(stored,)] = cursor.fetchall()
    assert setup.secret not in stored
    assert TotpDevice.objects.get().secret == setup.secret


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_clocks_may_differ_by_one_step(user, device, seconds):
    assert check_code(user=user, code=pyotp.TOTP(device.secret).at(int(time.time()) + seconds))


@pytest.mark.parametrize("seconds", [-90, 90])
def test_clocks_may_not_differ_by_more(user, device, seconds):
    assert not check_code(user=user, code=pyotp.TOTP(device.secret).at(int(time.time()) + seconds))


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "\x00", "½23456"])
def test_nonsense_is_no_code(user, device, code):
    assert not check_code(user=user, code=code)


def test_code_with_a_gap_is_understood(user, device):
    code = code_now(device)
    assert check_code(user=user, code=f" {code[:3]} {code[3:]}")


def test_code_and_older_ones_work_once(user, device):
    totp, now = pyotp.TOTP(device.secret), int(time.time())
    assert check_code(user=user, code=totp.at(now))
    assert not check_code(user=user, code=totp.at(now))
    assert not check_code(user=user, code=totp.at(now - 30))


def test_recovery_code_works_once_in_any_spelling(user, device):
    code = renew_recovery_codes(user=user, password=PASSWORD)[3]
    assert check_code(user=user, code=f" {code.upper().replace('-', ' ')}")
    assert not check_code(user=user, code=code)
    assert recovery_codes_left(user) == 9
    assert Event.objects.get(name="recovery_code.used").data == {"left": 9}


def test_recovery_codes_are_stored_as_keyed_hashes(user, device):
    codes = renew_recovery_codes(user=user, password=PASSWORD)
    stored = set(RecoveryCode.objects.values_list("code_hash", flat=True))
    assert not stored & set(codes)
    with override_settings(SECRET_KEY="another key" * 6):
        assert not check_code(user=user, code=codes[0])


def test_new_recovery_codes_replace_the_old(user, device):
    old = renew_recovery_codes(user=user, password=PASSWORD)
    renew_recovery_codes(user=user, password=PASSWORD)
    assert not check_code(user=user, code=old[0])


def test_switching_off_needs_the_password_and_forgets_everything(user, device):
    renew_recovery_codes(user=user, password=PASSWORD)
    with pytest.raises(ValidationFailed):
        disable_totp(user=user, password="wrong-0")
    assert has_second_factor(user)
    disable_totp(user=user, password=PASSWORD)
    assert not has_second_factor(user)
    assert not RecoveryCode.objects.exists()
    with pytest.raises(InvalidState):
        disable_totp(user=user, password=PASSWORD)
    assert Event.objects.filter(name="totp.disabled").count() == 1


def test_recovery_codes_without_two_steps_make_no_sense(user):
    with pytest.raises(InvalidState):
        renew_recovery_codes(user=user, password=PASSWORD)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="races need PostgreSQL")
def test_of_many_with_the_same_code_at_once_one_gets_in():
    device = TotpDeviceFactory()
    code, start, outcomes = code_now(device), threading.Barrier(6), []

    def attempt():
        start.wait()
        try:
            outcomes.append(check_code(user=device.user, code=code))
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [False] * 5 + [True]
