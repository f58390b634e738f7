"""Small servers on the loopback address that answer as a provider would: by script, well or badly."""

import base64
import json
import ssl
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@dataclass
class Seen:
    """A request as it arrived."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Reply:
    """What to answer. `drip` sends one byte every so many seconds; `hang_up` closes without an answer."""

    body: Any = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0
    drip: float = 0
    hang_up: bool = False
    endless: bool = False

    def encoded(self) -> tuple[bytes, str]:
        if isinstance(self.body, bytes):
            return self.body, "application/octet-stream"
        if isinstance(self.body, str):
            return self.body.encode(), "text/html; charset=utf-8"
        return json.dumps(self.body).encode(), "application/json"


Answering = Reply | Callable[[Seen], Reply]


class Peer:
    """A server with a script: each request takes the next reply, the last one serves for ever."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.server = server
        self.port = server.server_address[1]
        self.seen: list[Seen] = []
        self.script: list[Answering] = []
        self.lock = Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def will(self, *replies: Answering) -> None:
        self.script = list(replies)

    def next_reply(self, seen: Seen) -> Reply:
        with self.lock:
            self.seen.append(seen)
            answer = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        return answer(seen) if callable(answer) else answer


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    peer: Peer

    def answer(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        reply = self.peer.next_reply(
            Seen(self.command, parts.path, parse_qs(parts.query), {k.lower(): v for k, v in self.headers.items()}, body)
        )
        try:
            self.send(reply)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def send(self, reply: Reply) -> None:
        if reply.hang_up:
            self.close_connection = True
            return
        if reply.wait:
            time.sleep(reply.wait)
        content, kind = reply.encoded()
        self.send_response(reply.status)
        headers = {"content-type": kind, **reply.headers}
        if not reply.endless:
            headers.setdefault("content-length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if reply.endless:
            self.close_connection = True
            while True:
                self.wfile.write(content)
        for byte in content if reply.drip else ():
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            time.sleep(reply.drip)
        if not reply.drip:
            self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = answer  # noqa: N815 - names given by http.server

    def log_message(self, *args: Any) -> None:
        pass


class QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Callers that hang up in the middle are what these tests are about."""


@contextmanager
def running_peer(tls: ssl.SSLContext | None = None) -> Iterator[Peer]:
    server = QuietServer(("127.0.0.1", 0), Handler)
    peer = Peer(server)
    server.RequestHandlerClass = type("PeerHandler", (Handler,), {"peer": peer})
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield peer
    finally:
        server.shutdown()
        server.server_close()


def gzip_bomb(size: int) -> bytes:
    """A few kilobytes that unpack to `size` bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(b"\0" * size) + packer.flush()


# ── what OpenAI would say ──────────────────────────────────────────────────────────────────────────
def openai_text(text: str, *, sent: int = 100, cached: int = 0, written: int = 20, **changes: Any) -> dict[str, Any]:
    """An answer of POST /responses. A reasoning item comes first, as it does in life."""
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": 1_795_000_000,
        "status": "completed",
        "error": None,
        "incomplete_details": None,
        "model": "gpt-6.1-terra",
        "output": [
            {"type": "reasoning", "id": "rs_1", "summary": []},
            {
                "type": "message",
                "id": "msg_1",
                "role": "assistant",
                "status": "completed",
                "content": [{"type": "output_text", "text": text, "annotations": []}],
            },
        ],
        "parallel_tool_calls": False,
        "tool_choice": "auto",
        "tools": [],
        "usage": {
            "input_tokens": sent,
            "input_tokens_details": {"cached_tokens": cached, "cache_write_tokens": 0},
            "output_tokens": written,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": sent + written,
        },
        **changes,
    }


def openai_refusal(words: str) -> dict[str, Any]:
    content = [{"type": "refusal", "refusal": words}]
    message = {"type": "message", "id": "m", "role": "assistant", "status": "completed", "content": content}
    return openai_text("") | {"output": [message]}


def openai_error(status: int, code: str | None, message: str = "no", **headers: str) -> Reply:
    body = {"error": {"message": message, "type": "some_error", "param": None, "code": code}}
    return Reply(body, status=status, headers=headers)


def openai_image(content: bytes = PNG, *, sent: int = 50, written: int = 1_056) -> dict[str, Any]:
    return {
        "created": 1_795_000_000,
        "data": [{"b64_json": base64.b64encode(content).decode()}],
        "size": "1024x1024",
        "quality": "medium",
        "usage": {
            "input_tokens": sent,
            "output_tokens": written,
            "total_tokens": sent + written,
            "input_tokens_details": {"text_tokens": sent, "image_tokens": 0},
        },
    }
