"""What the OpenAPI document says of each reading, held against what the owner of a real object gets.

New endpoints are found by themselves; their objects come from the samples of the permission walk.
"""

import json
import re
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from rest_framework.test import APIClient

from artnex.api.docs import document
from artnex.testing.people import new_user
from artnex.testing.routes import API, Route, all_routes
from artnex.testing.samples import key_in_address, load_samples, sample_for

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
READINGS = [route for route in all_routes() if route.kind == API and "get" in route.methods]


@cache
def described() -> dict[str, Any]:
    return json.loads(document()[0])


def operation_of(route: Route) -> dict[str, Any] | None:
    """The document's entry, whatever it calls the parts that vary."""
    wanted = re.sub(r"<[^>]*>", "{}", f"/{route.path}")
    for path, methods in described()["paths"].items():
        if re.sub(r"{[^}]*}", "{}", path) == wanted:
            return methods.get("get")
    return None


@pytest.mark.parametrize("route", READINGS, ids=str)
def test_an_answer_is_as_the_document_says(route, settings):
    settings.THROTTLE_ENABLED = False
    operation = operation_of(route)
    if operation is None:
        pytest.skip("is no endpoint: the documentation itself, or what is no address")
    load_samples()
    owner = new_user("manager")
    samples = {name: sample_for(route, name) for _kind, name in route.arguments}
    url = route.url({name: key_in_address(sample.make(owner)) for name, sample in samples.items()})
    client = APIClient()
    client.force_authenticate(owner)
    answer = client.get(url)
    described_answer = operation["responses"].get(str(answer.status_code))
    assert described_answer is not None, f"{answer.status_code} is not in the document: {answer.content[:300]!r}"
    if "$ref" in described_answer or not answer.get("Content-Type", "").startswith("application/json"):
        return  # an error all endpoints share, or a file
    schema = described_answer["content"]["application/json"]["schema"] | {"components": described()["components"]}
    problems = [
        f"{'.'.join(map(str, problem.path))}: {problem.message[:300]}"
        for problem in Draft202012Validator(schema).iter_errors(answer.json())
    ]
    assert not problems, "\n".join(problems[:5])
