"""Logging in: password, then the second factor where it is switched on. The same for pages and programs.

These functions find out who somebody is; `accounts.services.sessions` opens the session.
"""

from dataclasses import dataclass

from django.db import transaction

from accounts.errors import CodeRequired, CodeWrong
from accounts.models import User, normal_email
from accounts.services.lockout import LoginGuard, guard_address
from accounts.services.passwords import spend_hashing_time
from accounts.services.second_factor import check_code, has_second_factor
from accounts.tokens import make_link_token, read_link_token, state_matches
from artnex.errors import InvalidCredentials, TokenInvalid
from artnex.events.services import record_event


@dataclass(frozen=True, slots=True)
class FirstStep:
    """The password was right. `pending` is set when a code is needed: give it to `finish_log_in`."""

    user: User
    pending: str = ""


def log_in(*, email: str, password: str, otp: str = "", device: str = "") -> User:
    """Who this is, in one step.

    `device` is the mark from `device_mark` when the caller has one. Raises InvalidCredentials for any wrong pair,
    CodeRequired or CodeWrong for the second factor, RateLimited. Writes `user.login_failed`.
    """
    guard = _guard(email, device)
    user = _user_by_password(email, password, guard)
    if has_second_factor(user):
        if not otp.strip():
            raise CodeRequired
        _check_code(user, otp, guard)
    guard.note_success()
    return user


def begin_log_in(*, email: str, password: str, device: str = "") -> FirstStep:
    """The first of two steps, for pages: the password. Raises like `log_in`."""
    guard = _guard(email, device)
    user = _user_by_password(email, password, guard)
    if has_second_factor(user):
        return FirstStep(user, make_link_token("finish-login", user_id=user.pk, state=_pending_state(user)))
    guard.note_success()
    return FirstStep(user)


def finish_log_in(*, pending: str, otp: str, device: str = "") -> User:
    """The second step: the code. TokenExpired or TokenInvalid when the first is too long ago or used up."""
    user_id, fingerprint = read_link_token("finish-login", pending)
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or not state_matches("finish-login", fingerprint, _pending_state(user)):
        raise TokenInvalid
    guard = _guard(user.email, device)
    _check_code(user, otp, guard)
    guard.note_success()
    return user


def _guard(email: str, device: str) -> LoginGuard:
    guard_address()
    guard = LoginGuard(email, device=device)
    guard.check()
    return guard


def _user_by_password(email: str, password: str, guard: LoginGuard) -> User:
    user = User.objects.filter(email=normal_email(email)).first()
    if user is None:
        spend_hashing_time(password)
    elif user.check_password(password) and user.is_active:
        return user
    _fail(user, "password", guard)
    raise InvalidCredentials


def _check_code(user: User, otp: str, guard: LoginGuard) -> None:
    if not check_code(user=user, code=otp):
        _fail(user, "code", guard)
        raise CodeWrong


def _fail(user: User | None, reason: str, guard: LoginGuard) -> None:
    """Write the failure down, for an unknown address too: the work done must not tell that it is unknown."""
    with transaction.atomic():
        record_event("user.login_failed", subject=user, data={"reason": reason})
    guard.note_failure()


def _pending_state(user: User) -> str:
    return f"{user.password} {user.last_login}"
