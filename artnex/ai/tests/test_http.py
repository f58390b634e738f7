"""Outbound calls: limits, second attempts, redirects, errors."""

import ssl
import time
from datetime import UTC, datetime, timedelta

import pytest
import structlog
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from artnex import http
from artnex.addresses import AddressRefused
from artnex.ai.tests.servers import Reply, gzip_bomb, running_peer
from artnex.errors import ProviderError, ProviderTimeout, ProviderUnavailable

pytestmark = pytest.mark.usefixtures("reachable", "no_pauses")


def quick(**changes):
    return http.Limits(**{"connect": 0.5, "read": 0.5, "total": 1.0, **changes})


def test_an_answer_arrives_whole(peer):
    peer.will(Reply({"name": "한글"}))
    with http.session() as line:
        answer = line.post(f"{peer.url}/things", json={"a": 1})
    assert answer.json() == {"name": "한글"}
    assert answer.content == b'{"name": "\\ud55c\\uae00"}'
    assert peer.seen[0].json == {"a": 1}
    assert peer.seen[0].headers["user-agent"].startswith("ArtNex/")


def test_an_answer_of_failure_is_an_answer(peer):
    peer.will(Reply({"message": "no"}, status=404))
    with http.session() as line:
        assert line.get(peer.url).status_code == 404


@pytest.mark.parametrize(
    ("status", "error"),
    [(400, ProviderError), (429, ProviderUnavailable), (500, ProviderError), (504, ProviderTimeout)],
)
def test_expect_success_turns_a_status_into_an_error(peer, status, error):
    peer.will(Reply(status=status))
    with pytest.raises(error):
        http.fetch(peer.url, limits=quick(attempts=1))


def test_a_silent_server_is_a_timeout(peer):
    peer.will(Reply(wait=5))
    started = time.monotonic()
    with pytest.raises(ProviderTimeout), http.session(quick(attempts=1, read=0.2)) as line:
        line.get(peer.url)
    assert time.monotonic() - started < 1


def test_dripping_bytes_do_not_get_round_the_total_limit(peer):
    peer.will(Reply(b"x" * 200, drip=0.05))
    started = time.monotonic()
    with pytest.raises(ProviderTimeout), http.session(quick(attempts=1, total=0.4)) as line:
        line.get(peer.url)
    assert time.monotonic() - started < 0.9


def test_dripping_headers_do_not_get_round_the_total_limit():
    import socket
    from threading import Thread

    listener = socket.create_server(("127.0.0.1", 0))

    def drip():
        connection, _address = listener.accept()
        with connection:
            connection.recv(4_000)
            try:
                connection.sendall(b"HTTP/1.1 200 OK\r\n")
                for number in range(200):
                    connection.sendall(b"x-%d: y\r\n" % number)
                    time.sleep(0.05)
            except OSError:
                return

    Thread(target=drip, daemon=True).start()
    started = time.monotonic()
    with pytest.raises(ProviderTimeout), http.session(quick(attempts=1, total=0.4)) as line:
        line.get(f"http://127.0.0.1:{listener.getsockname()[1]}")
    assert time.monotonic() - started < 0.9
    listener.close()


def test_within_tightens_the_limit_of_a_session(peer):
    peer.will(Reply(b"x" * 200, drip=0.05))
    started = time.monotonic()
    with http.within(0.3), pytest.raises(ProviderTimeout), http.session(quick(attempts=1, total=30)) as line:
        line.get(peer.url)
    assert time.monotonic() - started < 0.8


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b"x" * 5_000),
        Reply(b"x" * 1_000, endless=True),
        Reply(gzip_bomb(5_000_000), headers={"content-encoding": "gzip"}),
    ],
    ids=["declared", "endless", "compressed"],
)
def test_a_huge_answer_is_cut_off(peer, reply):
    peer.will(reply)
    with pytest.raises(ProviderError) as caught, http.session(quick(max_bytes=4_000, total=5)) as line:
        line.get(peer.url)
    assert not isinstance(caught.value, ProviderUnavailable)
    assert len(peer.seen) == 1


def test_a_passing_failure_is_tried_again(peer):
    peer.will(Reply(status=503), Reply(status=429), Reply({"ok": True}))
    with http.session() as line:
        assert line.get(peer.url).json() == {"ok": True}
    assert len(peer.seen) == 3


def test_a_post_is_not_sent_twice(peer):
    peer.will(Reply(status=503), Reply({"ok": True}))
    with http.session() as line:
        assert line.post(peer.url).status_code == 503
    assert len(peer.seen) == 1


def test_a_post_whose_connection_breaks_is_not_sent_twice(peer):
    peer.will(Reply(hang_up=True))
    with pytest.raises(ProviderUnavailable), http.session() as line:
        line.post(peer.url)
    assert len(peer.seen) == 1


def test_a_get_whose_connection_breaks_is_sent_again(peer):
    peer.will(Reply(hang_up=True), Reply({"ok": True}))
    with http.session() as line:
        assert line.get(peer.url).json() == {"ok": True}


def test_the_pause_asked_for_is_kept(peer, monkeypatch):
    pauses = []
    monkeypatch.setattr(http.time, "sleep", pauses.append)
    peer.will(Reply(status=429, headers={"retry-after": "2"}), Reply({"ok": True}))
    with http.session() as line:
        line.get(peer.url)
    assert pauses == [2.0]


def test_a_long_pause_is_not_waited_for(peer, monkeypatch):
    monkeypatch.setattr(http.time, "sleep", lambda seconds: pytest.fail("waited"))
    peer.will(Reply(status=429, headers={"retry-after": "3600"}))
    with http.session() as line:
        assert line.get(peer.url).status_code == 429


def test_nobody_there_is_unavailable():
    with pytest.raises(ProviderUnavailable), http.session(quick()) as line:
        line.get("http://127.0.0.1:9")


def test_an_unknown_name_is_unavailable():
    with pytest.raises(ProviderUnavailable), http.session(quick(attempts=1)) as line:
        line.get("http://no-such-host.invalid/")


@pytest.mark.parametrize(
    "url", ["ftp://example.com/", "file:///etc/passwd", "//example.com", "http://", "http://h:99999/"]
)
def test_what_is_no_web_address_is_refused(url):
    with pytest.raises(AddressRefused), http.session(quick()) as line:
        line.get(url)


def test_redirects_are_followed(peer):
    peer.will(Reply(status=302, headers={"location": "/there"}), Reply({"ok": True}))
    with http.session() as line:
        assert line.get(peer.url, params={"q": "1"}).json() == {"ok": True}
    assert [seen.path for seen in peer.seen] == ["/", "/there"]
    assert peer.seen[1].query == {}


def test_redirects_have_an_end(peer):
    peer.will(Reply(status=302, headers={"location": "/again"}))
    with pytest.raises(ProviderError), http.session() as line:
        line.get(peer.url)
    assert len(peer.seen) == 6


def test_a_post_is_not_redirected(peer):
    peer.will(Reply(status=307, headers={"location": "/there"}))
    with http.session() as line:
        assert line.post(peer.url, data=b"secret").status_code == 307


def test_keys_do_not_travel_to_another_origin(peer):
    with running_peer() as other:
        peer.will(Reply(status=302, headers={"location": f"{other.url}/there"}))
        other.will(Reply({"ok": True}))
        with http.session() as line:
            line.headers["x-session-key"] = "secret"
            line.get(peer.url, headers={"Api-Key": "secret", "Accept": "image/png"}, auth=("a", "secret"))
        assert peer.seen[0].headers["api-key"] == "secret"
        assert "secret" not in str(other.seen[0].headers)
        assert "authorization" not in other.seen[0].headers
        assert other.seen[0].headers["accept"] == "image/png"


def test_a_huge_redirect_page_is_cut_off(peer):
    peer.will(Reply(b"x" * 1_000, status=302, headers={"location": "/there"}, endless=True))
    with pytest.raises(ProviderError), http.session(quick(max_bytes=4_000, total=5)) as line:
        line.get(peer.url)


def test_proxies_of_the_environment_are_ignored(peer, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    peer.will(Reply({"ok": True}))
    with http.session() as line:
        assert line.get(peer.url).json() == {"ok": True}


def test_the_log_tells_no_secret(peer):
    peer.will(Reply({"ok": True}))
    with structlog.testing.capture_logs() as lines, http.session() as line:
        line.get(f"{peer.url}/hook/T0KEN", params={"key": "S3CRET"}, headers={"Authorization": "Bearer S3CRET"})
    assert lines[0]["event"] == "outbound"
    assert (lines[0]["host"], lines[0]["status"]) == ("127.0.0.1", 200)
    assert "T0KEN" not in str(lines)
    assert "S3CRET" not in str(lines)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for localhost that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "cert.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    return str(path)


@pytest.fixture
def tls_peer(certificate):
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with running_peer(tls) as one:
        yield one


def test_an_encrypted_answer_arrives(tls_peer, certificate):
    tls_peer.will(Reply({"ok": True}))
    with http.session() as line:
        assert line.get(f"https://localhost:{tls_peer.port}/", verify=certificate).json() == {"ok": True}


def test_an_encrypted_drip_does_not_get_round_the_total_limit(tls_peer, certificate):
    tls_peer.will(Reply(b"x" * 200, drip=0.05))
    started = time.monotonic()
    with pytest.raises(ProviderTimeout), http.session(quick(attempts=1, total=0.5)) as line:
        line.get(f"https://localhost:{tls_peer.port}/", verify=certificate)
    assert time.monotonic() - started < 1


def test_a_certificate_nobody_knows_is_refused(tls_peer):
    tls_peer.will(Reply({"ok": True}))
    with pytest.raises(ProviderUnavailable), http.session(quick(attempts=1)) as line:
        line.get(f"https://localhost:{tls_peer.port}/")
    assert tls_peer.seen == []
