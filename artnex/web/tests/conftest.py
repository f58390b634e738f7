"""People and browsers for page tests."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group


@pytest.fixture
def person(db):
    user = get_user_model().objects.create_user("page@example.com", "Correct-horse-7", name="Kim Page", language="en")
    user.groups.add(Group.objects.get(name="manager"))
    return user


@pytest.fixture
def browser_of(client):
    """A client that is logged in as somebody and reads English."""

    def log_in(user):
        client.force_login(user)
        client.cookies["artnex_language"] = "en"
        return client

    return log_in


@pytest.fixture
def browser(browser_of, person):
    return browser_of(person)
