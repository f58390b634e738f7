"""What brands put into the navigation, the command palette, the getting-started list, the plan and one's own copy."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.plans import register_usage
from accounts.services.export import register_export
from artnex.web.home import Step, register_step
from artnex.web.navigation import MAX_FOUND, Found, Place, register_place, register_search


def register() -> None:
    """Called at start."""
    register_place(
        Place(
            _("Brands"), "brands:list", "brand", order=10, permission="read:brand", on_phone=True,
            keywords=_("registry list table"),
        )
    )  # fmt: skip
    register_place(
        Place(_("Register a brand"), "brands:new", "plus", order=50, permission="create:brand", is_action=True)
    )
    register_place(
        Place(
            _("Import brands"), "brands:import", "upload", order=51, permission="create:brand", is_action=True,
            keywords=_("file CSV Excel"),
        )
    )  # fmt: skip
    register_place(
        Place(
            _("Brand DNA"), "brands:dna_list", "palette", order=11, permission="read:brand", in_sidebar=False,
            keywords=_("design tokens sliders colours type"),
        )
    )  # fmt: skip
    register_place(Place(_("Presets"), "brands:presets", "star", order=12, permission="read:brand", in_sidebar=False))
    register_step(
        Step(
            "brand", _("Register your first brand"), _("Five short steps; you can stop and go on later."),
            "brands:new", has_own_brand, order=20, permission="create:brand",
        )
    )  # fmt: skip
    register_search("brands", _("Brands"), find_brands)
    register_usage("brands", count_brands)
    register_export("brands", own_brands)


def has_own_brand(user: Any) -> bool:
    from brands.models import Brand

    return Brand.objects.filter(user=user).exists()


def count_brands(user: Any, _since: datetime) -> int:
    """The limit is not monthly: all that there are."""
    from brands.models import Brand

    return Brand.objects.filter(user=user).count()


def own_brands(user: Any) -> list[dict[str, Any]]:
    from brands.models import Brand
    from brands.services.brands import FIELDS

    return list(Brand.objects.filter(user=user).values("id", *FIELDS, "created_at", "updated_at"))


def find_brands(user: Any, text: str) -> Iterator[Found]:
    """For the command palette: brands this person may see."""
    from brands.models import Brand
    from brands.queries.registry import matching

    rows = matching(Brand.objects.restrict(user, "read"), text).values_list("pk", "brand_name", "category")
    for pk, name, category in rows[:MAX_FOUND]:
        yield Found(name, reverse("brands:brand", args=[pk]), "brand", category)
