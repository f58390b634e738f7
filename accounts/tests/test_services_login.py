"""Who gets in, who does not, and that nobody learns more than that."""

import threading
import time

import pyotp
import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.errors import CodeRequired, CodeWrong
from accounts.services import lockout
from accounts.services.lockout import device_belongs_to, device_mark
from accounts.services.login import begin_log_in, finish_log_in, log_in
from accounts.services.passwords import change_password, password_reset_token, reset_password
from accounts.tests.factories import (
    NEW_PASSWORD,
    PASSWORD,
    LoginSessionFactory,
    TotpDeviceFactory,
    UserFactory,
    code_now,
)
from artnex import context, counters
from artnex.errors import InvalidCredentials, RateLimited, TokenInvalid
from artnex.events.models import Event

pytestmark = pytest.mark.django_db
WRONG = "wrong-0"


@pytest.fixture(autouse=True)
def _many_tries_an_address(settings):
    settings.LOGIN_RATE_PER_MINUTE = 1_000


@pytest.fixture
def coming_from():
    """`with coming_from("192.0.2.1"):` — who calls."""

    def block(ip):
        return context.using(context.Context(ip=ip, user_agent="tests"))

    return block


def fail(email, times, password=WRONG):
    for _attempt in range(times):
        with pytest.raises(InvalidCredentials):
            log_in(email=email, password=password)


# ── who gets in ────────────────────────────────────────────────────────────────────────────────────
def test_right_pair_gets_in_however_the_address_is_written(user):
    assert log_in(email=f"  {user.email.upper()} ", password=PASSWORD) == user


def test_unverified_address_gets_in():
    person = UserFactory(email_verified_at=None)
    assert log_in(email=person.email, password=PASSWORD) == person


@pytest.mark.parametrize("password", ["", "wrong-0", PASSWORD.lower(), PASSWORD + " ", "\x00", "x" * 1000])
def test_other_password_does_not(user, password):
    with pytest.raises(InvalidCredentials):
        log_in(email=user.email, password=password)


def test_failure_is_written_down_without_what_was_typed(user):
    fail(user.email, 1, password="my-other-password-1")
    event = Event.objects.get(name="user.login_failed")
    assert (event.actor, event.subject_id, event.data) == (None, str(user.pk), {"reason": "password"})
    assert "my-other-password-1" not in str(vars(event))


# ── nobody learns whether an account exists ────────────────────────────────────────────────────────
def test_failures_look_alike_and_do_the_same_work(user, monkeypatch):
    inactive, without_password = UserFactory(is_active=False), UserFactory(password="!")
    without_password.set_unusable_password()
    without_password.save()
    hashed = []
    hasher = type(hashers.get_hasher())
    encode = hasher.encode
    monkeypatch.setattr(hasher, "encode", lambda *given: hashed.append(1) or encode(*given))
    seen = []
    for email, password in [
        ("nobody@example.com", "wrong-0"),
        (user.email, "wrong-0"),
        (inactive.email, PASSWORD),
        (without_password.email, "wrong-0"),
    ]:
        hashed.clear()
        with CaptureQueriesContext(connection) as queries, pytest.raises(InvalidCredentials) as failure:
            log_in(email=email, password=password)
        kinds = [query["sql"].split()[0] for query in queries]
        seen.append((kinds, len(hashed), str(failure.value.message), failure.value.details, failure.value.headers))
    assert seen[0][1] == 1
    assert seen == [seen[0]] * 4


def test_lock_out_of_unknown_address_looks_like_that_of_a_known_one(user):
    outcomes = []
    for email in (user.email, "nobody@example.com"):
        fail(email, 5)
        with pytest.raises(RateLimited) as failure:
            log_in(email=email, password=PASSWORD)
        outcomes.append((failure.value.code, str(failure.value.message), failure.value.headers))
    assert outcomes[0] == outcomes[1]


# ── lock-out ───────────────────────────────────────────────────────────────────────────────────────
def test_sixth_attempt_is_refused_even_with_the_right_password(user):
    fail(user.email, 5)
    with pytest.raises(RateLimited) as failure:
        log_in(email=user.email, password=PASSWORD)
    assert 1 <= int(failure.value.headers["Retry-After"]) <= 60
    assert failure.value.headers["X-RateLimit-Limit"] == "5"


def test_four_failures_and_a_success_begin_anew(user):
    fail(user.email, 4)
    log_in(email=user.email, password=PASSWORD)
    fail(user.email, 4)
    assert log_in(email=user.email, password=PASSWORD) == user


def test_lock_grows_from_round_to_round_up_to_an_hour(user, monkeypatch):
    waits = []
    for _round in range(6):
        fail(user.email, 5)
        with pytest.raises(RateLimited) as failure:
            log_in(email=user.email, password=PASSWORD)
        waits.append(int(failure.value.headers["Retry-After"]))
        now = time.time() + waits[-1] + 1
        monkeypatch.setattr(time, "time", lambda now=now: now)
    assert waits == [60, 240, 960, 3600, 3600, 3600]


def test_lock_ends_by_itself(user, monkeypatch):
    fail(user.email, 5)
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    assert log_in(email=user.email, password=PASSWORD) == user


def test_attacker_elsewhere_does_not_lock_the_owner_out(user, coming_from):
    with coming_from("203.0.113.66"):
        fail(user.email, 5)
    with coming_from("192.0.2.1"):
        assert log_in(email=user.email, password=PASSWORD) == user


def test_one_household_shares_its_ipv6_lock(user, coming_from):
    with coming_from("2001:db8:1:2::1"):
        fail(user.email, 5)
    with coming_from("2001:db8:1:2:ffff::9"), pytest.raises(RateLimited):
        log_in(email=user.email, password=PASSWORD)
    with coming_from("2001:db8:1:3::1"):
        assert log_in(email=user.email, password=PASSWORD) == user


@pytest.fixture
def besieged(user, monkeypatch, coming_from):
    """An account that many addresses guess at."""
    monkeypatch.setattr(lockout, "FAILURES_FROM_EVERYWHERE", 6)
    for number in range(6):
        with coming_from(f"203.0.113.{number}"):
            fail(user.email, 1)
    return user


def test_strangers_to_a_besieged_account_take_turns(besieged, coming_from):
    with coming_from("198.51.100.1"):
        fail(besieged.email, 1)
    with coming_from("198.51.100.2"), pytest.raises(RateLimited):
        log_in(email=besieged.email, password=PASSWORD)


def test_owner_of_a_besieged_account_gets_in_from_known_address(besieged, coming_from):
    LoginSessionFactory(user=besieged, ip="192.0.2.77")
    with coming_from("198.51.100.1"):
        fail(besieged.email, 1)
    with coming_from("192.0.2.77"):
        assert log_in(email=besieged.email, password=PASSWORD) == besieged


def test_owner_of_a_besieged_account_gets_in_from_known_device(besieged, coming_from):
    with coming_from("198.51.100.1"):
        fail(besieged.email, 1)
    with coming_from("198.51.100.9"):
        assert log_in(email=besieged.email, password=PASSWORD, device=device_mark(besieged)) == besieged


def test_owner_of_a_besieged_account_gets_in_after_a_reset_by_mail(besieged, coming_from):
    with coming_from("198.51.100.1"):
        fail(besieged.email, 1)
    with coming_from("198.51.100.9"):
        reset_password(token=password_reset_token(besieged), new_password=NEW_PASSWORD)
        assert log_in(email=besieged.email, password=NEW_PASSWORD) == besieged


def test_device_mark_is_of_one_person_and_opens_nothing(user):
    other = UserFactory()
    assert device_belongs_to(device_mark(user), user.email)
    assert not device_belongs_to(device_mark(user), other.email)
    assert not device_belongs_to("forged", user.email)
    with pytest.raises(InvalidCredentials):
        log_in(email=user.email, password="wrong-0", device=device_mark(user))


def test_one_address_tries_ten_times_a_minute_whoever_it_claims_to_be(user, settings, coming_from):
    settings.LOGIN_RATE_PER_MINUTE = 10
    with coming_from("203.0.113.5"):
        for number in range(10):
            fail(f"person{number}@example.org", 1)
        with pytest.raises(RateLimited) as failure:
            log_in(email=user.email, password=PASSWORD)
        assert failure.value.headers["X-RateLimit-Limit"] == "10"
        settings.THROTTLE_ENABLED = False
        assert log_in(email=user.email, password=PASSWORD) == user


def test_counters_hold_no_address(user, monkeypatch):
    keys = []
    hit = counters.hit
    monkeypatch.setattr(counters, "hit", lambda key, *, window: keys.append(key) or hit(key, window=window))
    with context.using(context.Context(ip="203.0.113.5")):
        fail(user.email, 1)
    assert len(keys) >= 3
    assert not [key for key in keys if user.email in key or "203.0.113.5" in key]


# ── second factor ──────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def device(user):
    return TotpDeviceFactory(user=user)


def test_code_is_asked_for_only_after_the_right_password(user, device):
    with pytest.raises(CodeRequired) as failure:
        log_in(email=user.email, password=PASSWORD)
    assert (failure.value.code, failure.value.details[0]["field"]) == ("INVALID_CREDENTIALS", "otp")
    with pytest.raises(InvalidCredentials) as failure:
        log_in(email=user.email, password="wrong-0", otp=code_now(device))
    assert failure.value.details == []


def test_right_code_gets_in_once(user, device):
    code = code_now(device)
    assert log_in(email=user.email, password=PASSWORD, otp=code) == user
    with pytest.raises(CodeWrong):
        log_in(email=user.email, password=PASSWORD, otp=code)


def test_five_wrong_codes_lock(user, device):
    for _attempt in range(5):
        with pytest.raises(CodeWrong):
            log_in(email=user.email, password=PASSWORD, otp="000000")
    with pytest.raises(RateLimited):
        log_in(email=user.email, password=PASSWORD, otp=code_now(device))


def test_password_step_does_not_forgive_wrong_codes(user, device):
    """Somebody who has the password cannot reset the count by going back to the first step."""
    for _attempt in range(5):
        step = begin_log_in(email=user.email, password=PASSWORD)
        with pytest.raises(CodeWrong):
            finish_log_in(pending=step.pending, otp="000000")
    with pytest.raises(RateLimited):
        begin_log_in(email=user.email, password=PASSWORD)


def test_unconfirmed_device_asks_for_nothing(user):
    TotpDeviceFactory(user=user, confirmed_at=None)
    assert log_in(email=user.email, password=PASSWORD) == user


def test_two_steps_of_a_page(user, device):
    step = begin_log_in(email=user.email, password=PASSWORD)
    assert step.pending
    assert finish_log_in(pending=step.pending, otp=code_now(device)) == user


def test_one_step_of_a_page_without_second_factor(user):
    step = begin_log_in(email=user.email, password=PASSWORD)
    assert (step.user, step.pending) == (user, "")


def test_pending_step_dies_with_the_password(user, device):
    step = begin_log_in(email=user.email, password=PASSWORD)
    change_password(user=user, current_password=PASSWORD, new_password=NEW_PASSWORD)
    with pytest.raises(TokenInvalid):
        finish_log_in(pending=step.pending, otp=pyotp.TOTP(device.secret).now())


# ── many at once ───────────────────────────────────────────────────────────────────────────────────
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="races need PostgreSQL")
def test_of_twenty_guesses_at_once_at_most_five_learn_that_they_were_wrong():
    person = UserFactory()
    start, outcomes = threading.Barrier(20), []

    def guess():
        start.wait()
        try:
            log_in(email=person.email, password="wrong-0")
        except (InvalidCredentials, RateLimited) as failure:
            outcomes.append(failure.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 20
    assert 1 <= outcomes.count("INVALID_CREDENTIALS") <= 5
    with pytest.raises(RateLimited):
        log_in(email=person.email, password=PASSWORD)
