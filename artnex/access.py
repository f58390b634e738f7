"""The one answer to "what may this person see or change".

A model names its rule in `access`; its manager is built from `RestrictedQuerySet`. Pages, endpoints, admin
and jobs all ask `Model.objects.restrict(user, action)` or `fetch(...)` and nothing else.
"""

from typing import Any, Literal, Protocol, TypeVar

from django.db import models

from artnex.errors import NotFound, PermissionDenied

Action = Literal["read", "create", "update", "delete"]
ModelT = TypeVar("ModelT", bound=models.Model)


class Person(Protocol):
    """What access rules need to know of a user."""

    pk: Any
    is_authenticated: bool
    is_admin: bool

    def may(self, permission: str) -> bool:
        """True when role and API-key scopes allow `permission`, such as "create:brand"."""


class AccessRule(Protocol):
    def __call__(self, rows: models.QuerySet, user: Any, action: Action) -> models.QuerySet:
        """The part of `rows` on which `user` may do `action`."""


class OwnedBy:
    """Rows that belong to one person: that person may do everything, an administrator too."""

    def __init__(self, owner: str = "user") -> None:
        self.owner = owner

    def __call__(self, rows: models.QuerySet, user: Any, action: Action) -> models.QuerySet:
        return rows if user.is_admin else rows.filter(**{self.owner: user.pk})


class PrivateTo:
    """Rows that concern one person alone (API keys, sessions): not even an administrator acts on them."""

    def __init__(self, owner: str = "user") -> None:
        self.owner = owner

    def __call__(self, rows: models.QuerySet, user: Any, action: Action) -> models.QuerySet:
        return rows.filter(**{self.owner: user.pk})


class AdminOnly:
    """Rows for administrators."""

    def __call__(self, rows: models.QuerySet, user: Any, action: Action) -> models.QuerySet:
        return rows if user.is_admin else rows.none()


class RestrictedQuerySet(models.QuerySet[ModelT]):
    """Add it to a model by `objects = RestrictedQuerySet.as_manager()`."""

    def restrict(self, user: Any, action: Action = "read") -> "RestrictedQuerySet[ModelT]":
        """The rows on which `user` may do `action`; none for somebody who is not logged in."""
        if not user.is_authenticated:
            return self.none()
        return self.model.access(self, user, action)  # type: ignore[attr-defined]


class BrandBoundary:
    """The brand's answer, given by the floor that knows brands; rooms below only ask.

    `brands` sets `visible_ids` at start: a function (user, action) -> queryset of brand ids.
    Until then nobody sees anything by way of a brand.
    """

    visible_ids: Any = None

    def ids(self, user: Any, action: Action) -> Any:
        return self.visible_ids(user, action) if self.visible_ids else []


brand_boundary = BrandBoundary()


class OwnerOrBrand:
    """Rows that follow their brand when they have one, and their owner when they have none."""

    def __init__(self, owner: str = "user", brand_id: str = "brand_id") -> None:
        self.owner, self.brand_id = owner, brand_id

    def __call__(self, rows: models.QuerySet, user: Any, action: Action) -> models.QuerySet:
        if user.is_admin:
            return rows
        alone = models.Q(**{self.owner: user.pk, f"{self.brand_id}__isnull": True})
        return rows.filter(alone | models.Q(**{f"{self.brand_id}__in": brand_boundary.ids(user, action)}))


def fetch(rows: RestrictedQuerySet[ModelT], user: Any, action: Action = "read", **lookup: Any) -> ModelT:
    """The one row that matches, or NotFound when it may not be seen, PermissionDenied when only seen.

    Never tells whether a row that may not be seen exists.
    """
    row = rows.restrict(user, "read").filter(**lookup).first()
    if row is None:
        raise NotFound
    if action != "read" and not rows.restrict(user, action).filter(pk=row.pk).exists():
        raise PermissionDenied
    return row


def require(user: Any, permission: str) -> None:
    """Raise PermissionDenied unless role and API-key scopes allow `permission`."""
    if not user.may(permission):
        raise PermissionDenied
