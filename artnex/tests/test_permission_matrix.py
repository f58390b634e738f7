"""Every address of the site, tried by everybody. New addresses are found by themselves, and are closed by default.

An address that anyone may call must stand in OPEN below; one with an id in it needs a sample object, and says how to
register it when there is none (see artnex/testing/samples.py).
"""

import logging
import traceback
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from artnex.testing.people import PEOPLE, Person, new_user
from artnex.testing.routes import ADMIN, API, PAGE, Route, all_routes
from artnex.testing.samples import key_in_address, load_samples, sample_for

# What anyone may call without being logged in.
OPEN = {
    # the API: signing in and up, and what it says of itself
    *(f"api/v1/auth/{name}" for name in ("register", "login", "refresh", "logout", "verify-email")),
    *(f"api/v1/auth/password/{name}" for name in ("forgot", "reset")),
    "api/v1/integrations/stripe/webhook",  # its messages are signed
    *(f"api/{name}" for name in ("openapi.json", "docs", "redoc")),
    # pages: the front, the door, and what machines ask for
    *("", "language/", "theme/", "ws", "health", "ready", "robots.txt", "favicon.ico", "manifest.webmanifest"),
    *("login/", "login/code/", "logout/", "signup/", "signup/sent/", "verify/<str:token>/", "keep/<str:token>/"),
    # those who sign a contract: the link is the key
    *(f"api/v1/contracts/sign/<str:token>{step}" for step in ("", "/decline")),
    *(f"sign/{page}" for page in ("<str:token>/", "<str:token>/file/", "<str:token>/decline/", "signed/", "declined/")),
    *("password/forgot/", "password/sent/", "password/reset/<str:token>/"),
    # whoever holds the link of a report, of a mail, or to a questionnaire
    *("r/<str:token>", "reports/leave/<str:token>/", "diagnosis/answer/<str:token>/"),
}
# Read by anyone, changed by people who are logged in: the presets that come with ArtNex.
OPEN_TO_READ = {"api/v1/presets", "api/v1/presets/<int:pk>"}
# What even somebody who only looks at a brand may do: leave its team, and copy a segment for themselves.
CHANGED_BY_THE_TEAM = {"brands/<int:brand_id>/team/leave/", "segments/<int:pk>/copy/"}
# Figures are for machines of one's own network, the style guide for developers, and /api/… is what is no address.
OWN_RULES = {"metrics", "styleguide/", "api/<rest>"}
UNSAFE = ("post", "put", "patch", "delete")
NONSENSE = {"ids": [0], "name": None, "email": 7, "role": [], "x" * 50: {}}

ROUTES = [route for route in all_routes() if route.kind != ADMIN]
ADMIN_ROUTES = [route for route in all_routes() if route.kind == ADMIN]

pytestmark = [pytest.mark.django_db, pytest.mark.walk]


class Status(int):
    """An HTTP status that remembers what broke, if anything did."""

    trouble: str = ""


@dataclass
class Visitor:
    """Somebody with a browser, logged in once; what each request changes is rolled back after it."""

    person: Person
    user: Any
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.user is not None:
            client = Client()
            client.force_login(self.user, backend="django.contrib.auth.backends.ModelBackend")
            self.cookies = {name: cookie.value for name, cookie in client.cookies.items()}

    def ask(self, method: str, url: str, route: Route, body: dict[str, Any] | None = None) -> Status:
        """The status of the answer; an exception that nobody caught counts as 500."""
        accepted = "application/json" if route.kind == API else "text/html"
        client = Client(raise_request_exception=False, headers={"accept": accepted})
        client.cookies.load(self.cookies)
        options: dict[str, Any] = {}
        if method in UNSAFE and route.kind == API:
            options = {"data": body or {}, "content_type": "application/json"}
        elif method in UNSAFE:
            options = {"data": {name: str(value) for name, value in (body or {}).items()}}
        with transaction.atomic():
            response = getattr(client, method)(url, **options)
            transaction.set_rollback(True)
        status = Status(response.status_code)
        if status >= 500 and getattr(response, "exc_info", None):
            status.trouble = "".join(traceback.format_exception(*response.exc_info)[-3:])
        return status


@dataclass
class Trial:
    """One route, tried by everybody with every method; collects what is wrong instead of stopping at the first."""

    route: Route
    owner: Any
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        load_samples()
        samples = {name: sample_for(self.route, name) for _kind, name in self.route.arguments}
        self.names_an_object = any(sample.is_object for sample in samples.values())
        self.is_shared = any(sample.shared for sample in samples.values())
        self.url = self.route.url({name: key_in_address(sample.make(self.owner)) for name, sample in samples.items()})
        self.is_open = self.route.path in OPEN or self.route.path in OWN_RULES

    def run(self) -> None:
        visitors = {person.name: Visitor(person, person.make(self.owner)) for person in PEOPLE}
        answers = {
            (name, method): visitor.ask(method, self.url, self.route)
            for name, visitor in visitors.items()
            for method in self.route.methods
        }
        for (name, method), status in answers.items():
            self.expect(status != 500, name, method, status)
            if status == 405 and self.route.methods_are_guessed:
                continue
            if name == "anonymous":
                self.judge_anonymous(method, status)
            elif self.names_an_object and not self.is_open:
                self.judge(visitors[name].person, method, status, answers)
        for name in ("owner", "admin"):
            if "get" in self.route.methods:
                self.judge_reading(name, answers)
            for method in set(self.route.methods) & set(UNSAFE):
                status = visitors[name].ask(method, self.url, self.route, NONSENSE)
                self.expect(status != 500, name, f"{method} with nonsense", status)

    def judge_anonymous(self, method: str, status: Status) -> None:
        """401 from the API, the log-in page from a page; or nothing is there, where a page is about an object."""
        if self.is_open or (method == "get" and self.route.path in OPEN_TO_READ):
            return
        pages = {302, 401, 403} | ({404} if self.names_an_object else set())
        self.expect(status in ({401} if self.route.kind == API else pages), "anonymous", method, status)

    def judge(self, person: Person, method: str, status: Status, answers: dict[tuple[str, str], Status]) -> None:
        """Hidden from those who may not see it; refused to those who may only look.

        Where the whole address is for administrators, 403 tells nothing: the owner gets the same.
        """
        if person.sees is False:
            is_for_administrators = status == 403 and answers["owner", method] == 403
            self.expect(status == 404 or is_for_administrators, person.name, method, status)
        elif person.sees and self.is_shared and method == "get":
            # A form is closed to those who may not send it.
            is_closed_form = self.route.kind == PAGE and status == 403 == answers.get((person.name, "post"))
            self.expect(status < 400 or is_closed_form, person.name, method, status)
        elif person.sees and self.is_shared and person.changes is False:
            if self.route.path in CHANGED_BY_THE_TEAM:
                return
            self.expect(status == 403, person.name, method, status)

    def judge_reading(self, name: str, answers: dict[tuple[str, str], Status]) -> None:
        """Everybody can open what is theirs; addresses for administrators open for these."""
        status = answers[name, "get"]
        if self.is_open or (name == "owner" and status == 403 and answers["admin", "get"] < 400):
            return
        private = name == "admin" and status == 404 and self.names_an_object  # not even for an administrator
        self.expect(status < 400 or private, name, "get", status)

    def expect(self, right: bool, name: str, method: str, status: Status) -> None:
        if not right:
            self.wrong.append(f"{method} {self.url} answers {status} to {name} {status.trouble}".rstrip())


@pytest.fixture(autouse=True)
def _no_throttle(settings):
    settings.THROTTLE_ENABLED = False


@pytest.fixture(autouse=True)
def _no_log():
    """Thousands of requests are made here, and writing their log lines takes longer than they do."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def owner(db):
    return new_user("manager")


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_everybody_gets_what_is_theirs_and_no_more(route, owner):
    trial = Trial(route, owner)
    trial.run()
    assert trial.wrong == []


@pytest.mark.parametrize("route", ADMIN_ROUTES, ids=str)
def test_the_administration_is_for_administrators(route, owner):
    if route.path in {"admin/login/", "admin/logout/", "admin/<url>"} or route.name == "admin:view_on_site":
        pytest.skip("has rules of its own")
    url = admin_address(route, owner)
    stranger, member, admin = (
        Visitor(Person(name, make=lambda owner: None), user)
        for name, user in (("anonymous", None), ("member", owner), ("admin", new_user("admin")))
    )
    for method in ("get", "post"):
        assert stranger.ask(method, url, route) == 302, f"{method} {url} lets somebody in who is not logged in"
        assert member.ask(method, url, route) == 403, f"{method} {url} lets somebody in who is no administrator"
    for method in ("get", "post"):
        status = admin.ask(method, url, route)
        assert status < 500, f"{method} {url} breaks for an administrator: {status.trouble}"
        assert method == "post" or status in {200, 302, 403, 405}, f"get {url} answers {status} to an administrator"


def admin_address(route: Route, owner: Any) -> str:
    values: dict[str, Any] = {}
    for _kind, name in route.arguments:
        if name == "app_label":
            values[name] = "accounts"
        elif name in {"user_id", "group_id"}:
            values[name] = owner.pk if name == "user_id" else owner.groups.get().pk
        else:
            values[name] = key_in_address(sample_for(route, name).make(owner))
    return route.url(values)


def test_an_address_without_a_sample_says_how_to_register_one():
    route = Route(path="api/v1/unheard/<uuid:unheard_of>", name="unheard", view=lambda request: None)
    with pytest.raises(LookupError, match=r'@sample\("unheard_of", under="api/v1/unheard/"\)'):
        sample_for(route, "unheard_of")


def test_all_kinds_of_routes_are_found():
    found = {route.path: route for route in all_routes()}
    assert {route.kind for route in found.values()} == {ADMIN, API, PAGE}
    assert found["api/v1/audit"].methods == ("get",)
    assert found["api/v1/notifications/read"].methods == ("post",)
