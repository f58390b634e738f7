"""The base of every endpoint."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from artnex import context
from artnex.api.idempotency import KEY_HEADER, answer_once
from artnex.api.language import language_of
from artnex.api.throttling import Rate, count_request
from artnex.errors import ArtNexError, BadRequest, MethodNotAllowed, NotFound, TooLarge


class ApiView(APIView):
    """An endpoint that answers with `respond(...)` and raises ArtNexError kinds for everything else.

    Order of checks: who is it (401), how often (429), may they at all (403), which format (406), then the
    handler: object (404, 403), body (400, 413, 415, 422).
    """

    open_to_everyone: ClassVar[bool] = False
    # The permission each call needs, by viewset action or HTTP method: {"create": "create:brand"}.
    permissions_needed: ClassVar[Mapping[str, str]] = {}
    throttle_scope: ClassVar[str | None] = None
    # Media types the view delivers besides JSON (exports, files).
    produces: ClassVar[tuple[str, ...]] = ()
    # Viewset actions whose JSON is a file by itself, without the envelope (exports).
    raw_actions: ClassVar[tuple[str, ...]] = ()
    # Statuses of errors that only this view has (402, 502 …), for the OpenAPI document.
    problems: ClassVar[tuple[int, ...]] = ()
    rate: Rate | None = None

    def needed_permission(self, request: Request) -> str | None:
        action = getattr(self, "action", None)
        return self.permissions_needed.get(action or "") or self.permissions_needed.get(request.method or "")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """DRF's way of a request, in the caller's language from the first message to the last byte."""
        self.args, self.kwargs = args, kwargs
        self.request = self.initialize_request(request, *args, **kwargs)
        self.headers = self.default_response_headers
        with translation.override(language_of(request)):
            try:
                self.initial(self.request, *args, **kwargs)
                response = self.answer(*args, **kwargs)
            except Exception as problem:  # noqa: BLE001 - this is the API's translator of errors
                response = self.handle_exception(problem)
            self.response = self.finalize_response(self.request, response, *args, **kwargs)
            if isinstance(self.response, Response):
                self.response.render()
        return self.response

    def answer(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Call the method's handler; a POST with an Idempotency-Key takes effect once."""
        method = (self.request.method or "").lower()
        handler = getattr(self, method, None) if method in self.http_method_names else None
        if handler is None:
            raise MethodNotAllowed
        if method == "post" and KEY_HEADER in self.request.META:
            return answer_once(self, handler, *args, **kwargs)
        return handler(self.request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.format_kwarg = None
        try:
            self.perform_authentication(request)
        finally:
            # The fast way may have counted this request before it left it to the view.
            counted = getattr(request._request, "counted_rate", None)  # noqa: SLF001
            self.rate = counted or count_request(request.user.pk, self.throttle_scope)
        self.check_permissions(request)
        request.accepted_renderer, request.accepted_media_type = self.perform_content_negotiation(request)
        refuse_unreadable(request)

    def perform_authentication(self, request: Request) -> None:
        """Recognise the caller; the account's language serves who did not ask for one."""
        try:
            user = request.user
        except ArtNexError:
            request._not_authenticated()  # type: ignore[attr-defined]  # noqa: SLF001 - DRF does this for its own exceptions only
            raise
        if user.is_authenticated:
            context.remember_user(user.pk)
            translation.activate(language_of(request._request, user))  # noqa: SLF001

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        if self.rate and request.user.is_authenticated:
            for name, value in self.rate.headers.items():
                response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def refuse_unreadable(request: Request) -> None:
    """Raise for NUL characters in address or query, and for bodies larger than any upload."""
    if "\x00" in request.path_info:
        raise NotFound
    if "%00" in request.META.get("QUERY_STRING", ""):
        raise BadRequest
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > settings.API_MAX_UPLOAD:
        raise TooLarge
