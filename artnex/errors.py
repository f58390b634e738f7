"""Every error a person or a program can be told about, each with its code and HTTP status.

Services raise these; the API error handler and the page middleware translate them. Nobody returns an
error by hand.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Message = str | Promise
Detail = Mapping[str, Any]


class ArtNexError(Exception):
    """An expected failure: `code` never changes with the language, `message` does."""

    code: ClassVar[str] = "BAD_REQUEST"
    status: ClassVar[int] = 400
    default_message: ClassVar[Message] = _("The request could not be understood.")
    retryable: ClassVar[bool] = False

    def __init__(
        self,
        message: Message | None = None,
        *,
        details: Sequence[Detail] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.message = message or self.default_message
        self.details = list(details)
        self.headers = dict(headers or {})
        super().__init__(str(self.code))

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class BadRequest(ArtNexError):
    """The request itself is malformed: not JSON, an unknown filter value, a page that is no number."""


class NotAuthenticated(ArtNexError):
    code, status = "NOT_AUTHENTICATED", 401
    default_message = _("Please log in first.")


class InvalidCredentials(ArtNexError):
    code, status = "INVALID_CREDENTIALS", 401
    default_message = _("The e-mail address or the password is not right.")


class TokenInvalid(ArtNexError):
    code, status = "TOKEN_INVALID", 401
    default_message = _("This token is not valid.")


class TokenExpired(ArtNexError):
    code, status = "TOKEN_EXPIRED", 401
    default_message = _("This token has expired.")


class TokenReused(ArtNexError):
    code, status = "TOKEN_REUSED", 401
    default_message = _("This token was used before. For your safety, please log in again.")


class QuotaExceeded(ArtNexError):
    code, status = "QUOTA_EXCEEDED", 402
    default_message = _("Your plan's limit is reached.")


class BudgetExceeded(ArtNexError):
    code, status = "BUDGET_EXCEEDED", 402
    default_message = _("The monthly budget for paid AI calls is reached.")


class PermissionDenied(ArtNexError):
    code, status = "PERMISSION_DENIED", 403
    default_message = _("You may see this, but not do this.")


class NotFound(ArtNexError):
    code, status = "NOT_FOUND", 404
    default_message = _("Not found.")


class Gone(ArtNexError):
    """It was there once: a link that was used, has expired or was withdrawn."""

    code, status = "GONE", 410
    default_message = _("This is no longer available.")


class MethodNotAllowed(ArtNexError):
    code, status = "METHOD_NOT_ALLOWED", 405
    default_message = _("This method is not allowed here.")


class NotAcceptable(ArtNexError):
    code, status = "NOT_ACCEPTABLE", 406
    default_message = _("This cannot be delivered in the format asked for.")


class Conflict(ArtNexError):
    code, status = "CONFLICT", 409
    default_message = _("This conflicts with what is already there.")


class EmailTaken(ArtNexError):
    code, status = "EMAIL_TAKEN", 409
    default_message = _("An account with this e-mail address exists already.")


class InvalidState(ArtNexError):
    code, status = "INVALID_STATE", 409
    default_message = _("This is not possible in the present state.")


class VersionConflict(ArtNexError):
    code, status = "VERSION_CONFLICT", 409
    default_message = _("Someone else changed this in the meantime.")


class TooLarge(ArtNexError):
    code, status = "TOO_LARGE", 413
    default_message = _("This is too large.")


class UnsupportedMediaType(ArtNexError):
    code, status = "UNSUPPORTED_MEDIA_TYPE", 415
    default_message = _("This type of content is not accepted here.")


class ValidationFailed(ArtNexError):
    """One or more fields are wrong; `details` holds a row {field, message} for each problem."""

    code, status = "VALIDATION_ERROR", 422
    default_message = _("Please check the marked fields.")

    @classmethod
    def field(cls, name: str, message: Message) -> "ValidationFailed":
        """The usual case of one wrong field."""
        return cls(details=[{"field": name, "message": message}])


class RateLimited(ArtNexError):
    code, status = "RATE_LIMITED", 429
    default_message = _("Too many requests. Please wait a moment.")
    retryable = True

    def __init__(self, message: Message | None = None, *, retry_after: int, **rest: Any) -> None:
        super().__init__(message, **rest)
        self.headers.setdefault("Retry-After", str(max(1, retry_after)))


class NotConfigured(ArtNexError):
    code, status = "PROVIDER_UNAVAILABLE", 503
    default_message = _("This service is not set up on this server.")


class ProviderError(ArtNexError):
    code, status = "PROVIDER_ERROR", 502
    default_message = _("The outside service answered with an error.")


class ProviderUnavailable(ArtNexError):
    code, status = "PROVIDER_UNAVAILABLE", 503
    default_message = _("The outside service cannot be reached at the moment.")
    retryable = True


class ProviderTimeout(ArtNexError):
    code, status = "PROVIDER_TIMEOUT", 504
    default_message = _("The outside service took too long to answer.")
    retryable = True
