"""The OpenAPI document is valid, complete and true to its own examples."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from rest_framework.test import APIClient
from rest_framework.views import APIView

from artnex.api.docs import document

pytestmark = pytest.mark.django_db


@pytest.fixture
def described(settings):
    settings.ROOT_URLCONF = "artnex.urls"
    document.cache_clear()
    return APIClient().get("/api/openapi.json").json()


def routes(patterns, prefix=""):
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern):
            yield address, pattern.callback


def test_the_document_is_valid_openapi(described):
    assert described["openapi"].startswith("3.1")
    validate(described)


def test_every_endpoint_and_method_is_in_it(described):
    known = {re.sub(r"{[^}]*}", "{}", path): set(methods) for path, methods in described["paths"].items()}
    count = 0
    for address, callback in routes(get_resolver("artnex.urls").url_patterns):
        view = getattr(callback, "cls", None)
        if not (view and issubclass(view, APIView)):
            continue
        path = "/" + re.sub(r"<[^>]*>", "{}", address)
        actions = getattr(callback, "actions", None)
        methods = (
            set(actions) - {"head"}  # DRF adds it to a viewset's actions at the first request
            if actions
            else {m for m in ("get", "post", "put", "patch", "delete") if hasattr(view, m)}
        )
        assert methods <= known.get(path, set()), f"{path} {methods} is missing"
        count += 1
    assert count > 20


def test_every_api_address_is_an_endpoint():
    """What answers under /api/ is an ApiView, the description itself, or the 404 for everything else."""
    plain = {"openapi_json", "swagger", "redoc", "unknown_endpoint"}
    for address, callback in routes(get_resolver("artnex.urls").url_patterns):
        if address.lstrip("^").startswith("api/") and not getattr(callback, "cls", None):
            assert callback.__name__ in plain, address


def test_every_answer_has_the_envelope_and_every_operation_its_errors(described):
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            where = f"{method} {path}"
            assert operation["summary"], where
            assert {"400", "401", "429", "500"} <= set(operation["responses"]), where
            for status, answer in operation["responses"].items():
                if operation.get("x-without-envelope"):
                    continue
                if status.startswith("2") and status != "204" and "application/json" in answer["content"]:
                    schema = answer["content"]["application/json"]["schema"]
                    assert {"success", "data", "message", "meta"} <= set(schema["required"]), where
                    assert "X-Request-ID" in answer["headers"], where


def test_examples_fit_their_schemas(described):
    def check(node, where):
        if isinstance(node, dict):
            for kind, media in node.get("content", {}).items() if isinstance(node.get("content"), dict) else ():
                if kind == "application/json":
                    whole = media["schema"] | {"components": described["components"]}
                    problems = list(Draft202012Validator(whole).iter_errors(media["example"]))
                    assert not problems, (where, problems[0].message)
            for key, value in node.items():
                check(value, f"{where}/{key}")

    check(described["paths"], "")
    check(described["components"]["responses"], "")


def test_lists_say_how_they_are_paged(described):
    answer = described["paths"]["/api/v1/notifications"]["get"]["responses"]["200"]
    assert answer["content"]["application/json"]["schema"]["properties"]["pagination"]["$ref"].endswith(
        "CursorPagination"
    )
    names = {one.get("name") for one in described["paths"]["/api/v1/notifications"]["get"]["parameters"]}
    assert {"page", "page_size", "skip", "limit", "cursor"} <= names


def test_ways_to_log_in_are_described(described):
    assert set(described["components"]["securitySchemes"]) == {"bearer", "apiKey", "browserSession"}
    assert {} in described["paths"]["/api/v1/auth/login"]["post"]["security"]
    assert {} not in described["paths"]["/api/v1/auth/me"]["get"]["security"]


def test_the_document_is_sent_once(described):
    first = APIClient().get("/api/openapi.json")
    assert APIClient().get("/api/openapi.json", headers={"If-None-Match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize("path", ["/api/docs", "/api/redoc"])
def test_it_can_be_read_without_any_other_host(settings, path):
    settings.ROOT_URLCONF = "artnex.urls"
    page = APIClient().get(path)
    html = page.content.decode()
    assert page.status_code == 200
    assert "//" not in html.replace("<!doctype html>", "")
    assert not re.search(r"<script>|<style|style=|\son\w+=", html)
    assert "script-src 'self';" in page["Content-Security-Policy"]


def test_filters_are_described_as_they_are_read(described):
    def parameter(path, name):
        found = described["paths"][path]["get"]["parameters"]
        return next(one["schema"] for one in found if one.get("name") == name)

    assert parameter("/api/v1/notifications", "is_read")["type"] == "boolean"
    for path in ("/api/v1/audit", "/api/v1/costs/summary"):
        assert {kind["format"] for kind in parameter(path, "from")["anyOf"]} == {"date", "date-time"}
    assert parameter("/api/v1/audit", "brand_id")["minimum"] == 1


def test_the_answer_to_too_many_requests_tells_when_to_come_again(described):
    headers = set(described["components"]["responses"]["RateLimited"]["headers"])
    assert {"Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"} <= headers
