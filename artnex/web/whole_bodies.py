"""Bodies that come in pieces (`Transfer-Encoding: chunked`), which have no length in advance.

Django reads as many bytes as `Content-Length` says, and nothing without it: such a body would look empty. Here it is
read to its end, and its length is put where Django looks. It waits in memory, and on disk when it is large.
"""

from collections.abc import Callable, Iterable
from tempfile import SpooledTemporaryFile
from typing import Any

from django.conf import settings

Environment = dict[str, Any]
WsgiApplication = Callable[[Environment, Callable[..., Any]], Iterable[bytes]]
BLOCK = 64 * 1024


def with_whole_bodies(application: WsgiApplication) -> WsgiApplication:
    """`application`, which then gets every body with its length."""

    def serve(environment: Environment, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environment.get("HTTP_TRANSFER_ENCODING") and not environment.get("CONTENT_LENGTH"):
            body = read_whole(environment["wsgi.input"])
            environment["CONTENT_LENGTH"] = str(body.tell())
            body.seek(0)
            environment["wsgi.input"] = body
        return application(environment, start_response)

    return serve


def read_whole(stream: Any) -> Any:
    """What `stream` gives, as a file; one byte more than any upload may have is enough to refuse it."""
    body = SpooledTemporaryFile(max_size=settings.FILE_UPLOAD_MAX_MEMORY_SIZE)  # noqa: SIM115 - closed with the request
    left = settings.API_MAX_UPLOAD + 1
    while left > 0 and (block := stream.read(min(BLOCK, left))):
        body.write(block)
        left -= len(block)
    return body
