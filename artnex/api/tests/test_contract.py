"""Made-up requests for every operation: none ends in an error of ours, and every answer is as the document says."""

import os
from collections import Counter
from functools import cache

import hypothesis
import pytest
import schemathesis
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from rest_framework.test import APIClient
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from artnex.api.docs import document

CHECKS = [
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# More for a longer look: CONTRACT_EXAMPLES=100 CONTRACT_ONLY=/brands pytest artnex/api/tests/test_contract.py
EXAMPLES = int(os.environ.get("CONTRACT_EXAMPLES", "4"))
ONLY = os.environ.get("CONTRACT_ONLY", "")
ACCOUNT = {"email": "fuzz@example.test", "password": "correct horse 1", "name": "Fuzz"}


def application(environ, start_response):
    """The site as a server runs it, except that it leaves the connection of the test's transaction open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)  # the test client connects it again after each request
    answer = django_application()(environ, start_response)
    body = list(answer)
    answer.close()
    return body


@cache
def django_application():
    return get_wsgi_application()


@pytest.fixture
def log_in(db, settings):
    """A fresh log-in for each operation: some of them end it."""
    settings.ROOT_URLCONF = "artnex.urls"
    settings.LOGIN_RATE_PER_MINUTE = 100_000
    document.cache_clear()
    APIClient().post("/api/v1/auth/register", ACCOUNT)
    administrator = get_user_model().objects.get(email=ACCOUNT["email"])
    administrator.groups.add(Group.objects.get_or_create(name="admin")[0])

    def bearer():
        answer = APIClient().post("/api/v1/auth/login", ACCOUNT)
        return {"Authorization": f"Bearer {answer.json()['data']['access_token']}"}

    return bearer


def examine(operation, headers):
    """Send made-up requests to one operation; returns the statuses seen."""
    statuses = Counter()

    @hypothesis.settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize="CONTRACT_EXAMPLES" not in os.environ,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    )
    @hypothesis.given(case=operation.as_strategy())
    def send(case):
        answer = case.call(headers=headers)
        statuses[answer.status_code] += 1
        assert answer.status_code != 500, answer.text  # 502 to 504 are where the document says so
        case.validate_response(answer, checks=CHECKS)

    send()
    return statuses


@pytest.mark.timeout(300 if EXAMPLES < 5 else 0)
def test_no_request_breaks_an_endpoint_or_its_description(log_in):
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    problems, seen = [], {}
    for found in schema.get_all_operations():
        operation = found.ok()
        if ONLY not in operation.label:
            continue
        try:
            seen[operation.label] = examine(operation, log_in())
        except (Exception, BaseExceptionGroup) as problem:  # noqa: BLE001 - all of them are told at the end
            problems.append(f"{operation.label}: {problem}")
    assert not problems, "\n\n".join(problems)
    lists = [label for label in seen if label.startswith("GET") and "{" not in label]
    answered = [label for label in lists if seen[label][200]]
    assert ONLY or len(answered) > 0.9 * len(lists), "the requests did not get through"
