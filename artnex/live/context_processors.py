"""What every page knows about the live connection."""

from django.http import HttpRequest

from artnex.live.channel import channel


def live(_request: HttpRequest) -> dict[str, bool]:
    """`live`: whether this server can take a live connection. A page behind one that cannot does not try."""
    return {"live": channel() is not None}
