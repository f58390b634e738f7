"""Leaving: the account is closed at once, and deleted with everything in it when the time to think it over is up."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import mails
from accounts.services.passwords import confirm_password
from accounts.services.people import refuse_last_administrator
from accounts.services.sessions import revoke_sessions
from accounts.tokens import make_link_token, read_link_token, state_matches
from artnex.ai.models import AiCall
from artnex.errors import TokenInvalid
from artnex.events.services import forget_person, record_event
from artnex.files.models import StoredFile

Eraser = Callable[[User], None]
_erasers: dict[str, Eraser] = {}


def register_eraser(name: str, eraser: Eraser) -> None:
    """Have `eraser(user)` called in the transaction that deletes an account, before the row goes.

    For apps whose data must go, or be handed over, in another way than with the foreign key. Called at start.
    """
    _erasers[name] = eraser


def request_deletion(*, user: User, password: str) -> datetime:
    """Close the account now and have it deleted later; returns when.

    Ends all sessions, mails a link that keeps the account. Raises ValidationFailed for a wrong password (field
    `password`), LastAdministrator. Writes `user.deletion_requested`.
    """
    confirm_password(user=user, password=password, field="password")
    with transaction.atomic():
        refuse_last_administrator(user)
        user = User.objects.select_for_update().get(pk=user.pk)
        user.is_active, user.deletion_requested_at = False, timezone.now()
        user.save(update_fields=["is_active", "deletion_requested_at"])
        revoke_sessions(user=user, reason="deletion_requested")
        due = deletion_due(user)
        record_event("user.deletion_requested", actor=user, subject=user, data={"due": due.isoformat()})
        mails.queue("deletion_requested", user_id=user.pk)
    return due


def deletion_due(user: User) -> datetime:
    return (user.deletion_requested_at or timezone.now()) + timedelta(days=settings.ACCOUNT_DELETION_GRACE_DAYS)


def keep_account_token(user: User) -> str:
    return make_link_token("keep-account", user_id=user.pk, state=_state(user))


def keep_account(*, token: str) -> User:
    """Open an account again by the mailed link, before it is deleted. TokenInvalid, TokenExpired.

    Writes `user.deletion_cancelled`.
    """
    user_id, fingerprint = read_link_token("keep-account", token)
    with transaction.atomic():
        closed = User.objects.select_for_update().filter(pk=user_id, deletion_requested_at__isnull=False)
        user = closed.first()
        if user is None or not state_matches("keep-account", fingerprint, _state(user)):
            raise TokenInvalid
        user.is_active, user.deletion_requested_at = True, None
        user.save(update_fields=["is_active", "deletion_requested_at"])
        record_event("user.deletion_cancelled", actor=user, subject=user)
    return user


def delete_due_accounts() -> int:
    """Delete the accounts whose time is up, each in a transaction of its own; returns how many. Called daily."""
    before = timezone.now() - timedelta(days=settings.ACCOUNT_DELETION_GRACE_DAYS)
    due = User.objects.filter(deletion_requested_at__lte=before, is_active=False)
    return sum(delete_account(user_id=user_id) for user_id in due.values_list("pk", flat=True))


def delete_account(*, user_id: int) -> bool:
    """Delete one closed account and what belongs to it; False when it was kept or deleted in the meantime.

    What happened stays in the audit trail without name and address.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().filter(pk=user_id, deletion_requested_at__isnull=False).first()
        if user is None:
            return False
        for eraser in _erasers.values():
            eraser(user)
        StoredFile.objects.filter(owner=user, brand_id__isnull=True).update(deleted_at=timezone.now())
        AiCall.objects.filter(user=user).update(prompt="")  # the ledger stays, what the person wrote goes
        record_event("user.deleted", subject=user)
        forget_person(user=user)
        user.delete()
    return True


def _state(user: User) -> str:
    return f"{user.deletion_requested_at} {user.password}"
