"""`GET /ws`: gives the connection to the live process."""

from django.http import HttpRequest, HttpResponse

from artnex.api.responses import plain_error
from artnex.live.channel import channel
from artnex.live.errors import LiveUnavailable, UpgradeRequired

UPGRADE = {"Upgrade": "websocket", "Connection": "Upgrade"}


def connect(request: HttpRequest) -> HttpResponse:
    """Hand a WebSocket over. 426 to any other request, 503 when there is no live process behind this server.

    What is returned after a hand-over reaches nobody: the live process answers the caller.
    """
    if request.method != "GET" or request.headers.get("Upgrade", "").lower() != "websocket":
        return plain_error(UpgradeRequired(headers=UPGRADE))
    way, connection = channel(), request.META.get("gunicorn.socket")
    if way is None or connection is None or not way.hand_over(connection, head_of(request)):
        return plain_error(LiveUnavailable(headers={"Retry-After": "5"}))
    return HttpResponse(status=101)


def head_of(request: HttpRequest) -> bytes:
    """The request as it came, to be read again by the live process."""
    headers = [f"{name}: {value}" for name, value in request.headers.items() if name not in {"Content-Length"}]
    return "\r\n".join([f"GET {request.get_full_path()} HTTP/1.1", *headers, "", ""]).encode("latin-1", "replace")
