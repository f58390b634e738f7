"""What people change about themselves."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.enums import Theme
from accounts.models import User
from accounts.services.registration import name_problems
from artnex.errors import ValidationFailed
from artnex.events.services import record_event
from artnex.files.kinds import PHOTO_LIMITS
from artnex.files.links import signed_path
from artnex.files.models import StoredFile
from artnex.files.services import delete_file, store_file

LANGUAGES = ("ko", "en")
PROFILE_FIELDS = frozenset({"name", "language", "theme"})


def update_profile(*, user: User, **changes: str) -> User:
    """Change name, language or theme, those that are given. ValidationFailed. Writes `user.updated`."""
    unknown = set(changes) - PROFILE_FIELDS
    if unknown:
        raise TypeError(f"update_profile does not change {sorted(unknown)}")
    if "name" in changes:
        changes["name"] = changes["name"].strip()
    _check(changes)
    changed = sorted(name for name, value in changes.items() if getattr(user, name) != value)
    if changed:
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(**{name: changes[name] for name in changed})
            record_event("user.updated", actor=user, subject=user, data={"fields": changed})
        for name in changed:
            setattr(user, name, changes[name])
    return user


def set_avatar(*, user: User, content: Any, filename: str) -> User:
    """Take a picture instead of the present one; what is wrong with it is said of the field `avatar`.

    Raises TooLarge, UnsupportedMediaType, ValidationFailed. Writes `user.updated`.
    """
    with transaction.atomic():
        try:
            picture = store_file(content=content, filename=filename, owner=user, purpose="avatar", limits=PHOTO_LIMITS)
        except ValidationFailed as failure:
            raise ValidationFailed(details=[{**row, "field": "avatar"} for row in failure.details]) from failure
        _replace_avatar(user, picture.pk)
    return user


def remove_avatar(*, user: User) -> User:
    """Go back to no picture. Writes `user.updated` when there was one."""
    if user.avatar_id is not None:
        with transaction.atomic():
            _replace_avatar(user, None)
    return user


def avatar_url(user: User, size: int = 200) -> str | None:
    """A signed link to the person's picture in one of the sizes of thumbnails, or None."""
    if user.avatar_id is None:
        return None
    return signed_path(user.avatar_id, variant=str(size))


def _replace_avatar(user: User, avatar_id: UUID | None) -> None:
    before = User.objects.select_for_update().values_list("avatar_id", flat=True).get(pk=user.pk)
    User.objects.filter(pk=user.pk).update(avatar_id=avatar_id)
    for picture in StoredFile.objects.filter(pk=before):
        delete_file(file=picture, actor=user)
    record_event("user.updated", actor=user, subject=user, data={"fields": ["avatar"]})
    user.avatar_id = avatar_id


def _check(changes: dict[str, str]) -> None:
    problems = name_problems(changes["name"]) if "name" in changes else []
    if "language" in changes and changes["language"] not in LANGUAGES:
        problems.append({"field": "language", "message": _("Please choose ko or en.")})
    if "theme" in changes and changes["theme"] not in Theme.values:
        problems.append({"field": "theme", "message": _("Please choose auto, light or dark.")})
    if problems:
        raise ValidationFailed(details=problems)
