"""What the tests of accounts share."""

import re

import pytest
from django.core import mail
from rest_framework.test import APIClient

from accounts.permissions import role_book
from accounts.services import mails
from accounts.tests.factories import UserFactory, tokens_of
from accounts.tokens import verified_signatures
from artnex.jobs import dispatch
from artnex.jobs.models import Job

LINK = re.compile(r"https?://\S+")


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Caches of this process start empty: the database under them is rolled back after every test."""
    verified_signatures.clear()
    role_book.forget()
    yield
    role_book.forget()


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch):
    """Jobs stay queued; `deliver` does the mails among them."""
    monkeypatch.setattr(dispatch, "send", lambda job, **_rest: True)


@pytest.fixture
def user(db):
    return UserFactory()


@pytest.fixture
def api():
    """A program that speaks English and has not logged in."""
    return APIClient(headers={"accept-language": "en"})


@pytest.fixture
def login_as():
    """`login_as(user)` gives a client with an access token."""

    def make(user, **headers):
        token = tokens_of(user).access_token
        return APIClient(headers={"accept-language": "en", "authorization": f"Bearer {token}", **headers})

    return make


@pytest.fixture
def client_of(user, login_as):
    return login_as(user)


@pytest.fixture
def deliver():
    """Write and send the mails that wait as jobs; gives the outbox."""

    def run():
        for job in Job.objects.filter(kind=mails.JOB_KIND, status="queued").order_by("created_at"):
            facts = {name: value for name, value in job.params.items() if name not in {"mail", "user_id"}}
            mails.send(job.params["mail"], user_id=job.params["user_id"], facts=facts)
            job.delete()
        return mail.outbox

    return run


@pytest.fixture
def token_in_mail(deliver):
    """Deliver what waits and give the token of the link in the last mail."""

    def read():
        link = LINK.search(deliver()[-1].body)
        assert link, "the mail holds no link"
        return link.group().rstrip("/").rsplit("/", 1)[-1]

    return read
