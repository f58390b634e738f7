"""Writing what simply hangs from a brand: personas, competitors, products.

They have no rules beyond their fields, so one set of functions serves all three.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from artnex.errors import ValidationFailed
from artnex.events.services import record_event
from brands.models import Brand, Competitor, Persona, Product

Child = TypeVar("Child", Persona, Competitor, Product)
FIELDS: dict[type[models.Model], tuple[str, ...]] = {
    Persona: ("persona_name", "age_range", "gender", "characteristics", "pain_points"),
    Competitor: ("competitor_name", "category", "website", "strengths", "weaknesses", "market_share"),
    Product: ("sku", "name", "price", "currency", "status", "image"),
}


@transaction.atomic
def create_child(kind: type[Child], *, user: Any, brand: Brand, fields: Mapping[str, Any]) -> Child:
    """A new row under the brand; event `<kind>.created`."""
    child = kind(brand=brand)
    _assign(child, fields)
    _save(child)
    _record("created", child, user, {})
    return child


@transaction.atomic
def update_child(*, user: Any, child: Child, fields: Mapping[str, Any]) -> Child:
    """Change the given fields; event `<kind>.updated` when anything changed."""
    changed: list[str] = _assign(child, fields)
    if changed:
        _save(child, update_fields=[*changed, "updated_at"])
        _record("updated", child, user, {"fields": changed})
    return child


@transaction.atomic
def delete_child(*, user: Any, child: Child) -> None:
    _record("deleted", child, user, {})
    child.delete()


def _assign(child: Child, fields: Mapping[str, Any]) -> list[str]:
    changed = [name for name in FIELDS[type(child)] if name in fields and getattr(child, name) != fields[name]]
    for name in changed:
        setattr(child, name, fields[name])
    return changed


def _save(child: Child, update_fields: list[str] | None = None) -> None:
    try:
        with transaction.atomic():
            child.save(update_fields=update_fields)
    except IntegrityError as clash:
        if isinstance(child, Product) and "sku" in str(clash):
            raise ValidationFailed.field("sku", _("This brand has a product with this SKU already.")) from clash
        raise


def _record(what: str, child: Child, user: Any, data: dict[str, Any]) -> None:
    name = f"{child._meta.model_name}.{what}"
    record_event(name, actor=user, subject=child, brand_id=child.brand_id, data={"id": child.pk, **data})
