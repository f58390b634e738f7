"""`/ws` where no live process is behind it, and the hand-over itself."""

import socket

from django.test import RequestFactory

from artnex.live import channel as channel_module
from artnex.live.channel import open_channel
from artnex.live.views import connect, head_of
from artnex.live.waking import wake

WEBSOCKET = {"upgrade": "websocket", "connection": "Upgrade", "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ=="}


def test_other_requests_are_told_to_upgrade(client):
    answer = client.get("/ws")
    assert answer.status_code == 426
    assert answer.headers["Upgrade"] == "websocket"
    assert answer.json()["error"]["code"] == "UPGRADE_REQUIRED"
    assert client.post("/ws").status_code == 426


def test_without_a_live_process_it_is_unavailable(client):
    answer = client.get("/ws", headers=WEBSOCKET)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"


def test_connection_goes_over_and_the_web_server_cannot_touch_it(monkeypatch):
    monkeypatch.setattr(channel_module, "_Open", type("_Open", (), {"channel": None}))
    way = open_channel()
    caller, accepted = socket.socketpair()
    request = RequestFactory().get("/ws?x=1", headers=WEBSOCKET | {"cookie": "a=b"})
    request.META["gunicorn.socket"] = accepted

    assert connect(request).status_code == 101
    accepted.shutdown(socket.SHUT_RDWR)
    accepted.close()

    taken, head = way.take()
    assert head.startswith(b"GET /ws?x=1 HTTP/1.1\r\n")
    assert b"Cookie: a=b\r\n" in head
    assert head.endswith(b"\r\n\r\n")
    taken.sendall(b"hello")
    assert caller.recv(10) == b"hello"
    caller.sendall(b"you")
    assert taken.recv(10) == b"you"
    assert way.take() is None
    for end in (taken, caller, way.sender, way.receiver):
        end.close()


def test_full_channel_is_unavailable_and_leaves_the_connection_alone(monkeypatch):
    monkeypatch.setattr(channel_module, "_Open", type("_Open", (), {"channel": None}))
    way = open_channel()
    way.receiver.close()
    caller, accepted = socket.socketpair()
    request = RequestFactory().get("/ws", headers=WEBSOCKET)
    request.META["gunicorn.socket"] = accepted

    assert connect(request).status_code == 503
    accepted.sendall(b"sorry")
    assert caller.recv(10) == b"sorry"
    for end in (accepted, caller, way.sender):
        end.close()


def test_bell_may_ring_often_and_is_heard_once(monkeypatch):
    monkeypatch.setattr(channel_module, "_Open", type("_Open", (), {"channel": None}))
    way = open_channel()
    for _ring in range(70_000):  # more than a pipe holds
        way.ring()
    wake(1)
    way.hear()
    way.hear()
    way.hear()


def test_head_keeps_line_breaks_out():
    request = RequestFactory().get("/ws", headers={"x-name": "é€"})
    assert head_of(request).count(b"\r\n\r\n") == 1
