"""No findings of axe on the main pages, light and dark, desktop and phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from accounts.enums import Role
from accounts.tests.factories import ApiKeyFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OPEN = ("/", "/login/", "/signup/", "/password/forgot/", "/no-such-page/")
PRIVATE = (
    "/",
    "/go/",
    "/people/",
    "/account/",
    "/account/security/",
    "/account/security/sessions/",
    "/account/keys/",
    "/account/keys/new/",
    "/account/activity/",
    "/account/notifications/",
    "/account/data/",
    "/account/usage/",
    "/jobs/",
    "/styleguide/",
)


def findings(page, path):
    page.goto(path)
    page.wait_for_load_state()
    result = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    return [
        f"{path}: {rule['id']} {node['target']} {node['failureSummary'][:300]}"
        for rule in result.response["violations"]
        for node in rule["nodes"][:3]
    ]


@pytest.mark.parametrize(
    ("size", "theme", "open_pages", "private_pages"),
    [
        ("desktop", "light", OPEN, PRIVATE),
        ("desktop", "dark", ("/", "/login/"), ("/", "/people/", "/styleguide/")),
        ("phone", "light", ("/",), ("/", "/people/", "/account/keys/", "/styleguide/")),
    ],
)
def test_pages_have_no_accessibility_findings(open_page, log_in, live_server, size, theme, open_pages, private_pages):
    page = open_page("/login/", size=size, theme=theme)
    found = [finding for path in open_pages for finding in findings(page, path)]
    admin = UserFactory(role=Role.ADMIN)
    ApiKeyFactory(user=admin)
    log_in(page, admin)
    found += [finding for path in private_pages for finding in findings(page, path)]
    assert not found, "\n".join(found)
