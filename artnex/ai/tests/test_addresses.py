"""Where outbound calls may not go, however it is spelled."""

import ipaddress
import socket

import pytest

from artnex import http
from artnex.addresses import AddressRefused, is_allowed, is_public, parse_allowance
from artnex.ai.tests.servers import Reply, running_peer

PRIVATE = [
    "0.0.0.0",  # noqa: S104 - an address to refuse, not to bind
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.8.9.1",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.192",
    "192.168.1.1",
    "198.18.0.1",
    "203.0.113.9",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "2001:0:7f00:1::1",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::8.8.8.8",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "ff02::1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_that_are_not_public(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "104.18.7.192", "2606:4700::6812:7c0", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_addresses_that_are_public(address):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://0/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[0:0:0:0:0:ffff:7f00:1]/",
        "http://[::ffff:a9fe:a9fe]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://user@127.0.0.1/",
        "http://example.com@127.0.0.1/",
        "http://127.0.0.1#@example.com/",
        "http://\uff11\uff12\uff17.0.0.1/",
        "http://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460/",
        "http://[fe80::1]/",
        "https://10.0.0.1/",
    ],
)
def test_a_private_address_is_refused_however_it_is_spelled(url, settings):
    settings.OUTBOUND_ALLOW = []
    with pytest.raises(AddressRefused), http.session(http.Limits(connect=0.3, total=1)) as line:
        line.get(url)


def names(monkeypatch, answers):
    """Make names resolve to these addresses; each look-up of a name takes the next one, the last stays."""
    asked = []
    genuine = socket.getaddrinfo

    def look_up(host, port, *args, **kwargs):
        if host not in answers:
            return genuine(host, port, *args, **kwargs)
        asked.append(host)
        found = answers[host].pop(0) if len(answers[host]) > 1 else answers[host][0]
        family = socket.AF_INET6 if ":" in found else socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (found, port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "::1", "::ffff:127.0.0.1"])
def test_a_public_name_with_a_private_address_is_refused(monkeypatch, settings, address):
    settings.OUTBOUND_ALLOW = []
    names(monkeypatch, {"innocent.example": [address]})
    with pytest.raises(AddressRefused), http.session() as line:
        line.get("http://innocent.example/")


def test_a_name_is_looked_up_once_and_that_address_is_called(monkeypatch, settings, peer):
    """A name that is public when checked and private when called gains nothing: there is only one look-up."""
    settings.OUTBOUND_ALLOW = []
    asked = names(monkeypatch, {"rebind.example": ["198.51.100.7", "127.0.0.1"]})
    monkeypatch.setattr("artnex.addresses.is_public", lambda address: str(address) == "198.51.100.7")
    called = []
    monkeypatch.setattr(http.HurriedSocket, "connect", lambda self, address: called.append(address) or _refuse())
    with pytest.raises(http.ProviderUnavailable), http.session(http.Limits(attempts=1)) as line:
        line.get(f"http://rebind.example:{peer.port}/")
    assert asked == ["rebind.example"]
    assert called == [("198.51.100.7", peer.port)]


def _refuse():
    raise ConnectionRefusedError


def test_a_redirect_to_a_private_address_is_refused(settings, peer):
    with running_peer() as inner:
        settings.OUTBOUND_ALLOW = [f"127.0.0.1:{peer.port}"]
        inner.will(Reply({"secret": 1}))
        peer.will(Reply(status=302, headers={"location": f"{inner.url}/admin"}))
        with pytest.raises(AddressRefused), http.session() as line:
            line.get(peer.url)
        assert inner.seen == []


def test_a_redirect_to_another_scheme_is_refused(settings, peer):
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    peer.will(Reply(status=302, headers={"location": "file:///etc/passwd"}))
    with pytest.raises(AddressRefused), http.session() as line:
        line.get(peer.url)


@pytest.mark.parametrize(
    ("entry", "host", "address", "port", "allowed"),
    [
        ("127.0.0.1", "127.0.0.1", "127.0.0.1", 80, True),
        ("127.0.0.1", "localhost", "127.0.0.1", 80, True),
        ("127.0.0.1", "h", "::ffff:127.0.0.1", 80, True),
        ("127.0.0.1", "h", "127.0.0.2", 80, False),
        ("127.0.0.1:8080", "h", "127.0.0.1", 8080, True),
        ("127.0.0.1:8080", "h", "127.0.0.1", 80, False),
        ("10.0.0.0/8", "h", "10.9.9.9", 443, True),
        ("10.0.0.0/8", "h", "11.0.0.1", 443, True),  # public anyway
        ("10.0.0.0/8", "h", "192.168.0.1", 443, False),
        ("::1", "h", "::1", 80, True),
        ("[::1]:8080", "h", "::1", 8080, True),
        ("[::1]:8080", "h", "::1", 80, False),
        ("gateway.internal", "gateway.internal", "10.0.0.1", 80, True),
        ("gateway.internal", "GATEWAY.internal.", "10.0.0.1", 80, True),
        ("gateway.internal", "other.internal", "10.0.0.1", 80, False),
        ("gateway.internal:443", "gateway.internal", "10.0.0.1", 80, False),
    ],
)
def test_what_the_operator_allows(settings, entry, host, address, port, allowed):
    settings.OUTBOUND_ALLOW = [entry]
    assert is_allowed(host, ipaddress.ip_address(address), port) is allowed


def test_an_allowance_with_a_wrong_port_is_an_error():
    with pytest.raises(ValueError, match="http"):
        parse_allowance("127.0.0.1:http")


def test_an_address_people_enter_is_checked_before_it_is_stored(settings):
    settings.OUTBOUND_ALLOW = []
    with pytest.raises(AddressRefused):
        http.check_url("http://169.254.169.254/latest")
    with pytest.raises(AddressRefused):
        http.check_url("gopher://example.com")
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    http.check_url("http://127.0.0.1:1234/hook")
