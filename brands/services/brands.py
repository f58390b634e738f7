"""Writing brands."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from artnex.access import require
from artnex.errors import Conflict, ValidationFailed
from artnex.events.services import record_event
from brands.models import Brand

MAX_BRANDS = 100
TEXT_FIELDS = ("brand_name", "category", "slogan", "mission", "vision", "website", "voice", "target")
FIELDS = (*TEXT_FIELDS, "keywords", "palette", "tone_manner", "registration_step")
SEARCHED = ("brand_name", "category", "slogan")


def searchable(text: str) -> str:
    """One spelling for search: composed Hangul, lower-case."""
    return unicodedata.normalize("NFC", text).lower()


def search_text(brand: Brand) -> str:
    return searchable("\n".join([*(getattr(brand, field) for field in SEARCHED), *brand.keywords]))


@transaction.atomic
def create_brand(*, user: Any, fields: Mapping[str, Any]) -> Brand:
    """A new brand owned by `user`; event brand.created. Conflict at the 101st brand."""
    require(user, "create:brand")
    reserve_brands(user=user, count=1)
    brand = Brand(user=user)
    _assign(brand, fields)
    brand.save()
    record_event("brand.created", actor=user, subject=brand, brand_id=brand.pk, data={"id": brand.pk})
    return brand


def reserve_brands(*, user: Any, count: int) -> None:
    """Make sure `count` more brands fit, and hold that until the transaction ends."""
    get_user_model().objects.select_for_update().only("pk").get(pk=user.pk)  # one creation at a time for each person
    if Brand.objects.filter(user=user).count() + count > MAX_BRANDS:
        raise Conflict(_("One account holds at most %(limit)d brands.") % {"limit": MAX_BRANDS})


@transaction.atomic
def update_brand(*, user: Any, brand: Brand, fields: Mapping[str, Any]) -> Brand:
    """Change the given fields and leave the others; event brand.updated when anything changed."""
    changed = _assign(brand, fields)
    if changed:
        brand.save(update_fields=[*changed, "search_text", "updated_at"])
        data = {"id": brand.pk, "fields": changed}
        record_event("brand.updated", actor=user, subject=brand, brand_id=brand.pk, data=data)
    return brand


@transaction.atomic
def delete_brand(*, user: Any, brand: Brand) -> None:
    """Remove the brand with everything under it; event brand.deleted stays in the audit trail."""
    record_event("brand.deleted", actor=user, subject=brand, brand_id=brand.pk, data={"id": brand.pk})
    brand.delete()


def _assign(brand: Brand, fields: Mapping[str, Any]) -> list[str]:
    """Set the fields that differ; returns their names."""
    changed = []
    for field in FIELDS:
        if field in fields and getattr(brand, field) != fields[field]:
            setattr(brand, field, fields[field])
            changed.append(field)
    for field in ("brand_name", "category"):
        if not getattr(brand, field).strip():
            raise ValidationFailed.field(field, _("This field is required."))
    brand.search_text = search_text(brand)
    return changed


def clean_keywords(words: Iterable[str]) -> list[str]:
    """Trimmed, without empty ones and repetitions, in the order given."""
    return list(dict.fromkeys(word.strip() for word in words if word.strip()))
