"""Accounts that an administrator makes for somebody else."""

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User, normal_email
from accounts.services import mails
from accounts.services.people import change_role
from accounts.services.registration import name_problems
from artnex.access import require
from artnex.errors import EmailTaken, ValidationFailed
from artnex.events.services import record_event


def add_person(*, actor: User, email: str, name: str, role: Role = Role.MANAGER, language: str = "") -> User:
    """A new account without a password; its owner is mailed the link to set one, which also proves the address.

    Raises PermissionDenied, ValidationFailed, EmailTaken. Writes `user.added`, and `role.changed` for any role but
    manager.
    """
    require(actor, "manage:users")
    email, name = normal_email(email), name.strip()
    problems = name_problems(name)
    try:
        validate_email(email)
    except ValidationError:
        problems.append({"field": "email", "message": _("Please enter an e-mail address.")})
    if problems:
        raise ValidationFailed(details=problems)
    user = User(email=email, name=name, language=language)
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save()
            user.groups.add(Group.objects.get(name=Role.MANAGER.value))
            record_event("user.added", actor=actor, subject=user)
            mails.queue("password_reset", user_id=user.pk)
            if role != Role.MANAGER:
                change_role(actor=actor, user=user, role=role)
    except IntegrityError:
        raise EmailTaken from None
    return user


def change_person(*, actor: User, user: User, **changes: str) -> User:
    """Change name, language or plan of somebody else. ValidationFailed. Writes `user.updated` by `actor`."""
    require(actor, "manage:users")
    unknown = set(changes) - {"name", "language", "plan"}
    if unknown:
        raise TypeError(f"change_person does not change {sorted(unknown)}")
    if "name" in changes:
        changes["name"] = changes["name"].strip()
        problems = name_problems(changes["name"])
        if problems:
            raise ValidationFailed(details=problems)
    before = User.objects.get(pk=user.pk)
    changed = sorted(name for name, value in changes.items() if getattr(before, name) != value)
    if changed:
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(**{name: changes[name] for name in changed})
            record_event("user.updated", actor=actor, subject=user, data={"fields": changed})
    return user
