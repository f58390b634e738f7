"""From a stranger to a person whose program calls the API."""

import pyotp
import pytest
import requests
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "Correct-horse-7"


def test_sign_up_verify_two_step_language_and_api_key(open_page, link_in_mail, live_server):
    page = open_page("/")
    page.get_by_role("link", name="Start for free").click()
    page.get_by_label("Name").fill("김하나")
    page.get_by_label("E-mail address").fill("hana@example.com")
    page.get_by_label("Password", exact=True).fill("short")
    page.get_by_role("button", name="Create the account").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Name")).to_have_value("김하나")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create the account").click()
    expect(page.get_by_role("heading", name="Check your mail")).to_be_visible()

    page.goto(link_in_mail())
    page.get_by_role("button", name="Confirm the address").click()
    expect(page.get_by_text("Your e-mail address is confirmed.")).to_be_visible()

    page.get_by_label("E-mail address").fill("hana@example.com")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Hello, 김하나")).to_be_visible()

    page.get_by_role("link", name="Switch two-step log-in on").click()
    page.get_by_role("button", name="Set up").click()
    page.get_by_text("No camera? Type this key instead").click()
    secret = page.locator("output").inner_text()
    page.get_by_label("Code from the app").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Switch it on").click()
    codes = page.locator(".codes li").all_inner_texts()
    assert len(codes) == 10

    page.get_by_title("My account").click()
    page.get_by_role("button", name="Log out").click()
    page.get_by_label("E-mail address").fill("hana@example.com")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    page.get_by_label("Code", exact=True).fill(codes[0])
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Hello, 김하나")).to_be_visible()

    page.get_by_title("Language").last.click()
    page.get_by_role("button", name="한국어").last.click()
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    page.get_by_title("언어").last.click()
    page.get_by_role("button", name="English").last.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")

    page.goto("/account/keys/new/")
    page.get_by_label("Name").fill("Shop")
    page.get_by_label("See brands").check()
    page.get_by_role("button", name="Create the key").click()
    key = page.locator("output").inner_text()
    answer = requests.get(f"{live_server.url}/api/v1/auth/me", headers={"X-API-Key": key}, timeout=10)
    assert answer.json()["data"]["email"] == "hana@example.com"

    page.goto("/account/activity/")
    expect(page.get_by_role("row", name="API key created")).to_be_visible()
