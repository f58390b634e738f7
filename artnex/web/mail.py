"""Mail without a mail server: shown in the console and kept as a file."""

from collections.abc import Sequence

from django.core.mail.backends.console import EmailBackend as ConsoleBackend
from django.core.mail.backends.filebased import EmailBackend as FileBackend
from django.core.mail.message import EmailMessage


class ConsoleAndFileBackend(ConsoleBackend):
    """The default on a fresh machine: read the verification mail in the console or in `ARTNEX_HOME/mail`."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        FileBackend().send_messages(email_messages)
        return super().send_messages(email_messages) or 0
