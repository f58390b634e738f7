"""How live connections recognise people: the browser's session, an access token, an API key."""

from collections.abc import Collection
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from accounts.authentication import user_of_access_token, user_of_api_key
from accounts.models import ApiKey, LoginSession, User
from accounts.services.profile import avatar_url
from accounts.services.sessions import browser_session_id
from accounts.tokens import read_jwt
from artnex.live.entrance import Pass, PassKind, entrance

session_engine = import_module(settings.SESSION_ENGINE)


def register() -> None:
    """Called at start."""
    entrance.of_cookie = pass_of_cookie
    entrance.of_token = pass_of_token
    entrance.still_good = still_good
    entrance.person = person_behind


def pass_of_cookie(session_key: str) -> Pass | None:
    """Whose browser this is; None when nobody is logged in there."""
    request = HttpRequest()
    request.session = session_engine.SessionStore(session_key)
    user = auth.get_user(request)
    if not isinstance(user, User) or not user.is_active:
        return None
    login = browser_session_id(request)
    if login is not None and not LoginSession.objects.filter(pk=login, revoked_at__isnull=True).exists():
        return None
    return _pass("browser", session_key, user)


def pass_of_token(text: str) -> Pass:
    """Whose access token or API key this is. Raises TokenInvalid or TokenExpired."""
    if text.startswith("anx_"):
        user, means = user_of_api_key(text)
        return _pass("key", str(means.api_key_id), user)
    user, means = user_of_access_token(text)
    return _pass("token", str(means.session_id), user, expires_at=float(read_jwt(text, "access").expires_at))


def _pass(kind: PassKind, key: str, user: User, *, expires_at: float | None = None) -> Pass:
    language = user.language or settings.LANGUAGE_CODE
    return Pass(kind, key, user.pk, user.name, avatar_url(user, 64) or "", language, expires_at)


def still_good(passes: Collection[Pass]) -> set[Pass]:
    """Those of active people whose session was not ended and whose key was not revoked. At most four statements."""
    now = timezone.now()
    keys: dict[str, set[str]] = {"browser": set(), "token": set(), "key": set()}
    for ticket in passes:
        keys[ticket.kind].add(ticket.key)
    alive: set[tuple[str, str]] = set()
    if keys["browser"]:
        open_ones = Session.objects.filter(pk__in=keys["browser"], expire_date__gt=now)
        alive |= {("browser", key) for key in open_ones.values_list("pk", flat=True)}
    if keys["token"]:
        sessions = LoginSession.objects.filter(pk__in=keys["token"], revoked_at__isnull=True)
        alive |= {("token", str(key)) for key in sessions.values_list("pk", flat=True)}
    if keys["key"]:
        usable = Q(expires_at__isnull=True) | Q(expires_at__gt=now)
        api_keys = ApiKey.objects.filter(usable, pk__in=keys["key"], revoked_at__isnull=True)
        alive |= {("key", str(key)) for key in api_keys.values_list("pk", flat=True)}
    people = User.objects.filter(pk__in={ticket.user_id for ticket in passes}, is_active=True)
    active = set(people.values_list("pk", flat=True))
    return {ticket for ticket in passes if (ticket.kind, ticket.key) in alive and ticket.user_id in active}


def person_behind(ticket: Pass) -> Any:
    """The account with role and scopes as they are now; None when it may not come in any more."""
    user = User.objects.filter(pk=ticket.user_id, is_active=True).first()
    if user is not None and ticket.kind == "key":
        key = ApiKey.objects.filter(pk=ticket.key, revoked_at__isnull=True).first()
        if key is None or key.is_expired:
            return None
        user.api_key_scopes = frozenset(key.scopes)
    return user
