"""A real browser against a real server."""

import os
import re
import shutil

import pytest
from django.core import mail

from accounts.services import mails
from accounts.tests.factories import PASSWORD, UserFactory
from artnex.jobs import dispatch
from artnex.jobs.models import Job

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs an event loop in the test's thread
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
LINK = re.compile(r"https?://\S+")
WIDTHS = {"desktop": (1280, 800), "phone": (390, 844)}


@pytest.fixture(scope="session")
def chromium():
    if not CHROMIUM:
        pytest.skip("no Chromium found; set CHROMIUM to its path")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch):
    """Jobs stay queued; `deliver` does the mails among them."""
    monkeypatch.setattr(dispatch, "send", lambda _job, **_rest: True)


@pytest.fixture
def open_page(chromium, live_server):
    """`open_page("/login/", size="phone")`: a page of a fresh browser; what goes wrong in it fails the test."""
    contexts, problems = [], []

    def make(path="/", *, size="desktop", language="en", theme="light", script=True):
        width, height = WIDTHS[size]
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            has_touch=size == "phone",
            locale={"en": "en-GB", "ko": "ko-KR"}[language],
            color_scheme=theme,
            java_script_enabled=script,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda line: "Content Security Policy" in line.text and problems.append(line.text))
        page.goto(path)
        return page

    yield make
    for context in contexts:
        context.close()
    assert not problems


@pytest.fixture
def person(live_server):
    return UserFactory(name="Kim Hana")


@pytest.fixture
def log_in():
    def run(page, user, password=PASSWORD):
        page.goto("/login/")
        page.get_by_label("E-mail address").fill(user.email)
        page.get_by_label("Password", exact=True).fill(password)
        page.get_by_role("main").get_by_role("button", name="Log in").click()
        page.wait_for_url("**/")
        return page

    return run


@pytest.fixture
def link_in_mail(live_server):
    """Write and send the mails that wait as jobs; gives the path of the link in the last one."""

    def read():
        for job in Job.objects.filter(kind=mails.JOB_KIND, status="queued").order_by("created_at"):
            facts = {name: value for name, value in job.params.items() if name not in {"mail", "user_id"}}
            mails.send(job.params["mail"], user_id=job.params["user_id"], facts=facts)
            job.delete()
        link = LINK.search(mail.outbox[-1].body)
        assert link, "the mail holds no link"
        return "/" + link.group().split("/", 3)[3]

    return read
