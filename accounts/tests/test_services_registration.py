"""Becoming a user."""

import threading

import pytest
from django.db import connection
from django.utils import translation

from accounts.models import User
from accounts.services.login import log_in
from accounts.services.registration import register_user, send_verification, sign_up, verify_email
from accounts.tests.factories import PASSWORD, UserFactory
from artnex.errors import EmailTaken, TokenInvalid, ValidationFailed
from artnex.events.models import Event

pytestmark = pytest.mark.django_db


def register(**changes):
    return register_user(**({"email": "kim@example.com", "password": PASSWORD, "name": "Kim"} | changes))


def test_new_account_is_an_unverified_manager_in_the_language_at_hand():
    with translation.override("en"):
        user = register(email=" Kim@Example.COM ", name="  Kim  ")
    user.refresh_from_db()
    assert (user.email, user.name, user.role, user.language) == ("kim@example.com", "Kim", "manager", "en")
    assert not user.is_verified
    assert not user.is_staff
    assert user.check_password(PASSWORD)
    assert Event.objects.get(name="user.registered").actor == user


def test_passwords_are_hashed_with_argon2(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert register().password.startswith("argon2$argon2id$")


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"email": "nonsense"}, ["email"]),
        ({"email": "a" * 250 + "@example.com"}, ["email"]),
        ({"name": "   "}, ["name"]),
        ({"name": "x" * 151}, ["name"]),
        ({"name": "a\x00b"}, ["name"]),
        ({"password": "short1"}, ["password"]),
        ({"password": "password1"}, ["password"]),
        ({"password": "onlyletters"}, ["password"]),
        ({"password": "8402917365"}, ["password"]),
        ({"password": "kim@example.com1"}, ["password"]),
        ({"email": "x", "name": "", "password": "a"}, ["email", "name", "password", "password"]),
    ],
)
def test_wrong_fields_are_named(changes, fields):
    with pytest.raises(ValidationFailed) as failure:
        register(**changes)
    assert sorted({row["field"] for row in failure.value.details}) == sorted(set(fields))
    assert not User.objects.exists()


@pytest.mark.parametrize(("language", "message"), [("en", "Use at least one letter and one digit."), ("ko", "영문자")])
def test_password_rules_speak_both_languages(language, message):
    with translation.override(language), pytest.raises(ValidationFailed) as failure:
        register(password="onlyletters")
    spoken = " ".join(str(row["message"]) for row in failure.value.details)
    assert message in spoken or (language == "ko" and not spoken.isascii())


def test_taken_address_is_refused_in_any_spelling():
    register()
    with pytest.raises(EmailTaken):
        register(email="KIM@example.com")


def test_page_sign_up_does_not_tell_but_mails_the_owner(user, deliver):
    sign_up(email=user.email, password="Another-pass-1", name="Somebody")
    [message] = deliver()
    assert message.to == [user.email]
    assert message.subject == "You have an account already"
    assert log_in(email=user.email, password=PASSWORD) == user


def test_verification_by_mail_works_once(token_in_mail):
    user = register()
    token = token_in_mail()
    assert verify_email(token=token) == user
    user.refresh_from_db()
    assert user.is_verified
    assert Event.objects.filter(name="user.verified").count() == 1
    with pytest.raises(TokenInvalid):
        verify_email(token=token)


def test_verification_dies_with_a_changed_address(token_in_mail):
    user = register()
    token = token_in_mail()
    User.objects.filter(pk=user.pk).update(email="new@example.com")
    with pytest.raises(TokenInvalid):
        verify_email(token=token)


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "\x00", "é"])
def test_nonsense_verifies_nobody(token):
    with pytest.raises(TokenInvalid):
        verify_email(token=token)


def test_verifying_mail_is_sent_again_thrice_an_hour(deliver):
    user = UserFactory(email_verified_at=None)
    for _attempt in range(5):
        send_verification(user=user)
    assert len(deliver()) == 3


def test_verified_person_gets_no_verifying_mail(user, deliver):
    send_verification(user=user)
    assert deliver() == []


@pytest.mark.parametrize(("language", "subject"), [("ko", "이메일"), ("en", "Please confirm your e-mail address")])
def test_mail_speaks_the_persons_language_as_text_and_html(language, subject, deliver):
    with translation.override(language):
        user = register()
    with translation.override("en"):
        [message] = deliver()
    assert subject in message.subject or (language == "ko" and not message.subject.isascii())
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert user.name in message.body
    assert user.name in html


def test_name_in_html_mail_is_escaped(deliver):
    register(name="<b>Kim</b>")
    [message] = deliver()
    assert "&lt;b&gt;Kim" in message.alternatives[0][0]
    assert "<b>Kim</b>" in message.body


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="races need PostgreSQL")
def test_of_two_sign_ups_at_once_one_gets_the_address():
    start, outcomes = threading.Barrier(4), []

    def attempt():
        start.wait()
        try:
            outcomes.append(register().email)
        except EmailTaken as failure:
            outcomes.append(failure.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["EMAIL_TAKEN"] * 3 + ["kim@example.com"]
