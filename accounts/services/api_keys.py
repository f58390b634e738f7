"""API keys: made, listed, revoked."""

import hashlib
import secrets
import string
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiKey, User
from accounts.permissions import ALL_PERMISSIONS
from artnex.errors import Conflict, ValidationFailed
from artnex.events.services import record_event

PREFIX_ALPHABET = string.ascii_lowercase + string.digits
MOST_KEYS = 50


def create_api_key(
    *, user: User, name: str, scopes: Iterable[str] | None = None, expires_at: datetime | None = None
) -> tuple[ApiKey, str]:
    """A new key and its full text, which is not stored and cannot be shown again.

    `scopes` are permission names that narrow the owner's rights; None means all that the owner has now. Raises
    ValidationFailed for an unknown scope or a past `expires_at`, Conflict beyond fifty keys. Writes `api_key.created`.
    """
    name = name.strip()
    granted = sorted(user.permissions if scopes is None else set(scopes))
    _check(name, granted, expires_at)
    prefix = "".join(secrets.choice(PREFIX_ALPHABET) for _letter in range(8))
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # two at once may not both be the fiftieth
        if ApiKey.objects.filter(user=user, revoked_at__isnull=True).count() >= MOST_KEYS:
            raise Conflict(_("You have too many API keys. Revoke one that you do not use."))
        key = ApiKey.objects.create(
            user=user,
            name=name,
            prefix=prefix,
            secret_hash=hash_secret(secret),
            scopes=granted,
            expires_at=expires_at,
        )
        record_event("api_key.created", actor=user, subject=key, data={"scopes": granted})
    return key, f"anx_{prefix}_{secret}"


def open_api_keys(user: User) -> Any:
    """The person's keys that were not revoked, the newest first."""
    return ApiKey.objects.restrict(user).open()  # type: ignore[attr-defined]


def revoke_api_key(*, key: ApiKey, actor: User) -> None:
    """The key stops working at once. Writes `api_key.revoked` the first time."""
    with transaction.atomic():
        if ApiKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=timezone.now()):
            record_event("api_key.revoked", actor=actor, subject=key)


def hash_secret(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _check(name: str, scopes: list[str], expires_at: datetime | None) -> None:
    problems: list[dict[str, Any]] = []
    if not name or len(name) > 100:
        problems.append({"field": "name", "message": _("Please enter a name of at most 100 characters.")})
    problems += [
        {"field": "scopes", "message": _("There is no scope “%(name)s”.") % {"name": str(scope)[:60]}}
        for scope in scopes
        if scope not in ALL_PERMISSIONS
    ]
    if expires_at is not None and expires_at <= timezone.now():
        problems.append({"field": "expires_at", "message": _("Please choose a time in the future.")})
    if problems:
        raise ValidationFailed(details=problems)
