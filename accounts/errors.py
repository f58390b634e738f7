"""Failures that only accounts know, on top of those in artnex.errors."""

from django.utils.translation import gettext_lazy as _

from artnex.errors import InvalidCredentials, InvalidState


class CodeRequired(InvalidCredentials):
    """The password was right; now the code of the authenticator app is needed (field `otp`)."""

    default_message = _("Please enter the code from your authenticator app.")

    def __init__(self) -> None:
        super().__init__(details=[{"field": "otp", "message": self.default_message}])


class CodeWrong(InvalidCredentials):
    """The password was right, the code was not."""

    default_message = _("This code is not right. Wait for the next one and try again.")

    def __init__(self) -> None:
        super().__init__(details=[{"field": "otp", "message": self.default_message}])


class LastAdministrator(InvalidState):
    default_message = _("This is the last administrator. Make somebody else an administrator first.")
