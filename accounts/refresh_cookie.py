"""The refresh token as a cookie, for programs that run in a browser and should not hold it themselves."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.services.sessions import TokenPair
from artnex.errors import PermissionDenied

NAME = "artnex_refresh"
PATH = "/api/v1/auth"


def set_cookie(response: Response, pair: TokenPair) -> None:
    response.set_cookie(
        NAME,
        pair.refresh_token,
        expires=pair.refresh_expires_at,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def delete_cookie(response: Response) -> None:
    response.delete_cookie(NAME, path=PATH, samesite="Strict")


def token_in_cookie(request: Request) -> str | None:
    """The token, if there is one. Raises PermissionDenied when another site made the browser send it."""
    token = request.COOKIES.get(NAME)
    if not token:
        return None
    if is_from_elsewhere(request):
        raise PermissionDenied(_("The request could not be checked. Please reload the page and try again."))
    return token


def is_from_elsewhere(request: Request) -> bool:
    """Whether a browser says that another site is behind this request.

    Browsers send `Origin` with every POST, and newer ones `Sec-Fetch-Site`; neither can be changed by a page. A request
    with none of the two comes from no browser, and so from nobody who could be tricked.
    """
    origin = request.META.get("HTTP_ORIGIN")
    if origin:
        is_ours = urlsplit(origin).netloc == request._request.get_host()  # noqa: SLF001 - checks ALLOWED_HOSTS
        return not is_ours and origin not in settings.CORS_ALLOWED_ORIGINS
    return request.META.get("HTTP_SEC_FETCH_SITE", "none") not in {"same-origin", "none"}
