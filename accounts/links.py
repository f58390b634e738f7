"""Addresses that mails point to. The pages behind them are named here once."""

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

# Page names taking one argument, the token.
VERIFY_EMAIL = "accounts:verify_email"
RESET_PASSWORD = "accounts:password_reset"  # noqa: S105 - a page name
KEEP_ACCOUNT = "accounts:keep_account"
# Page names without argument.
LOGIN = "accounts:login"
FORGOT_PASSWORD = "accounts:password_forgot"  # noqa: S105 - a page name
SESSIONS = "accounts:sessions"


def absolute(page: str, token: str = "", **query: str) -> str:
    """The full address of a page; `token` is its argument where it takes one."""
    path = reverse(page, args=[token] if token else [])
    return f"{settings.BASE_URL}{path}{'?' + urlencode(query) if query else ''}"
