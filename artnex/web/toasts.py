"""Short messages that appear in a corner and go away, with or without a way back."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

LEVELS = {
    "success": messages.SUCCESS,
    "info": messages.INFO,
    "warning": messages.WARNING,
    "error": messages.ERROR,
}


def toast(request: HttpRequest, text: str | Promise, *, level: str = "success", undo_url: str = "") -> None:
    """Show `text` on the next page this person sees; `undo_url` is posted to when they press Undo."""
    messages.add_message(request, LEVELS[level], str(text), extra_tags=f"undo:{undo_url}" if undo_url else "")


def waiting_toasts(request: HttpRequest) -> list[dict[str, Any]]:
    """The messages not shown yet, as templates and scripts draw them; asking for them uses them up."""
    return [
        {
            "text": str(message.message),
            "level": message.level_tag or "info",
            "undo_url": (message.extra_tags or "").removeprefix("undo:"),
        }
        for message in messages.get_messages(request)
    ]


def send_toasts(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Hand the waiting messages to a page that only gets a part of itself anew."""
    waiting = waiting_toasts(request)
    if waiting:
        response["HX-Trigger"] = json.dumps({"artnex:toasts": {"toasts": waiting}})  # ASCII, as headers must be
    return response
