"""Browsers of an administrator and of a member of staff."""

import pytest
from django.test import Client

from artnex.testing.people import new_user


def browser_of(user):
    client = Client(headers={"accept-language": "en"})
    client.cookies["artnex_language"] = "en"
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def admin(db):
    return new_user("admin")


@pytest.fixture
def browser(admin):
    return browser_of(admin)


@pytest.fixture
def staff(db):
    """Somebody who may enter the administration and has no rights there yet."""
    user = new_user("manager")
    user.is_staff = True
    user.save()
    return user
