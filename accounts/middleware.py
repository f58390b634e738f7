"""Keeps the session list true for browsers."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.services.sessions import browser_session_id, touch_session

NOTED_EVERY = timedelta(minutes=1)
NOTED_AT = "login_session_noted_at"


class BrowserSessionMiddleware:
    """Notes once a minute that a browser's session is in use, and logs the browser out when the session was ended.

    Ending a session deletes what its cookie points to, which takes effect at once; this is the second lock.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if hasattr(request, "session") and request.user.is_authenticated:
            self._note(request)
        return self.get_response(request)

    def _note(self, request: HttpRequest) -> None:
        session_id = browser_session_id(request)
        noted = parse_datetime(request.session.get(NOTED_AT, ""))
        now = timezone.now()
        if session_id is None or (noted is not None and now - noted < NOTED_EVERY):
            return
        if touch_session(session_id):
            request.session[NOTED_AT] = now.isoformat()
        else:
            auth.logout(request)
