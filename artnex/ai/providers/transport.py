"""Lets the OpenAI library, which brings its own HTTP client, go out through the checked session."""

import httpx2

from artnex import http

OF_THE_CONNECTION = frozenset({"content-encoding", "content-length", "transfer-encoding", "connection"})


class CheckedTransport(httpx2.BaseTransport):
    """Sends each request by artnex.http, with its address check, size and time limits; raises its errors."""

    def __init__(self, limits: http.Limits) -> None:
        self.session = http.session(limits)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        response = self.session.request(
            request.method,
            str(request.url),
            headers=dict(request.headers),
            data=request.read(),
            allow_redirects=False,
        )
        # The body is decoded already: what describes its transport is no longer true.
        headers = {name: value for name, value in response.headers.items() if name.lower() not in OF_THE_CONNECTION}
        return httpx2.Response(response.status_code, headers=headers, content=response.content, request=request)

    def close(self) -> None:
        self.session.close()
