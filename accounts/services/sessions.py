"""Sessions: opened by a log-in, refreshed by programs, ended by log-out, by hand, or by a password change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts.enums import SessionKind
from accounts.models import LoginSession, RefreshToken, User
from accounts.services import mails
from accounts.tokens import Claims, make_jwt, read_jwt
from artnex import context
from artnex.errors import TokenInvalid, TokenReused
from artnex.events.services import record_event

BROWSER_SESSION = "login_session"
ENDED_SESSIONS_KEPT = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class TokenPair:
    """What a program gets: a short access token and the one refresh token that may replace it."""

    access_token: str
    refresh_token: str
    expires_in: int
    refresh_expires_at: datetime
    session: LoginSession
    user: User


# ── programs ───────────────────────────────────────────────────────────────────────────────────────
def open_api_session(*, user: User) -> TokenPair:
    """Begin a family of tokens for somebody who has just proven who they are. Writes `user.logged_in`."""
    with transaction.atomic():
        session = _open(user, SessionKind.API, expires_at=timezone.now() + _refresh_lifetime())
        user.last_login = timezone.now()
        user.save(update_fields=["last_login"])
        return _new_pair(session, user)


def refresh_tokens(*, refresh_token: str) -> TokenPair:
    """Spend a refresh token for a new pair; of two that try at once exactly one gets it.

    A token spent before ends the whole family and raises TokenReused: either the owner or a thief has the newer one,
    and we cannot know which.
    """
    claims = read_jwt(refresh_token, "refresh")
    now = timezone.now()
    with transaction.atomic():
        session = _held_open_session(claims)
        # Conditions on the token's own row alone: only those are looked at anew when another refresh was quicker.
        unspent = RefreshToken.objects.filter(jti_hash=claims.jti_hash, session=session, used_at__isnull=True)
        if session is not None and unspent.update(used_at=now):
            session.last_seen_at, session.expires_at = now, now + _refresh_lifetime()
            session.ip, session.user_agent = _caller()
            session.save(update_fields=["last_seen_at", "expires_at", "ip", "user_agent"])
            return _new_pair(session, session.user)
    _refuse_refresh(claims)
    raise TokenInvalid


def _held_open_session(claims: Claims) -> LoginSession | None:
    """The session a token is of, locked, unless it has ended or its person may not come in."""
    open_ones = LoginSession.objects.filter(revoked_at__isnull=True, user__is_active=True)
    return open_ones.select_for_update(of=("self",)).select_related("user").filter(pk=claims.session_id).first()


def _refuse_refresh(claims: Claims) -> None:
    """Raise TokenReused for a token spent before, after ending its family."""
    used = RefreshToken.objects.filter(jti_hash=claims.jti_hash, used_at__isnull=False).select_related("session__user")
    token = used.first()
    if token is None:
        return
    revoke_session(session=token.session, actor=None, reason="token_reused")
    raise TokenReused


def _new_pair(session: LoginSession, user: User) -> TokenPair:
    access_lifetime = timedelta(minutes=settings.ACCESS_TOKEN_MINUTES)
    access, _ = make_jwt(user_id=user.pk, session_id=session.pk, kind="access", lifetime=access_lifetime)
    refresh, claims = make_jwt(user_id=user.pk, session_id=session.pk, kind="refresh", lifetime=_refresh_lifetime())
    RefreshToken.objects.create(session=session, jti_hash=claims.jti_hash, expires_at=session.expires_at)
    return TokenPair(access, refresh, int(access_lifetime.total_seconds()), session.expires_at, session, user)


def log_out(*, refresh_token: str) -> None:
    """End the session that a refresh token belongs to; TokenInvalid when it is none of ours.

    A token that was spent, or whose session has ended, is as good: whoever holds it wants it to be over.
    """
    claims = read_jwt(refresh_token, "refresh")
    session = LoginSession.objects.select_related("user").filter(pk=claims.session_id, user=claims.user_id).first()
    if session is None:
        raise TokenInvalid
    end_session(session=session)


def end_session(*, session: LoginSession) -> None:
    """End one's own session by logging out of it. Writes `user.logged_out` the first time."""
    with transaction.atomic():
        if _end([session]):
            record_event("user.logged_out", actor=session.user, subject=session.user)


# ── browsers ───────────────────────────────────────────────────────────────────────────────────────
def start_browser_session(*, request: HttpRequest, user: User) -> LoginSession:
    """Log `user` in on this browser, under a new session key. Writes `user.logged_in`."""
    with transaction.atomic():
        auth.login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        session = _open(user, SessionKind.BROWSER, expires_at=request.session.get_expiry_date())
        request.session[BROWSER_SESSION] = str(session.pk)
        _remember_key(request, session.pk)
    return session


def end_browser_session(*, request: HttpRequest) -> None:
    """Log out of this browser. Writes `user.logged_out`."""
    session = browser_session(request)
    if session is not None:
        end_session(session=session)
    auth.logout(request)


def keep_browser_session(*, request: HttpRequest, user: User) -> None:
    """Stay logged in here after a password change, which ends every session made under the old one."""
    auth.update_session_auth_hash(request, user)
    session_id = browser_session_id(request)
    if session_id is not None:
        _remember_key(request, session_id)


def browser_session_id(request: HttpRequest) -> UUID | None:
    text = request.session.get(BROWSER_SESSION)
    return UUID(text) if text else None


def browser_session(request: HttpRequest) -> LoginSession | None:
    session_id = browser_session_id(request)
    return LoginSession.objects.select_related("user").filter(pk=session_id).first() if session_id else None


def _remember_key(request: HttpRequest, session_id: UUID) -> None:
    if not request.session.session_key:
        request.session.save()
    LoginSession.objects.filter(pk=session_id).update(browser_session_key=request.session.session_key)


# ── both ───────────────────────────────────────────────────────────────────────────────────────────
def open_sessions(user: User) -> Any:
    """The person's sessions that still let somebody in, the latest used first."""
    return LoginSession.objects.restrict(user).open()  # type: ignore[attr-defined]


def revoke_session(*, session: LoginSession, actor: User | None, reason: str = "by_hand") -> None:
    """End a session from elsewhere, at once: its tokens and its cookie stop working. Writes `session.revoked`."""
    with transaction.atomic():
        if _end([session]):
            record_event("session.revoked", actor=actor, subject=session.user, data={"reason": reason})


def revoke_sessions(*, user: User, keep: UUID | None = None, reason: str = "by_hand", actor: User | None = None) -> int:
    """End all open sessions of a person but `keep`; returns how many. Writes one `session.revoked` for each."""
    with transaction.atomic():
        open_ones = LoginSession.objects.filter(user=user, revoked_at__isnull=True)
        sessions = list(open_ones.exclude(pk=keep) if keep else open_ones)
        ended = _end(sessions)
        for _session in range(ended):
            record_event("session.revoked", actor=actor or user, subject=user, data={"reason": reason})
    return ended


def touch_session(session_id: UUID) -> bool:
    """Note that a session is in use; False when it has ended."""
    rows = LoginSession.objects.filter(pk=session_id, revoked_at__isnull=True)
    return bool(rows.update(last_seen_at=timezone.now()))


def remove_ended_sessions() -> dict[str, int]:
    """Remove spent and expired refresh tokens, and sessions that ended long ago. Called daily."""
    now = timezone.now()
    _session_store().clear_expired()
    tokens, _ = RefreshToken.objects.filter(expires_at__lt=now).delete()
    old = LoginSession.objects.filter(expires_at__lt=now - ENDED_SESSIONS_KEPT)
    sessions, _ = old.delete()
    return {"refresh_tokens": tokens, "sessions": sessions}


def _open(user: User, kind: SessionKind, *, expires_at: datetime) -> LoginSession:
    ip, user_agent = _caller()
    seen_before = LoginSession.objects.filter(user=user)
    is_first = not seen_before.exists()
    is_new_place = not is_first and not (
        seen_before.filter(ip=ip).exists() or seen_before.filter(user_agent=user_agent).exists()
    )
    session = LoginSession.objects.create(user=user, kind=kind, ip=ip, user_agent=user_agent, expires_at=expires_at)
    record_event("user.logged_in", actor=user, subject=user, data={"kind": kind.value, "new_place": is_new_place})
    if is_new_place:
        mails.queue("new_place", user_id=user.pk, session_id=str(session.pk))
    return session


def _end(sessions: Iterable[LoginSession]) -> int:
    """Mark as ended those that are not, delete their cookies' sessions; returns how many were ended now."""
    rows = LoginSession.objects.filter(pk__in=[session.pk for session in sessions])
    keys = list(rows.exclude(browser_session_key="").values_list("browser_session_key", flat=True))
    ended = rows.filter(revoked_at__isnull=True).update(revoked_at=timezone.now())
    for key in keys:
        _session_store()(key).delete()
    return ended


def _caller() -> tuple[str | None, str]:
    at_hand = context.current()
    return at_hand.ip, at_hand.user_agent[:300]


def _refresh_lifetime() -> timedelta:
    return timedelta(days=settings.REFRESH_TOKEN_DAYS)


def _session_store() -> type[SessionBase]:
    return import_module(settings.SESSION_ENGINE).SessionStore
