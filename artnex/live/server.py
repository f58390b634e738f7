"""The live process: holds every WebSocket, in one event loop.

Connections come from the web servers of this machine by the channel, and from a proxy at LIVE_PORT when that is set.
"""

import asyncio
import contextlib
import logging
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import NoReturn, cast
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.http.request import split_domain_port, validate_host
from websockets.asyncio.server import Server, ServerConnection
from websockets.frames import CloseCode
from websockets.http11 import Request, Response
from websockets.protocol import OPEN
from websockets.server import ServerProtocol

from artnex.live.channel import Channel, channel
from artnex.live.hub import Hub
from artnex.live.others import Others
from artnex.live.protocol import Conversation
from artnex.live.pulse import EVERY_SECONDS, end_pulse, note_pulse
from artnex.live.work import DATABASE_TROUBLE, in_thread

LARGEST_MESSAGE = 16 * 1024
SECONDS_TO_OPEN = 10
SECONDS_TO_CLOSE = 2.0
DEFAULT_PORTS = {"http": 80, "https": 443}
log = structlog.get_logger("artnex.live")
quiet = logging.getLogger("artnex.live.websockets")
quiet.setLevel(logging.WARNING)  # it has a line for every connection otherwise


class LiveServer:
    """Opens, serves and closes connections, wherever they come from.

    The websockets library offers this for sockets it listens on itself; its connections ask their server for no more
    than `handler`, `handler_tasks` and `is_serving`.
    """

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.connections: set[ServerConnection] = set()
        self.handler_tasks: set[asyncio.Task[None]] = set()
        self.closing = False

    def is_serving(self) -> bool:
        return not self.closing

    def new_connection(self) -> ServerConnection:
        """An asyncio protocol for a connection that is about to be opened."""
        # Compression would cost every idle connection some 60 kB; messages are short.
        return ServerConnection(
            ServerProtocol(max_size=LARGEST_MESSAGE, logger=quiet),
            cast("Server", self),
            ping_interval=20,
            ping_timeout=20,
            close_timeout=SECONDS_TO_CLOSE,
            max_queue=8,
        )

    async def adopt(self, connection: socket.socket, request: bytes) -> None:
        """Go on with a connection that a web server has accepted, from the request it has read."""
        connection.setblocking(False)
        loop = asyncio.get_running_loop()
        try:
            _transport, protocol = await loop.connect_accepted_socket(self.new_connection, connection)
        except OSError:  # the caller is gone again
            connection.close()
            return
        protocol.data_received(request)

    async def handler(self, connection: ServerConnection) -> None:
        """The life of one connection; its transport never outlives it."""
        try:
            async with asyncio.timeout(SECONDS_TO_OPEN):
                await connection.handshake(refuse_strange_request, server_header=None)
            if connection.protocol.state is not OPEN:
                return
            self.connections.add(connection)
            connection.start_keepalive()
            async with connection:
                await Conversation(self.hub, connection).run()
        except (OSError, TimeoutError):
            return
        finally:
            self.connections.discard(connection)
            connection.transport.abort() if connection.protocol.state is not OPEN else connection.transport.close()
            self.handler_tasks.discard(cast("asyncio.Task[None]", asyncio.current_task()))

    async def close(self) -> None:
        """Ask everybody to come again: another live process takes over in a moment."""
        self.closing = True
        ends = [asyncio.create_task(c.close(CloseCode.SERVICE_RESTART)) for c in self.connections]
        if ends:
            await asyncio.wait(ends, timeout=SECONDS_TO_CLOSE)


def refuse_strange_request(connection: ServerConnection, request: Request) -> Response | None:
    """The address, the host and the origin must be ours; None lets the connection open.

    A browser always says which site's page opens the connection. Only our own pages and CORS_ORIGINS may, as the
    session cookie comes along from wherever.
    """
    host = request.headers.get("Host", "")
    domain, _port = split_domain_port(host)
    if urlsplit(request.path).path not in {"/ws", "/ws/"}:
        return connection.respond(HTTPStatus.NOT_FOUND, "Not found.\n")
    if not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
        return connection.respond(HTTPStatus.BAD_REQUEST, "Unknown host.\n")
    origins = request.headers.get_all("Origin")
    if any(not is_own_origin(origin, host) for origin in origins):
        return connection.respond(HTTPStatus.FORBIDDEN, "This origin may not connect.\n")
    return None


def is_own_origin(origin: str, host: str) -> bool:
    """True for the site's own pages and for the origins in CORS_ORIGINS."""
    if origin in settings.CORS_ALLOWED_ORIGINS:
        return True
    try:
        asked = urlsplit(origin)
        port = asked.port or DEFAULT_PORTS.get(asked.scheme)
        own = urlsplit(f"{asked.scheme}://{host}")
        own_port = own.port or DEFAULT_PORTS.get(asked.scheme)
    except ValueError:
        return False
    return asked.scheme in DEFAULT_PORTS and (asked.hostname, port) == (own.hostname, own_port)


class LiveProcess:
    """The server, the hub, and what keeps them going."""

    def __init__(self, way: Channel | None) -> None:
        self.way = way
        self.hub = Hub()
        self.server = LiveServer(self.hub)
        self.name = f"{socket.gethostname()}:{os.getpid()}"[:120]
        self.tasks: set[asyncio.Task[None]] = set()
        self.ended = asyncio.Event()

    async def run(self) -> None:
        """Until SIGTERM; an unexpected error ends the process, and the launcher starts it again."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.ended.set)
        for work in self._works():
            self._begin(work)
        if self.way is not None:
            loop.add_reader(self.way.receiver, self.take)
            loop.add_reader(self.way.bell, self.hear)
        if settings.LIVE_PORT:
            await loop.create_server(self.server.new_connection, settings.BIND_ADDRESS, settings.LIVE_PORT)
        await self.ended.wait()
        await self._close()

    def _works(self) -> list[Callable[[], Awaitable[None]]]:
        works: list[Callable[[], Awaitable[None]]] = [self.hub.run, self.beat]
        if settings.REDIS_URL:
            works.append(Others(self.hub, self.name).run)
        return works

    def _begin(self, work: Callable[[], Awaitable[None]]) -> None:
        async def do() -> None:
            await work()

        task = asyncio.create_task(do())
        self.tasks.add(task)
        task.add_done_callback(self._note_end)

    def _note_end(self, task: asyncio.Task[None]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("live process broke", exc_info=task.exception())
            self.ended.set()

    def take(self) -> None:
        """Connections have come over."""
        assert self.way is not None  # noqa: S101 - only called when there is one
        while (taken := self.way.take()) is not None:
            self._begin(lambda taken=taken: self.server.adopt(*taken))  # type: ignore[misc]

    def hear(self) -> None:
        """The bell rang: something was committed."""
        assert self.way is not None  # noqa: S101
        self.way.hear()
        self.hub.news.set()

    async def beat(self) -> None:
        """Say now and then that this process lives."""
        while True:
            held = {"connections": len(self.server.connections), "subscriptions": self.hub.subscription_count}
            with contextlib.suppress(*DATABASE_TROUBLE):
                await in_thread(note_pulse, process=self.name, **held)
            await asyncio.sleep(EVERY_SECONDS)

    async def _close(self) -> None:
        await self.server.close()
        for task in list(self.tasks):
            task.cancel()
        with contextlib.suppress(*DATABASE_TROUBLE):
            await in_thread(end_pulse, process=self.name)


async def _live() -> None:
    await LiveProcess(channel()).run()


def serve_live() -> NoReturn:
    """Become the live process; does not return."""
    asyncio.run(_live())
    sys.exit(0)
