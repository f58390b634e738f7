"""Passwords: rules, proof, change, reset."""

from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User, normal_email
from accounts.services import mails
from accounts.services.lockout import LoginGuard, guard_mails
from accounts.services.sessions import revoke_sessions
from accounts.tokens import make_link_token, read_link_token, state_matches
from artnex.errors import TokenInvalid, ValidationFailed
from artnex.events.services import record_event


def check_password_rules(password: str, *, user: User, field: str = "password") -> None:
    """Raise ValidationFailed with one row for each rule that `password` breaks."""
    try:
        validate_password(password, user)
    except ValidationError as problem:
        raise ValidationFailed(details=[{"field": field, "message": m} for m in problem.messages]) from None


def spend_hashing_time(password: str) -> None:
    """Do the work of one password check, so that an answer's time does not tell whether an account exists."""
    make_password(password)


def confirm_password(*, user: User, password: str, field: str = "current_password") -> None:
    """Raise ValidationFailed unless this is the person's password; RateLimited after five wrong ones."""
    guard = LoginGuard(user.email, purpose="confirm")
    guard.check()
    if not user.check_password(password):
        guard.note_failure()
        raise ValidationFailed.field(field, _("This is not your present password."))
    guard.note_success()


def change_password(*, user: User, current_password: str, new_password: str, keep_session: UUID | None = None) -> None:
    """Set a new password after proof of the old one.

    Ends every other session and token family of the person, writes `password.changed`, tells the person by mail.
    """
    confirm_password(user=user, password=current_password)
    check_password_rules(new_password, user=user, field="new_password")
    with transaction.atomic():
        _set_password(user, new_password)
        revoke_sessions(user=user, keep=keep_session, reason="password_changed")
        record_event("password.changed", actor=user, subject=user)
        mails.queue("password_changed", user_id=user.pk)


def request_password_reset(*, email: str) -> None:
    """Mail a link to set a new password, if there is such an account. Says and takes the same if there is not."""
    email = normal_email(email)
    if not guard_mails("reset", email):
        return
    user = User.objects.filter(email=email, is_active=True).first()
    with transaction.atomic():
        record_event("password.reset_requested", actor=user, subject=user)
        mails.queue("password_reset", user_id=user.pk if user else None)


def password_reset_token(user: User) -> str:
    """A token for the link in the mail; it dies with the next log-in, password or address change, or in an hour."""
    return make_link_token("reset-password", user_id=user.pk, state=_reset_state(user))


def user_of_reset_token(token: str) -> User:
    """Whom the link is for, without using it up; TokenInvalid or TokenExpired."""
    user_id, fingerprint = read_link_token("reset-password", token)
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or not state_matches("reset-password", fingerprint, _reset_state(user)):
        raise TokenInvalid
    return user


def reset_password(*, token: str, new_password: str) -> User:
    """Set a new password by the mailed link, once.

    Ends all sessions, counts as proof of the address, lets the person log in from this place even if the account is
    under attack. Raises TokenInvalid, TokenExpired, ValidationFailed.
    """
    check_password_rules(new_password, user=user_of_reset_token(token), field="new_password")
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user_of_reset_token(token).pk)
        # Asked again under the lock: of two that use the link at once, the second finds it dead.
        if not state_matches("reset-password", read_link_token("reset-password", token)[1], _reset_state(user)):
            raise TokenInvalid
        user.verify_email()
        _set_password(user, new_password)
        revoke_sessions(user=user, reason="password_reset")
        record_event("password.reset", actor=user, subject=user)
        mails.queue("password_changed", user_id=user.pk)
    LoginGuard(user.email).trust_this_place()
    return user


def _reset_state(user: User) -> str:
    return f"{user.password} {user.email} {user.last_login}"


def _set_password(user: User, password: str) -> None:
    user.set_password(password)
    user.save(update_fields=["password", "email_verified_at"])
