"""People and clients for the API's tests."""

import itertools
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from rest_framework.test import APIClient

from artnex.api.tests import endpoints

numbers = itertools.count()


@pytest.fixture(autouse=True)
def _test_endpoints(settings):
    settings.ROOT_URLCONF = "artnex.api.tests.endpoints"
    endpoints.CALLS.clear()


def make_person(role: str = "manager", **fields: Any) -> Any:
    person = get_user_model().objects.create_user(
        f"person{next(numbers)}@example.test", "correct horse 1", name="Person", **fields
    )
    person.groups.add(Group.objects.get_or_create(name=role)[0])
    return person


@pytest.fixture
def person(db):
    return make_person()


def client_of(person: Any) -> APIClient:
    """A client logged in by browser session; CSRF is not asked of it."""
    client = APIClient()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def client(person):
    return client_of(person)


@pytest.fixture
def anonymous():
    return APIClient()
