"""`/` for programs, visitors and people who are logged in."""

import pytest

pytestmark = pytest.mark.django_db


def test_front_page_answers_json_to_programs(client):
    answer = client.get("/", headers={"accept": "application/json"})
    assert answer["Content-Type"] == "application/json"
    assert set(answer.json()) >= {"service", "version", "status", "openai_configured", "database"}


@pytest.mark.parametrize("accept", ["text/html,application/xhtml+xml,*/*;q=0.8", "*/*", ""])
def test_front_page_is_a_page_for_browsers(client, accept):
    answer = client.get("/", headers={"accept": accept})
    assert answer.status_code == 200
    assert b"/signup/" in answer.content


def test_front_page_of_a_person_shows_what_to_do_next(browser, person):
    text = browser.get("/").content.decode()
    assert "Hello, Kim Page" in text
    assert "Confirm your e-mail address" in text
    assert "0 / 4" in text


def test_front_page_does_not_take_posts(client):
    answer = client.post("/")
    assert answer.status_code == 405
    assert "GET" in answer["Allow"]
    assert b"error-code" in answer.content


def test_landing_page_speaks_the_language_of_the_browser(client):
    assert b'<html lang="ko"' in client.get("/").content
    assert b'<html lang="en"' in client.get("/", headers={"accept-language": "en-GB,en;q=0.9"}).content


@pytest.mark.parametrize("path", ["/", "/login/", "/signup/", "/nothing-here"])
def test_pages_hold_no_inline_script_or_style(client, path):
    text = client.get(path).content.decode()
    assert "<style" not in text
    assert " style=" not in text
    assert " onclick=" not in text
    assert text.count("<script") == text.count("<script src=") + text.count('<script type="module" src=')


def test_home_page_asks_the_database_a_fixed_number_of_times(browser, person, django_assert_max_num_queries):
    browser.get("/")
    with django_assert_max_num_queries(12):
        browser.get("/")
