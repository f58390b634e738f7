"""What script adds to pages, and that they work without it."""

import re

import pytest
from playwright.sync_api import expect

from accounts.enums import Role
from accounts.tests.factories import ApiKeyFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_palette_is_opened_and_used_by_keyboard(open_page, person, log_in):
    page = log_in(open_page("/login/"), person)
    page.keyboard.press("Control+k")
    palette = page.get_by_role("dialog", name="Search or go to")
    expect(palette.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("secur")
    expect(palette.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(palette).to_be_hidden()
    page.goto("/account/security/")  # a page without a search field of its own
    page.keyboard.press("/")
    page.keyboard.type("keys")
    expect(palette.get_by_role("option", name="API keys")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/keys/")


def test_list_is_searched_and_sorted_in_place(open_page, log_in, live_server):
    admin = UserFactory(role=Role.ADMIN)
    UserFactory.create_batch(25)
    UserFactory(name="Zoe Last")
    page = log_in(open_page("/login/"), admin)
    page.goto("/people/")
    page.get_by_placeholder("Name or e-mail address").fill("zoe")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"q=zoe"))
    expect(page.get_by_placeholder("Name or e-mail address")).to_be_focused()
    page.get_by_role("link", name="Clear").first.click()
    page.get_by_role("link", name="Name", exact=True).click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Name")
    page.get_by_role("link", name="Next page").click()
    expect(page).to_have_url(re.compile(r"sort=name.*page=2|page=2.*sort=name"))
    expect(page.get_by_text("Zoe Last")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Zoe Last")).to_have_count(0)
    expect(page.get_by_role("navigation", name="Main navigation").first).to_be_visible()


def test_question_opens_as_dialog_and_gives_focus_back(open_page, person, log_in):
    key = ApiKeyFactory(user=person)
    page = log_in(open_page("/login/"), person)
    page.goto("/account/keys/")
    page.get_by_role("link", name="Revoke").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(key.name)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.get_by_role("link", name="Revoke").click()
    dialog.get_by_role("button", name="Revoke the key").click()
    expect(page.get_by_text("The key is revoked.")).to_be_visible()
    expect(page.get_by_role("heading", name="No API keys yet")).to_be_visible()


def test_wrong_password_in_a_dialog_is_said_there(open_page, person, log_in):
    page = log_in(open_page("/login/"), person)
    page.goto("/account/data/")
    page.get_by_role("link", name="Delete my account").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Password", exact=True).fill("wrong-pass1")
    dialog.get_by_role("button", name="Delete my account").click()
    expect(dialog).to_contain_text("This is not your present password.")
    expect(page).to_have_url(re.compile(r"/account/data/$"))


def test_theme_changes_at_once_and_lasts(open_page, person, log_in):
    page = log_in(open_page("/login/"), person)
    page.get_by_title("Appearance").last.click()
    with page.expect_response("**/theme/"):
        page.get_by_role("button", name="Dark").last.click()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_menus_close_on_escape_and_elsewhere(open_page, person, log_in):
    page = log_in(open_page("/login/"), person)
    menu = page.get_by_title("My account")
    menu.click()
    expect(page.get_by_role("link", name="Profile").last).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".user-menu")).not_to_have_attribute("open", "")
    expect(menu).to_be_focused()
    menu.click()
    page.get_by_role("heading", level=1).click()
    expect(page.locator(".user-menu")).not_to_have_attribute("open", "")


def test_password_can_be_shown(open_page, live_server):
    page = open_page("/login/")
    field = page.get_by_label("Password", exact=True)
    page.get_by_role("button", name="Show what I type").click()
    expect(field).to_have_attribute("type", "text")


def test_phone_has_a_drawer_and_nothing_sticks_out(open_page, person, log_in):
    page = log_in(open_page("/login/", size="phone"), person)
    page.get_by_role("button", name="Menu").last.click()
    page.locator("#sidebar").get_by_role("link", name="API keys").click()
    page.wait_for_url("**/account/keys/")
    for path in ("/", "/account/", "/account/activity/", "/account/keys/new/", "/account/security/"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_everything_works_without_script(open_page, log_in, live_server):
    admin = UserFactory(role=Role.ADMIN)
    UserFactory(name="Zoe Last")
    key = ApiKeyFactory(user=admin)
    page = log_in(open_page("/login/", script=False), admin)
    page.goto("/people/")
    page.get_by_placeholder("Name or e-mail address").fill("zoe")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.goto("/account/keys/")
    page.get_by_role("link", name="Revoke").click()
    page.get_by_role("button", name="Revoke the key").click()
    page.wait_for_url("**/account/keys/")
    key.refresh_from_db()
    assert key.revoked_at
    page.get_by_role("link", name="Search or go to").click()
    expect(page.get_by_role("main").get_by_role("link", name="Security")).to_be_visible()
