"""Change, forget, reset."""

import threading
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.authentication import user_of_access_token
from accounts.services.passwords import (
    change_password,
    confirm_password,
    password_reset_token,
    request_password_reset,
    reset_password,
    user_of_reset_token,
)
from accounts.services.sessions import open_api_session, open_sessions
from accounts.tests.factories import NEW_PASSWORD, PASSWORD, LoginSessionFactory, UserFactory, tokens_of
from artnex import context
from artnex.errors import RateLimited, TokenExpired, TokenInvalid, ValidationFailed
from artnex.events.models import Event
from artnex.jobs.models import Job

pytestmark = pytest.mark.django_db


def test_change_ends_every_other_session_and_tells_by_mail(user, deliver):
    here, elsewhere = tokens_of(user), tokens_of(user)
    change_password(user=user, current_password=PASSWORD, new_password=NEW_PASSWORD, keep_session=here.session.pk)
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    assert user_of_access_token(here.access_token)[0] == user
    with pytest.raises(TokenInvalid):
        user_of_access_token(elsewhere.access_token)
    assert [message.subject for message in deliver()] == ["Your password was changed"]
    assert Event.objects.filter(name="password.changed", actor=user).count() == 1


def test_change_needs_the_present_password(user):
    with pytest.raises(ValidationFailed) as failure:
        change_password(user=user, current_password="wrong-0", new_password=NEW_PASSWORD)
    assert [row["field"] for row in failure.value.details] == ["current_password"]
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_change_keeps_the_rules(user):
    with pytest.raises(ValidationFailed) as failure:
        change_password(user=user, current_password=PASSWORD, new_password="short")
    assert {row["field"] for row in failure.value.details} == {"new_password"}


def test_guessing_the_present_password_is_locked_but_not_the_log_in(user):
    for _attempt in range(5):
        with pytest.raises(ValidationFailed):
            confirm_password(user=user, password="wrong-0")
    with pytest.raises(RateLimited):
        confirm_password(user=user, password=PASSWORD)
    from accounts.services.login import log_in

    assert log_in(email=user.email, password=PASSWORD) == user


def test_reset_by_mail_works_once_ends_sessions_and_verifies(token_in_mail):
    user = UserFactory(email_verified_at=None)
    LoginSessionFactory(user=user)
    request_password_reset(email=user.email.upper())
    token = token_in_mail()
    assert user_of_reset_token(token) == user
    assert reset_password(token=token, new_password=NEW_PASSWORD) == user
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    assert user.is_verified
    assert not open_sessions(user).exists()
    with pytest.raises(TokenInvalid):
        reset_password(token=token, new_password="Yet-another-9")


def test_reset_keeps_the_rules_and_the_link(user):
    token = password_reset_token(user)
    with pytest.raises(ValidationFailed):
        reset_password(token=token, new_password="password1")
    assert reset_password(token=token, new_password=NEW_PASSWORD) == user


def test_reset_link_dies_with_the_next_log_in(user):
    token = password_reset_token(user)
    open_api_session(user=user)
    with pytest.raises(TokenInvalid):
        reset_password(token=token, new_password=NEW_PASSWORD)


def test_reset_link_expires_in_an_hour(user, monkeypatch):
    token = password_reset_token(user)
    later = time.time() + 3601
    monkeypatch.setattr(time, "time", lambda: later)
    with pytest.raises(TokenExpired):
        reset_password(token=token, new_password=NEW_PASSWORD)


def test_reset_of_a_closed_account_is_refused(user):
    token = password_reset_token(user)
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    with pytest.raises(TokenInvalid):
        reset_password(token=token, new_password=NEW_PASSWORD)


def test_forgetting_does_the_same_for_known_and_unknown(user, deliver):
    work = []
    for email in (user.email, "nobody@example.com"):
        with CaptureQueriesContext(connection) as queries:
            request_password_reset(email=email)
        work.append([query["sql"].split("(")[0] for query in queries])
    assert len(work[0]) > 2
    assert [step[:20] for step in work[0]] == [step[:20] for step in work[1]]
    params = list(Job.objects.values_list("params", flat=True))
    assert [sorted(content) for content in params] == [["mail", "user_id"]] * 2
    assert len(deliver()) == 1


def test_job_of_a_mail_holds_no_token_and_no_address(user):
    request_password_reset(email=user.email)
    assert Job.objects.get().params == {"mail": "password_reset", "user_id": user.pk}


def test_forgetting_sends_three_mails_an_hour(user, deliver):
    for _attempt in range(6):
        request_password_reset(email=user.email)
    assert len(deliver()) == 3


def test_one_address_cannot_have_mails_sent_to_everybody():
    with context.using(context.Context(ip="203.0.113.5")):
        for number in range(30):
            request_password_reset(email=f"somebody{number}@example.com")
        with pytest.raises(RateLimited):
            request_password_reset(email="one-more@example.com")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="races need PostgreSQL")
def test_of_many_uses_of_a_link_at_once_one_works():
    token = password_reset_token(UserFactory())
    start, outcomes = threading.Barrier(6), []

    def attempt(number):
        start.wait()
        try:
            reset_password(token=token, new_password=f"Battery-staple-{number}")
            outcomes.append("set")
        except TokenInvalid as failure:
            outcomes.append(failure.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["TOKEN_INVALID"] * 5 + ["set"]
