"""The only way out: HTTP calls to other servers with every guard switched on.

- The address is checked when the socket opens, and the socket opens to exactly the address that was checked:
  neither a redirect nor a name that changes its mind reaches our own network (see artnex/addresses.py).
- Connecting, each read and the whole call have time limits; one byte a second does not get round the last.
- Answers are read to a size limit, counted after decompression.
- What is worth it is tried again with growing pauses.
- Proxy and netrc settings of the environment are ignored: they would undo the address check.

Failures are `ProviderUnavailable` (nobody there), `ProviderTimeout`, `ProviderError` or its `AddressRefused`.
An answer with status 4xx or 5xx is an answer: `expect_success` turns it into an error for callers who want that.
"""

import io
import random
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urljoin, urlsplit

import requests
import structlog
import urllib3
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NewConnectionError,
    ReadTimeoutError,
)
from urllib3.util.ssl_ import create_urllib3_context

from artnex.addresses import AddressRefused, resolve_allowed
from artnex.errors import ArtNexError, ProviderError, ProviderTimeout, ProviderUnavailable

log = structlog.get_logger("artnex.outbound")

IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
PASSING_STATUSES = frozenset({429, 502, 503, 504})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
HEADERS_FOR_ANYONE = frozenset({"accept", "accept-encoding", "accept-language", "user-agent"})
LONGEST_PAUSE = 10.0


@dataclass(frozen=True)
class Limits:
    """Seconds to connect, for each read and for the whole call with all its attempts; bytes of the answer."""

    connect: float = 5.0
    read: float = 20.0
    total: float = 30.0
    max_bytes: int = 10 * 1024 * 1024
    attempts: int = 3
    redirects: int = 5


# ── the time limit of the whole call ───────────────────────────────────────────────────────────────
_deadline: ContextVar[float | None] = ContextVar("artnex_http_deadline", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Everything sent and received in this block ends within `seconds`; an outer, tighter limit stays."""
    ends = time.monotonic() + seconds
    outer = _deadline.get()
    token = _deadline.set(ends if outer is None else min(ends, outer))
    try:
        yield
    finally:
        _deadline.reset(token)


def seconds_left() -> float:
    """Until the tightest limit at hand; infinite outside of any."""
    ends = _deadline.get()
    return float("inf") if ends is None else ends - time.monotonic()


class _Hurried:
    """Lets a socket wait no longer than its own time limit and no longer than the call has left."""

    own_limit: float | None = None

    def settimeout(self, value: float | None) -> None:
        self.own_limit = value
        super().settimeout(value)  # type: ignore[misc]

    def hurry(self) -> None:
        left = seconds_left()
        if left <= 0:
            raise TimeoutError("the time for this call is over")
        own = float("inf") if self.own_limit is None else self.own_limit
        super().settimeout(None if min(own, left) == float("inf") else min(own, left))  # type: ignore[misc]

    def recv(self, *args: Any) -> bytes:
        self.hurry()
        return super().recv(*args)  # type: ignore[misc]

    def recv_into(self, *args: Any) -> int:
        self.hurry()
        return super().recv_into(*args)  # type: ignore[misc]

    def send(self, *args: Any) -> int:
        self.hurry()
        return super().send(*args)  # type: ignore[misc]

    def sendall(self, *args: Any) -> None:
        self.hurry()
        super().sendall(*args)  # type: ignore[misc]


class HurriedSocket(_Hurried, socket.socket):
    pass


class HurriedTlsSocket(_Hurried, ssl.SSLSocket):
    def do_handshake(self, block: bool = False) -> None:
        self.hurry()
        super().do_handshake(block)


# ── opening the connection ─────────────────────────────────────────────────────────────────────────
class _CheckedAddress:
    """Connections of urllib3 that open their socket to a checked address only."""

    def _new_conn(self) -> socket.socket:
        connection = cast("HTTPConnection", self)
        problem: OSError | None = None
        for family, address in resolve_allowed(connection.host, connection.port):
            plain = HurriedSocket(family, socket.SOCK_STREAM)
            try:
                plain.settimeout(cast("float", connection.timeout))
                plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                plain.hurry()
                plain.connect(address)
            except OSError as failure:
                plain.close()
                problem = failure
            else:
                return plain
        if isinstance(problem, TimeoutError):
            raise ConnectTimeoutError(connection, "connecting took too long") from problem
        raise NewConnectionError(connection, str(problem)) from problem


class CheckedHTTPConnection(_CheckedAddress, HTTPConnection):
    pass


class CheckedHTTPSConnection(_CheckedAddress, HTTPSConnection):
    pass


class CheckedHTTPPool(urllib3.HTTPConnectionPool):
    ConnectionCls = CheckedHTTPConnection


class CheckedHTTPSPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = CheckedHTTPSConnection


class CheckedAdapter(HTTPAdapter):
    """Hands requests to the checked connections; trying again is the session's business."""

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: Any) -> None:
        tls = create_urllib3_context()
        tls.sslsocket_class = HurriedTlsSocket
        super().init_poolmanager(connections, maxsize, block, ssl_context=tls, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": CheckedHTTPPool, "https": CheckedHTTPSPool}


# ── the session ────────────────────────────────────────────────────────────────────────────────────
class CheckedSession(requests.Session):
    """A `requests` session with limits. Its answers are read completely; `stream` has no meaning here."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self.limits = limits
        self.trust_env = False
        self.headers["User-Agent"] = f"ArtNex/{settings.VERSION}"
        self.mount("http://", CheckedAdapter())
        self.mount("https://", CheckedAdapter())

    def request(self, method: str, url: str, **options: Any) -> requests.Response:  # type: ignore[override]
        """Send, try again where that can help, follow redirects of GET and HEAD, read the whole answer."""
        method = method.upper()
        options.pop("stream", None)
        follow = options.pop("allow_redirects", True) and method in {"GET", "HEAD"}
        with within(self.limits.total):
            response = self._with_attempts(method, url, options)
            hops = 0
            while follow and response.status_code in REDIRECTS and "location" in response.headers:
                hops += 1
                if hops > self.limits.redirects:
                    raise ProviderError(_("The outside service redirects too often."))
                url, options = self._next_hop(response, options)
                response = self._with_attempts(method, url, options)
            return response

    def resolve_redirects(self, *args: Any, **options: Any) -> Iterator[Any]:
        """Nothing: the way of requests reads the redirecting page to its end, which need not have one."""
        return iter(())

    def _next_hop(self, response: requests.Response, options: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Where the redirect points. Keys, cookies and parameters stay behind when it leaves the origin."""
        target = urljoin(response.url, response.headers["location"])
        options = {key: value for key, value in options.items() if key not in {"params", "json", "data", "files"}}
        if _origin(target) != _origin(response.url):
            # Session headers are shadowed by None, which removes them from the request.
            given = CaseInsensitiveDict({**self.headers, **(options.get("headers") or {})})
            options["headers"] = {name: v if name.lower() in HEADERS_FOR_ANYONE else None for name, v in given.items()}
            options.pop("auth", None)
            options.pop("cookies", None)
        return target, options

    def _with_attempts(self, method: str, url: str, options: dict[str, Any]) -> requests.Response:
        attempt = 0
        while True:
            attempt += 1
            last = attempt >= self.limits.attempts
            try:
                response = self._once(method, url, options, attempt)
            except ArtNexError as problem:
                pause = pause_before(attempt)
                if last or not _worth_repeating(method, problem) or pause >= seconds_left():
                    raise
            else:
                passing = response.status_code in PASSING_STATUSES and method in IDEMPOTENT
                pause = pause_before(attempt, retry_after(response.headers))
                if last or not passing or pause > LONGEST_PAUSE or pause >= seconds_left():
                    return response
            time.sleep(pause)

    def _once(self, method: str, url: str, options: dict[str, Any], attempt: int) -> requests.Response:
        parts = _checked_parts(url)
        started, status, size = time.monotonic(), 0, 0
        outcome = "ok"
        timeouts = (self.limits.connect, self.limits.read)
        try:
            response = super().request(
                method, url, **{"timeout": timeouts, **options}, stream=True, allow_redirects=False
            )
            status = response.status_code
            body = self._read(response)
            size = len(body)
            response.raw = io.BytesIO(body)
        except (requests.RequestException, HTTPError, OSError) as problem:
            error = _translate(problem)
            outcome = error.code
            raise error from problem
        except ArtNexError as problem:
            outcome = type(problem).__name__
            raise
        else:
            return response
        finally:
            # The path stays out of the log: for some services it is the secret.
            log.info(
                "outbound",
                method=method,
                host=parts.hostname,
                port=parts.port,
                status=status,
                outcome=outcome,
                bytes=size,
                attempt=attempt,
                ms=round((time.monotonic() - started) * 1000),
            )

    def _read(self, response: requests.Response) -> bytes:
        declared = response.headers.get("content-length", "")
        too_large = ProviderError(_("The answer of the outside service is too large."))
        if declared.isdigit() and int(declared) > self.limits.max_bytes:
            response.close()
            raise too_large
        body = bytearray()
        for chunk in response.raw.stream(64 * 1024, decode_content=True):
            body += chunk
            if len(body) > self.limits.max_bytes:
                response.close()
                raise too_large
        return bytes(body)


def session(limits: Limits | None = None) -> CheckedSession:
    """A new session; use it as a context manager or keep it for several calls to the same server."""
    return CheckedSession(limits or Limits())


def fetch(url: str, *, limits: Limits | None = None, headers: dict[str, str] | None = None) -> requests.Response:
    """GET one address; statuses of failure raise."""
    with session(limits) as line:
        return expect_success(line.get(url, headers=headers))


def check_url(url: str) -> None:
    """Raise AddressRefused or ProviderUnavailable when `url` could not be called: for addresses people enter."""
    parts = _checked_parts(url)
    resolve_allowed(parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))


def expect_success(response: requests.Response) -> requests.Response:
    """The response itself, or the error that its status means."""
    status = response.status_code
    if status < 400:
        return response
    if status in {429, 503}:
        wait = retry_after(response.headers)
        raise ProviderUnavailable(headers={"Retry-After": str(round(wait))} if wait else None)
    if status in {408, 504}:
        raise ProviderTimeout
    raise ProviderError


def retry_after(headers: Any) -> float | None:
    """Seconds the other side asks us to wait, by `retry-after-ms` or `Retry-After` (the date form is ignored)."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            return max(0.0, float(headers.get(name, "")) * unit)
        except ValueError:
            continue
    return None


def pause_before(attempt: int, asked: float | None = None) -> float:
    """Seconds before the next attempt: what the other side asks for, else doubling from 0.3 with jitter."""
    return asked if asked is not None else 0.3 * 2 ** (attempt - 1) * random.uniform(0.8, 1.4)  # noqa: S311 - no secret


def _checked_parts(url: str) -> Any:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it checks it
    except ValueError as problem:
        raise AddressRefused(_("This is not a web address.")) from problem
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise AddressRefused(_("This is not a web address."))
    return parts


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = _checked_parts(url)
    return parts.scheme, parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)


def _worth_repeating(method: str, problem: ArtNexError) -> bool:
    """A refused connection for every method; a broken or slow answer only where sending twice does no harm."""
    if isinstance(problem, ProviderUnavailable):
        return method in IDEMPOTENT or not getattr(problem, "was_sent", False)
    return isinstance(problem, ProviderTimeout) and method in IDEMPOTENT


class ConnectionBroken(ProviderUnavailable):
    """The connection ended while the request was under way: the other side may have acted on it."""

    was_sent = True


def _causes(problem: BaseException) -> list[BaseException]:
    """The exception and all that it wraps: as reason, as cause or as argument."""
    found: list[BaseException] = []
    waiting: list[Any] = [problem]
    while waiting:
        one = waiting.pop()
        if isinstance(one, BaseException) and one not in found:
            found.append(one)
            waiting += [getattr(one, "reason", None), one.__cause__, *one.args]
    return found


def _translate(problem: BaseException) -> ArtNexError:
    """The error kind behind what requests, urllib3 or the socket said."""
    chain = _causes(problem)
    if any(isinstance(one, ConnectTimeoutError | NewConnectionError | requests.ConnectTimeout) for one in chain):
        return ProviderUnavailable()
    if any(isinstance(one, ReadTimeoutError | TimeoutError | requests.ReadTimeout) for one in chain):
        return ProviderTimeout()
    if any(isinstance(one, requests.exceptions.InvalidURL | requests.exceptions.InvalidHeader) for one in chain):
        return AddressRefused(_("This is not a web address."))
    if any(isinstance(one, ssl.SSLError | requests.exceptions.SSLError) for one in chain):
        return ProviderUnavailable(_("The outside service has no valid certificate."))
    if isinstance(problem, requests.exceptions.ContentDecodingError | urllib3.exceptions.DecodeError):
        return ProviderError()
    return ConnectionBroken()
