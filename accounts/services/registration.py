"""Becoming a user: sign-up and proof of the e-mail address."""

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User, normal_email
from accounts.services import mails
from accounts.services.lockout import guard_mails
from accounts.services.passwords import check_password_rules, spend_hashing_time
from accounts.tokens import read_link_token, state_matches
from artnex.errors import Detail, EmailTaken, TokenInvalid, ValidationFailed
from artnex.events.services import record_event


def register_user(*, email: str, password: str, name: str) -> User:
    """A new account, as a manager, in the language at hand; mails the link that verifies the address.

    Raises ValidationFailed with a row for each wrong field, EmailTaken. Writes `user.registered`.
    """
    email, name = normal_email(email), name.strip()
    user = User(email=email, name=name, language=(translation.get_language() or "ko")[:2])
    _check(user, password)
    if User.objects.filter(email=email).exists():
        raise EmailTaken
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
            user.groups.add(Group.objects.get(name=Role.MANAGER.value))
            record_event("user.registered", actor=user, subject=user)
            mails.queue("verify_email", user_id=user.pk)
    except IntegrityError:  # somebody registered the same address in between
        raise EmailTaken from None
    return user


def sign_up(*, email: str, password: str, name: str) -> None:
    """Like `register_user`, for pages: never tells whether the address has an account; its owner is told by mail."""
    try:
        register_user(email=email, password=password, name=name)
    except EmailTaken:
        spend_hashing_time(password)
        if guard_mails("already-registered", email):
            owner = User.objects.filter(email=normal_email(email), is_active=True).first()
            mails.queue("already_registered", user_id=owner.pk if owner else None)


def send_verification(*, user: User) -> None:
    """Mail the verifying link again; nothing for somebody verified, or asking more than three times an hour."""
    if not user.is_verified and guard_mails("verify", user.email):
        mails.queue("verify_email", user_id=user.pk)


def verify_email(*, token: str) -> User:
    """Take the address as proven by the mailed link, once. TokenInvalid, TokenExpired. Writes `user.verified`."""
    user_id, fingerprint = read_link_token("verify-email", token)
    with transaction.atomic():
        user = User.objects.select_for_update().filter(pk=user_id, is_active=True).first()
        if user is None or not state_matches("verify-email", fingerprint, mails.verification_state(user)):
            raise TokenInvalid
        user.email_verified_at = timezone.now()
        user.save(update_fields=["email_verified_at"])
        record_event("user.verified", actor=user, subject=user)
    return user


def _check(user: User, password: str) -> None:
    problems: list[Detail] = []
    try:
        validate_email(user.email)
    except ValidationError as problem:
        problems += [{"field": "email", "message": message} for message in problem.messages]
    if len(user.email) > 254:
        problems.append({"field": "email", "message": _("This address is too long.")})
    problems += name_problems(user.name)
    try:
        check_password_rules(password, user=user)
    except ValidationFailed as failure:
        problems += failure.details
    if problems:
        raise ValidationFailed(details=problems)


def name_problems(name: str) -> list[Detail]:
    """Rows for what is wrong with a person's name: empty, too long, control characters."""
    if not name:
        return [{"field": "name", "message": _("Please enter a name.")}]
    if len(name) > 150:
        return [{"field": "name", "message": _("A name has at most 150 characters.")}]
    if not name.isprintable():
        return [{"field": "name", "message": _("This name holds characters that cannot be shown.")}]
    return []
