"""The translator: whatever an endpoint raises becomes the error envelope."""

from collections.abc import Iterator
from typing import Any

import structlog
from django.core import exceptions as django_errors
from django.core.signals import got_request_exception
from django.db import DataError, IntegrityError
from django.http import Http404, HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions as drf
from rest_framework.response import Response

from artnex import errors
from artnex.api.responses import error_response
from artnex.errors import ArtNexError, Detail

log = structlog.get_logger("artnex.api")


class InternalError(ArtNexError):
    """A mistake of ours. What happened is in the log under the request id, never in the answer."""

    code, status = "INTERNAL_ERROR", 500
    default_message = _("Something went wrong on our side. Please try again later.")


SIMPLE: tuple[tuple[type[Exception], type[ArtNexError]], ...] = (
    (Http404, errors.NotFound),
    (django_errors.PermissionDenied, errors.PermissionDenied),
    (django_errors.RequestDataTooBig, errors.TooLarge),
    (django_errors.SuspiciousOperation, errors.BadRequest),
    (UnreadablePostError, errors.BadRequest),
    (MultiPartParserError, errors.BadRequest),
    (drf.NotAuthenticated, errors.NotAuthenticated),
    (drf.AuthenticationFailed, errors.TokenInvalid),
    (drf.PermissionDenied, errors.PermissionDenied),
    (drf.NotFound, errors.NotFound),
    (drf.MethodNotAllowed, errors.MethodNotAllowed),
    (drf.NotAcceptable, errors.NotAcceptable),
    (drf.UnsupportedMediaType, errors.UnsupportedMediaType),
    (drf.ParseError, errors.BadRequest),
)


def expected(exception: Exception) -> ArtNexError | None:
    """The error to tell the caller about, or None for a mistake of ours."""
    if isinstance(exception, ArtNexError):
        return exception
    if isinstance(exception, drf.ValidationError):
        return errors.ValidationFailed(details=list(flatten(exception.detail)))
    if isinstance(exception, django_errors.ValidationError):
        return errors.ValidationFailed(details=list(flatten(_django_messages(exception))))
    if isinstance(exception, drf.Throttled):
        return errors.RateLimited(retry_after=int(getattr(exception, "wait", None) or 1))
    for kind, translation in SIMPLE:
        if isinstance(exception, kind):
            return translation()
    return _database_error(exception)


def _database_error(exception: Exception) -> ArtNexError | None:
    """Values that no column can hold, and two writers who wanted the same unique value."""
    out_of_range = isinstance(exception, OverflowError) and "SQLite" in str(exception)
    if out_of_range or isinstance(exception, DataError):
        return errors.ValidationFailed(_("A value is too large or of the wrong kind."))
    if isinstance(exception, IntegrityError):
        state = getattr(exception.__cause__, "sqlstate", "")
        if state == "23505" or "UNIQUE constraint failed" in str(exception):
            return errors.Conflict()
    return None


def flatten(detail: Any, path: str = "") -> Iterator[Detail]:
    """One row {field, message} a problem; nested fields are joined by dots: `axes.density`, `items.1.value`."""
    if isinstance(detail, dict):
        for key, value in detail.items():
            general = key in {"non_field_errors", django_errors.NON_FIELD_ERRORS}
            yield from flatten(value, path if general else _join(path, key))
    elif isinstance(detail, list):
        nested = any(isinstance(item, dict | list) for item in detail)
        for place, item in enumerate(detail):
            yield from flatten(item, _join(path, place) if nested else path)
    elif detail:
        yield {"field": path or "non_field_errors", "message": str(detail)}


def _join(path: str, part: Any) -> str:
    return f"{path}.{part}" if path else str(part)


def _django_messages(exception: django_errors.ValidationError) -> Any:
    return exception.message_dict if hasattr(exception, "error_dict") else exception.messages


def report_mistake(exception: Exception, request: HttpRequest | None) -> InternalError:
    """Log an unexpected exception with its stack, tell Sentry, and give the error to answer with."""
    log.error("unexpected_error", exc_info=exception, path=getattr(request, "path", ""))
    got_request_exception.send(sender=report_mistake, request=request)
    return InternalError()


def handle_exception(exception: Exception, context: dict[str, Any]) -> Response:
    """DRF's EXCEPTION_HANDLER."""
    request = context.get("request")
    error = expected(exception) or report_mistake(exception, getattr(request, "_request", request))
    if error.status == 401:
        error.headers.setdefault("WWW-Authenticate", 'Bearer realm="artnex"')
    response = error_response(error)
    response.exception = True
    return response


def error_for(code: str, message: str) -> ArtNexError:
    """The error with this code, for failures that were stored as code and message (jobs)."""
    kind = next((kind for kind in _kinds(ArtNexError) if kind.code == code), InternalError)
    error = ArtNexError.__new__(kind)
    ArtNexError.__init__(error, message)
    return error


def _kinds(base: type[ArtNexError]) -> Iterator[type[ArtNexError]]:
    for kind in base.__subclasses__():
        yield kind
        yield from _kinds(kind)
