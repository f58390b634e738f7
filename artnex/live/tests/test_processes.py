"""The whole site with its live process, and real WebSockets at the site's own address."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, closing, contextmanager

import psutil
import pytest
from django.conf import settings
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from artnex.tests.test_launch import environment, free_port, is_healthy, wait_until

pytestmark = [
    pytest.mark.processes,
    pytest.mark.timeout(240),
    pytest.mark.skipif(settings.USES_POSTGRES, reason="the site starts on a database of its own"),
]
OWNER, EDITOR, VIEWER = (f"{name}@saegyeol.example" for name in ("marketer", "designer", "executive"))
ADMIN, PASSWORD = "admin@saegyeol.example", "saegyeol-demo-1"


def answers_at(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Site:
    """One installation with its demo company, and programs that talk to it."""

    def __init__(self, home, port, process):
        self.home, self.port, self.process = home, port, process
        self.tokens = {}

    def call(self, method, path, body=None, *, email=None, token=None):
        token = token or (email and self.token(email))
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        data = None if body is None else json.dumps(body).encode()
        address = f"http://127.0.0.1:{self.port}/api/v1/{path}"
        request = urllib.request.Request(address, method=method, data=data, headers=headers)
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - our own server
            text = answer.read()
        return json.loads(text)["data"] if text else None

    def log_in(self, email):
        return self.call("POST", "auth/login", {"email": email, "password": PASSWORD})

    def token(self, email):
        if email not in self.tokens:
            self.tokens[email] = self.log_in(email)["access_token"]
        return self.tokens[email]

    def number_of(self, email):
        return self.call("GET", "auth/me", email=email)["id"]

    def open(self, port=None, **options):
        return Line(connect(f"ws://127.0.0.1:{port or self.port}/ws", compression=None, **options))

    def line(self, email, brand=None, *, token=None, port=None):
        """Somebody's connection, following `brand`."""
        line = self.open(port)
        line.say(type="auth", token=token or self.token(email))
        line.hear("ready")
        if brand:
            line.say(type="subscribe", brand_id=brand)
            line.hear("presence", action="here")
        return line

    def change(self, brand, slogan, email=OWNER):
        return self.call("PATCH", f"brands/{brand}", {"slogan": slogan}, email=email)

    def live_process(self):
        """The child that is not web, worker or beat: the one that holds the connections."""
        children = psutil.Process(self.process.pid).children()
        held = [child for child in children if child.pid in self.pulses()]
        return held[0] if held else None

    def pulses(self):
        with closing(sqlite3.connect(self.home / "artnex.sqlite3", timeout=20)) as database:
            return {int(row[0].rsplit(":", 1)[1]) for row in database.execute("SELECT process FROM live_livepulse")}


class Line:
    """One WebSocket and what came over it."""

    def __init__(self, socket):
        self.socket = socket

    def say(self, **message):
        self.socket.send(json.dumps(message))

    def hear(self, kind, *, within=5.0, **fields):
        """The next message of this kind with these fields; others are passed over."""
        deadline = time.monotonic() + within
        while True:
            message = json.loads(self.socket.recv(timeout=max(0.01, deadline - time.monotonic())))
            if message["type"] == kind and fields.items() <= message.items():
                return message

    def ends(self, within=5.0):
        """The close code."""
        deadline = time.monotonic() + within
        try:
            while True:
                self.socket.recv(timeout=max(0.01, deadline - time.monotonic()))
        except ConnectionClosed as ending:
            return ending.rcvd.code if ending.rcvd else None

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self.socket.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    home, port = tmp_path_factory.mktemp("live") / "home", free_port()
    free = {"ARTNEX_THROTTLE": "off", "LOGIN_RATE_PER_MINUTE": "1000", "LIVE_CONNECTIONS_PER_PERSON": "250"}
    with (home.parent / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "artnex.launch"],
            cwd=settings.BASE_DIR,
            env=environment(home, port) | free,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until(lambda: is_healthy(port), "the start")
        yield Site(home, port, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


@pytest.fixture
def brand(site):
    made = site.call("POST", "brands", {"brand_name": "한빛정밀", "category": "기계부품"}, email=OWNER)
    for email, role in ((EDITOR, "editor"), (VIEWER, "viewer")):
        site.call("POST", f"brands/{made['id']}/members", {"email": email, "role": role}, email=OWNER)
    return made["id"]


def test_events_reach_those_who_follow_and_are_replayed_to_those_who_were_away(site, brand):
    with site.line(OWNER, brand) as line:
        site.change(brand, "하나")
        event = line.hear("event", name="brand.updated")
        assert event["brand_id"] == brand
        assert event["actor"]["name"]
        assert event["data"]["fields"] == ["slogan"]
    site.change(brand, "둘")
    site.change(brand, "셋")
    with site.line(OWNER) as line:
        line.say(type="resume", brand_id=brand, after=event["seq"])
        first, second = line.hear("event"), line.hear("event")
        assert event["seq"] < first["seq"] < second["seq"]
        assert line.hear("resumed")["count"] == 2
        site.change(brand, "넷")
        assert line.hear("event")["seq"] > second["seq"]
        line.say(type="unsubscribe", brand_id=brand)
        line.hear("unsubscribed")
        site.change(brand, "다섯")
        with pytest.raises(TimeoutError):
            line.hear("event", within=1)


def test_browser_needs_its_cookie_and_its_own_origin(site):
    page = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    address = f"http://127.0.0.1:{site.port}"
    page.open(f"{address}/login/").read()
    jar = {cookie.name: cookie.value for handler in page.handlers for cookie in getattr(handler, "cookiejar", ())}
    form = f"email={OWNER}&password={PASSWORD}&csrfmiddlewaretoken={jar['artnex_csrf']}".encode()
    page.open(f"{address}/login/", form).read()
    jar = {cookie.name: cookie.value for handler in page.handlers for cookie in getattr(handler, "cookiejar", ())}
    cookie = {"Cookie": f"artnex_session={jar['artnex_session']}"}

    with site.open(additional_headers=cookie, origin=address) as line:
        assert line.hear("ready")["user"]["name"]
    for origin in ("https://evil.example", f"http://127.0.0.1:{site.port + 1}", "null"):
        with pytest.raises(InvalidStatus) as refusal:
            site.open(additional_headers=cookie, origin=origin)
        assert refusal.value.response.status_code == 403


def test_strangers_learn_nothing_and_nonsense_is_answered(site, brand):
    with site.open() as line:
        line.say(type="subscribe", brand_id=brand)
        assert line.hear("error")["code"] == "NOT_AUTHENTICATED"
        line.say(type="auth", token="eyJ.wrong.token")
        assert line.hear("error")["code"] == "TOKEN_INVALID"
        for text in ("{", "[]", '"x"', '{"type": 1}', '{"type": "dance"}', "\0", "{}"):
            line.socket.send(text)
            assert line.hear("error")["code"] == "BAD_REQUEST"
        line.socket.send(b"\x00\x01")
        assert line.hear("error")["code"] == "BAD_REQUEST"
        line.say(type="ping")
        line.hear("pong")

    own = site.call("POST", "brands", {"brand_name": "남모르게", "category": "식품"}, email=OWNER)["id"]
    with site.line(EDITOR) as line:
        for number in (own, 10**9, 2**63 - 1):
            line.say(type="subscribe", brand_id=number)
            refusal = line.hear("error")
            assert (refusal["code"], refusal["brand_id"]) == ("NOT_FOUND", number)
            line.say(type="resume", brand_id=number, after=0)
            assert line.hear("error")["code"] == "NOT_FOUND"
        for number in (0, -1, "1", None, True, 1.5, 2**63, [1]):
            line.say(type="subscribe", brand_id=number)
            assert line.hear("error")["code"] == "VALIDATION_ERROR"
        line.say(type="resume", brand_id=brand, after="x")
        assert line.hear("error")["code"] == "VALIDATION_ERROR"


def test_too_large_and_too_many_messages_end_the_connection(site):
    with site.line(OWNER) as line:
        line.socket.send("x" * 20_000)
        assert line.ends() == 1009
    with site.line(OWNER) as line:
        for _number in range(100):
            line.say(type="ping")
        assert line.ends() == 4429


def test_two_people_see_each_other_come_and_go(site, brand):
    with site.line(OWNER, brand) as owner:
        with site.line(EDITOR, brand):
            assert owner.hear("presence", action="join")["user"]["id"] == site.number_of(EDITOR)
        left = owner.hear("presence", action="leave")
        assert [person["id"] for person in left["users"]] == [site.number_of(OWNER)]


def test_who_is_taken_off_the_team_hears_nothing_more(site, brand):
    with site.line(VIEWER, brand) as viewer, site.line(OWNER, brand) as owner:
        site.call("DELETE", f"brands/{brand}/members/{site.number_of(VIEWER)}", email=OWNER)
        viewer.hear("unsubscribed", within=1, brand_id=brand)
        site.change(brand, "우리끼리")
        owner.hear("event", name="brand.updated")
        with pytest.raises(TimeoutError):
            viewer.hear("event", within=1)


def test_ended_session_ends_its_connection_within_a_second(site, brand):
    pair = site.log_in(EDITOR)
    with site.line(EDITOR, brand, token=pair["access_token"]) as line:
        site.call("POST", "auth/logout", {"refresh_token": pair["refresh_token"]})
        assert line.hear("error", within=1)["code"] == "NOT_AUTHENTICATED"
        assert line.ends() == 4401


def test_job_tells_its_starter_how_far_it_is(site, brand):
    with site.line(OWNER) as line:
        site.call("POST", f"brands/{brand}/suggestions", {}, email=OWNER)
        states = set()
        while "succeeded" not in states:
            progress = line.hear("event", name="job.progress", within=60)
            assert progress["brand_id"] == brand
            states.add(progress["data"]["status"])


def test_notification_reaches_its_person(site):
    made = site.call("POST", "brands", {"brand_name": "새 상표", "category": "식품"}, email=OWNER)["id"]
    with site.line(EDITOR) as line:
        site.call("POST", f"brands/{made}/members", {"email": EDITOR, "role": "editor"}, email=OWNER)
        told = line.hear("notification", name="member.added")
        assert told["brand_id"] == made
        assert told["unread"] >= 1
        assert told["text"]


def test_killed_live_process_comes_back_and_nothing_is_missed(site, brand):
    with site.line(OWNER, brand) as line:
        site.change(brand, "먼저")
        known = line.hear("event")["seq"]
        victim = wait_until(site.live_process, "the live process")
        os.kill(victim.pid, signal.SIGKILL)
        line.ends()
    site.change(brand, "그 사이")
    # The hand-over waits in the channel until the new process takes it.
    line = site.open(open_timeout=20)
    with line:
        line.say(type="auth", token=site.token(OWNER))
        line.hear("ready", within=20)
        line.say(type="resume", brand_id=brand, after=known)
        assert line.hear("event")["seq"] > known
        assert line.hear("resumed")["complete"]


@pytest.mark.skipif(not answers_at(6379), reason="needs Redis")
def test_processes_of_their_own_share_events_and_people_over_redis(site, brand, tmp_path):
    with (
        second_live_process(site, tmp_path / "a") as here,
        second_live_process(site, tmp_path / "b") as there,
        site.line(OWNER, brand, port=here) as owner,
        site.line(EDITOR, brand, port=there) as editor,
    ):
        assert owner.hear("presence", action="join")["user"]["name"]
        site.change(brand, "둘 다")
        for line in (owner, editor):
            assert line.hear("event", within=2, name="brand.updated")["brand_id"] == brand
        editor.say(type="unsubscribe", brand_id=brand)
        owner.hear("presence", action="leave")


@contextmanager
def second_live_process(site, home):
    """One that has no web server beside it, on the same database; gives its port."""
    port = free_port()
    shared = {
        "DATABASE_URL": f"sqlite:///{site.home / 'artnex.sqlite3'}",
        "SECRET_KEY": (site.home / "secret_key").read_text(),
        "REDIS_URL": "redis://127.0.0.1:6379/9",
        "LIVE_PORT": str(port),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "artnex.launch", "live"],
        cwd=settings.BASE_DIR,
        env=environment(home, free_port()) | shared,
        start_new_session=True,
    )
    try:
        wait_until(lambda: answers_at(port), "the second live process")
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0


def test_live_process_alone_needs_a_port(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "artnex.launch", "live"],
        cwd=settings.BASE_DIR,
        env=environment(tmp_path / "home", free_port()),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stdout == "ArtNex cannot start: LIVE_PORT must be set for a live process that runs by itself.\n"


def test_idle_connections_cost_little_and_no_thread(site, brand):
    process = wait_until(site.live_process, "the live process")
    before = process.memory_info().rss
    with ExitStack() as stack:
        lines = [stack.enter_context(site.line(OWNER, brand)) for _number in range(200)]
        each = (process.memory_info().rss - before) / len(lines)
        started = time.monotonic()
        site.change(brand, "모두에게")
        for line in lines:
            line.hear("event", name="brand.updated")
        seconds = time.monotonic() - started
    assert each < 60_000
    assert seconds < 3
    assert is_healthy(site.port)
