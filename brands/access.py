"""Who may see or change a brand, and with it everything under the brand.

The owner may do everything; an editor (a grant of `change_brand`) reads, creates and updates; a viewer (a grant of
`view_brand`) reads. The global role limits what a person may do at all, an API key's scopes narrow it further.
"""

from typing import Any

from django.db import models

from artnex.access import Action

GRANTS: dict[Action, tuple[str, ...]] = {
    "read": ("view_brand", "change_brand"),
    "create": ("change_brand",),
    "update": ("change_brand",),
    "delete": (),
}


def reachable(user: Any, action: Action, *, prefix: str = "") -> models.Q:
    """The condition on a brand (or, with `prefix` "brand__", on a row under it) for `user` to do `action`."""
    from brands.models.brand import Brand, BrandUserObjectPermission

    if user.is_admin:
        return models.Q()
    grants = GRANTS[action]
    if not grants:
        return models.Q(**{f"{prefix}user": user.pk})
    own = Brand.objects.filter(user=user.pk).order_by().values("pk")
    granted = BrandUserObjectPermission.objects.filter(user=user.pk, permission__codename__in=grants)
    brand_id = f"{prefix.removesuffix('__')}_id" if prefix else "id"
    # One list of ids instead of "own or granted": an OR over two tables makes the database read every brand there is.
    return models.Q(**{f"{brand_id}__in": own.union(granted.values("content_object_id"), all=True)})


class BrandRule:
    """Brands themselves: creating, reading, updating and deleting each need the permission of that name."""

    def __call__(self, rows: models.QuerySet, user: Any, action: Action) -> models.QuerySet:
        if not user.may(f"{action}:brand"):
            return rows.none()
        return rows.filter(reachable(user, action))


class UnderBrand:
    """Rows that hang from a brand by the path `brand`; writing them is updating the brand."""

    def __init__(self, brand: str = "brand") -> None:
        self.prefix = f"{brand}__"

    def __call__(self, rows: models.QuerySet, user: Any, action: Action) -> models.QuerySet:
        if not user.may("read:brand" if action == "read" else "update:brand"):
            return rows.none()
        return rows.filter(reachable(user, action, prefix=self.prefix))


class OwnOrUnderBrand:
    """Rows that may belong to a person alone (no brand) or to a brand, and then follow the brand's rights."""

    def __init__(self, owner: str = "user", brand: str = "brand") -> None:
        self.owner, self.brand = owner, brand

    def __call__(self, rows: models.QuerySet, user: Any, action: Action) -> models.QuerySet:
        if not user.may("read:brand" if action == "read" else "update:brand"):
            return rows.none()
        if user.is_admin:
            return rows
        alone = models.Q(**{self.owner: user.pk, f"{self.brand}__isnull": True})
        return rows.filter(alone | reachable(user, action, prefix=f"{self.brand}__"))


def reachable_brand_ids(user: Any, action: Action) -> models.QuerySet:
    """For rooms that only know a brand's id (events, jobs, files)."""
    from brands.models.brand import Brand

    return Brand.objects.restrict(user, action).values_list("id", flat=True)
