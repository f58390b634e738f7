"""Reading contracts: what pages and endpoints share."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from artnex.access import RestrictedQuerySet
from brands.models import Brand, BrandUserObjectPermission, Contract


def editors_of(brand: Brand) -> QuerySet[Any]:
    """The owner and the editors of the brand."""
    granted = BrandUserObjectPermission.objects.filter(
        content_object=brand.pk, permission__codename="change_brand"
    ).values("user")
    return get_user_model().objects.filter(Q(pk=brand.user_id) | Q(pk__in=granted), is_active=True).order_by("pk")


def may_read_clauses(user: Any, brand_id: int) -> bool:
    """Whether sensitive clauses of this brand may be shown: to its owner and editors alone."""
    return Brand.objects.filter(pk=brand_id).restrict(user, "update").exists()


def contracts_without_clause() -> RestrictedQuerySet[Contract]:
    """Contracts with the sensitive clause left in the database, unread."""
    return Contract.objects.defer("sensitive_clause")  # type: ignore[return-value]
