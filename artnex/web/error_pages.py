"""Error pages that look like ours."""

import json
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from artnex.errors import ArtNexError, NotAuthenticated

Text = str | Promise
# status: (heading, what one can do)
TEXTS: dict[int, tuple[Text, Text]] = {
    400: (_("That request was not understood"), _("Something in the address or the form was not as expected.")),
    402: (_("A limit is reached"), _("Your plan or your budget does not allow more at the moment.")),
    403: (_("You may not do this"), _("Ask the owner or an administrator if you need it.")),
    404: (_("There is nothing here"), _("The page was moved or removed, or you may not see it.")),
    405: (_("That does not work this way"), _("This address cannot be used like that. Go back and try again.")),
    409: (_("That does not fit any more"), _("Something changed in the meantime. Go back, reload and try again.")),
    413: (_("That is too large"), _("Choose a smaller file and try again.")),
    429: (_("A little too fast"), _("Wait a moment, then try again.")),
    500: (_("Something broke on our side"), _("It was noted and is not your fault. Try again in a moment.")),
    503: (_("Not available at the moment"), _("This service cannot be reached now. Try again later.")),
}
LAST_RESORT = "<!doctype html><meta charset=utf-8><title>500 · ArtNex</title><h1>500</h1><p>ArtNex</p>"


def error_context(status: int, message: Text = "") -> dict[str, object]:
    standard = (HTTPStatus(status).phrase, "")
    title, text = TEXTS.get(status, standard)
    return {"status": status, "title": title, "text": message or text}


def error_page(request: HttpRequest, status: int, message: Text = "") -> HttpResponse:
    """The page for a status; a part of a page gets a toast instead and keeps what it shows."""
    context = error_context(status, message)
    if getattr(request, "htmx", False):
        response = HttpResponse(status=status)
        response["HX-Reswap"] = "none"
        toasts = [{"level": "error", "text": str(context["text"])}]
        response["HX-Trigger"] = json.dumps({"artnex:toasts": {"toasts": toasts}})
        return response
    return render(request, "errors/error.html", context, status=status)


def render_error(request: HttpRequest, error: ArtNexError) -> HttpResponse:
    """The page for an expected error, with its status and headers; who is not logged in is led to the log-in."""
    if isinstance(error, NotAuthenticated) and not request.user.is_authenticated:
        from artnex.web.pages import LoginRequired

        view = LoginRequired()
        view.request = request  # type: ignore[attr-defined]
        return view.ask_for_login(request)
    message = error.message if error.message != error.default_message else ""
    response = error_page(request, error.status, message)
    for name, value in error.headers.items():
        response[name] = value
    return response


def broken_page() -> HttpResponse:
    """For mistakes of ours: needs no database, no session and no request, and at the very worst no template."""
    try:
        text: str = render_to_string("errors/500.html", error_context(500))
    except Exception:  # noqa: BLE001 - whatever broke may break the template too
        text = LAST_RESORT
    return HttpResponse(text, status=500)
