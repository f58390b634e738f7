"""Mails to people about their accounts.

A service queues a mail in its transaction; a job writes and sends it after commit. So the answer's time tells nothing,
a mail server that is down is tried again, and no link token is ever stored: it is made when the mail is written.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import links
from accounts.models import LoginSession, User
from accounts.tokens import LINK_LIFETIMES, make_link_token
from artnex.jobs.services import enqueue_job

JOB_KIND = "accounts.mail"


@dataclass(frozen=True, slots=True)
class Mail:
    """The content of one mail: paragraphs, and where to go from it."""

    subject: str
    paragraphs: list[str]
    button: str = ""
    link: str = ""
    closing: str = ""


# The person is None where a mail goes to an address without an account.
Writer = Callable[[Any, Mapping[str, Any]], Mail | None]


def queue(mail: str, *, user_id: int | None, **facts: str) -> None:
    """Have the mail of this name sent after commit. Without a person nothing is sent, in the same time."""
    enqueue_job(JOB_KIND, user=None, params={"mail": mail, "user_id": user_id, **facts}, notify=False)


def queue_to(mail: str, *, email: str, **facts: str) -> None:
    """Have the mail sent after commit to an address that need not have an account, in the language at hand."""
    language = (translation.get_language() or settings.LANGUAGE_CODE)[:2]
    params = {"mail": mail, "user_id": None, "email": email, "language": language, **facts}
    enqueue_job(JOB_KIND, user=None, params=params, notify=False)


def register_mail(mail: str, writer: Writer) -> None:
    """Let an app above send mails of its own by this name. Called at start."""
    WRITERS[mail] = writer


def send(mail: str, *, user_id: int | None, facts: Mapping[str, Any]) -> bool:
    """Write and send one mail in the person's language; False when there is nobody to send it to any more.

    Raises what the mail server raises (OSError, SMTPException).
    """
    user = User.objects.filter(pk=user_id).first()
    email = user.email if user else facts.get("email")
    if not email:
        return False
    language = user.language if user else facts.get("language", "")
    with translation.override(language or settings.LANGUAGE_CODE):
        content = WRITERS[mail](user, facts)
        if content is None:
            return False
        context = {"mail": content, "user": user, "language": translation.get_language(), "site": settings.BASE_URL}
        message = EmailMultiAlternatives(
            subject=content.subject,
            body=render_to_string("accounts/mail/mail.txt", context),
            to=[email],
            headers={"Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(render_to_string("accounts/mail/mail.html", context), "text/html")
    message.send()
    return True


# ── what each mail says ────────────────────────────────────────────────────────────────────────────
def _verify_email(user: User, facts: Mapping[str, Any]) -> Mail | None:
    if user.is_verified:
        return None
    days = LINK_LIFETIMES["verify-email"].days
    return Mail(
        subject=_("Please confirm your e-mail address"),
        paragraphs=[
            _("Welcome to ArtNex. Please confirm that this address is yours."),
            ngettext("The link works for %(days)d day.", "The link works for %(days)d days.", days) % {"days": days},
        ],
        button=_("Confirm the address"),
        link=links.absolute(links.VERIFY_EMAIL, verification_token(user)),
        closing=_("If you did not sign up, you need not do anything."),
    )


def verification_token(user: User) -> str:
    """A token for the link in the mail; it dies when the address is verified or changed, or in three days."""
    return make_link_token("verify-email", user_id=user.pk, state=verification_state(user))


def verification_state(user: User) -> str:
    return f"{user.email} {user.email_verified_at}"


def _already_registered(user: User, facts: Mapping[str, Any]) -> Mail | None:
    return Mail(
        subject=_("You have an account already"),
        paragraphs=[
            _("Somebody, probably you, tried to sign up at ArtNex with this address. It has an account already."),
            _("You can log in as before. If you forgot your password, set a new one there."),
        ],
        button=_("Log in"),
        link=links.absolute(links.LOGIN),
        closing=_("If it was not you, you need not do anything."),
    )


def _password_reset(user: User, facts: Mapping[str, Any]) -> Mail | None:
    from accounts.services.passwords import password_reset_token

    if not user.is_active:
        return None
    return Mail(
        subject=_("Set a new password"),
        paragraphs=[_("Here you can set a new password for ArtNex. The link works once, and for one hour.")],
        button=_("Set a new password"),
        link=links.absolute(links.RESET_PASSWORD, password_reset_token(user)),
        closing=_("If you did not ask for this, you need not do anything: your password stays as it is."),
    )


def _password_changed(user: User, facts: Mapping[str, Any]) -> Mail | None:
    return Mail(
        subject=_("Your password was changed"),
        paragraphs=[_("The password of your ArtNex account was changed, and other devices were logged out.")],
        button=_("Set a new password"),
        link=links.absolute(links.FORGOT_PASSWORD),
        closing=_("If it was not you, set a new password now."),
    )


def _second_factor_changed(user: User, facts: Mapping[str, Any]) -> Mail | None:
    from accounts.services.second_factor import has_second_factor

    is_on = has_second_factor(user)
    return Mail(
        subject=_("Two-step log-in is on now") if is_on else _("Two-step log-in is off now"),
        paragraphs=[
            _("From now on, logging in also needs a code from your authenticator app. Keep the recovery codes safe.")
            if is_on
            else _("From now on, your password alone is enough to log in.")
        ],
        button=_("Set a new password"),
        link=links.absolute(links.FORGOT_PASSWORD),
        closing=_("If it was not you, set a new password now."),
    )


def _new_place(user: User, facts: Mapping[str, Any]) -> Mail | None:
    session = LoginSession.objects.filter(pk=facts["session_id"]).first()
    if session is None:
        return None
    return Mail(
        subject=_("Somebody logged in from a new place"),
        paragraphs=[
            _("Your ArtNex account was used from a device and an address that are new to us:"),
            f"{_moment(session.created_at)}\n{session.ip or '-'}\n{session.user_agent or '-'}",
        ],
        button=_("See where you are logged in"),
        link=links.absolute(links.SESSIONS),
        closing=_("If it was not you, end that session there and change your password."),
    )


def _deletion_requested(user: User, facts: Mapping[str, Any]) -> Mail | None:
    from accounts.services.deletion import deletion_due, keep_account_token

    if user.deletion_requested_at is None:
        return None
    return Mail(
        subject=_("Your account will be deleted"),
        paragraphs=[
            _("As you asked, nobody can log in to your ArtNex account any more.")
            + " "
            + _("On %(date)s it will be deleted with everything in it.")
            % {"date": date_format(timezone.localtime(deletion_due(user)), "DATE_FORMAT")},
        ],
        button=_("Keep my account"),
        link=links.absolute(links.KEEP_ACCOUNT, keep_account_token(user)),
        closing=_("If you want it deleted, you need not do anything more."),
    )


def _moment(when: Any) -> str:
    return date_format(timezone.localtime(when), "DATETIME_FORMAT")


WRITERS: dict[str, Writer] = {
    "verify_email": _verify_email,
    "already_registered": _already_registered,
    "password_reset": _password_reset,
    "password_changed": _password_changed,
    "second_factor_changed": _second_factor_changed,
    "new_place": _new_place,
    "deletion_requested": _deletion_requested,
}
