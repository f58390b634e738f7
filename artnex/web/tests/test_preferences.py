"""Switching language and appearance."""

import pytest

pytestmark = pytest.mark.django_db


def test_language_switch_lasts_and_leads_back(client):
    answer = client.post("/language/", {"language": "en", "next": "/login/"})
    assert answer.status_code == 302
    assert answer["Location"] == "/login/"
    assert b'<html lang="en"' in client.get("/login/").content


def test_language_switch_changes_the_account(browser, person):
    browser.post("/language/", {"language": "ko"})
    person.refresh_from_db()
    assert person.language == "ko"


def test_theme_is_drawn_by_the_server_and_kept_in_the_account(browser, person):
    browser.post("/theme/", {"theme": "dark"})
    person.refresh_from_db()
    assert person.theme == "dark"
    assert b'data-theme="dark"' in browser.get("/").content


@pytest.mark.parametrize(("path", "field"), [("/language/", "language"), ("/theme/", "theme")])
def test_unknown_preference_is_refused(client, path, field):
    assert client.post(path, {field: "xx"}).status_code == 400
    assert client.get(path).status_code == 405


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example"]
)
def test_switch_never_leads_to_another_site(client, target):
    assert client.post("/language/", {"language": "en", "next": target})["Location"] == "/"


def test_forged_theme_cookie_is_ignored(client):
    client.cookies["artnex_theme"] = '"><script>'
    assert b'data-theme="auto"' in client.get("/login/").content
