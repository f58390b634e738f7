"""Writing brands."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Count
from django.db.models.signals import post_delete
from django.utils.translation import gettext as _

from artnex.access import require
from artnex.errors import Conflict, TooLarge, UnsupportedMediaType, ValidationFailed
from artnex.events.services import record_event
from artnex.files.kinds import IMAGE_LIMITS
from artnex.files.services import delete_file, delete_files_of_brand, store_file
from artnex.prepared import Asker, Prepared
from brands.enums import RegistrationStep
from brands.models import Brand
from brands.validation import REQUIRED, clean_brand

MAX_BRANDS = 100
FIELDS = (
    *("brand_name", "category", "slogan", "mission", "vision", "website", "voice", "target"),
    *("keywords", "palette", "tone_manner"),
)
SEARCHED = ("brand_name", "category", "slogan")
KEYWORD_MARK = "#"  # in search_text, so that a keyword can be told from a word of the slogan


# Asked at every creation: compiled once.
HELD_PERSON = Prepared(lambda: get_user_model().objects.select_for_update().filter(pk=Asker().pk).values("pk"))
OWN_BRANDS = Prepared(
    lambda: Brand.objects.filter(user=Asker().pk).order_by().values("user").annotate(n=Count("pk")).values("n")
)


def searchable(text: str) -> str:
    """One spelling for search: composed Hangul, lower-case."""
    return unicodedata.normalize("NFC", text).lower()


def search_text(brand: Brand) -> str:
    """Name, category and slogan a line each, then the keywords, each a line with a mark before it."""
    lines = [*(getattr(brand, field) for field in SEARCHED), *(f"{KEYWORD_MARK}{word}" for word in brand.keywords)]
    return searchable("".join(f"{line}\n" for line in lines))


@transaction.atomic
def create_brand(
    *, user: Any, fields: Mapping[str, Any], registration_step: RegistrationStep = RegistrationStep.DONE
) -> Brand:
    """A new brand owned by `user`; event brand.created. ValidationFailed; Conflict at the 101st brand.

    `registration_step` is the step that waits to be filled in, for brands that are registered step by step.
    """
    require(user, "create:brand")
    missing = [name for name in ("brand_name", "category") if name not in fields]
    if missing:
        raise ValidationFailed(details=[{"field": name, "message": REQUIRED} for name in missing])
    reserve_brands(user=user, count=1)
    brand = Brand(user=user, registration_step=registration_step)
    _assign(brand, clean_brand(fields))
    brand.save()
    record_event("brand.created", actor=user, subject=brand, brand_id=brand.pk, data={"id": brand.pk})
    return brand


def room_for_brands(user: Any) -> int:
    """How many more brands this account may hold."""
    counted = OWN_BRANDS.tuples(person=user.pk)
    return max(0, MAX_BRANDS - (counted[0][0] if counted else 0))


def reserve_brands(*, user: Any, count: int) -> None:
    """Make sure `count` more brands fit, and hold that until the transaction ends."""
    hold_brands_of(user)
    if room_for_brands(user) < count:
        raise Conflict(_("One account holds at most %(limit)d brands.") % {"limit": MAX_BRANDS})


def hold_brands_of(user: Any) -> None:
    """One creation at a time for each person, until the transaction ends."""
    HELD_PERSON.tuples(person=user.pk)


@transaction.atomic
def update_brand(*, user: Any, brand: Brand, fields: Mapping[str, Any]) -> Brand:
    """Change the given fields and leave the others; event brand.updated when anything changed. ValidationFailed."""
    changed = _assign(brand, clean_brand(fields))
    if changed:
        brand.save(update_fields=[*changed, "search_text", "updated_at"])
        data = {"id": brand.pk, "fields": changed}
        record_event("brand.updated", actor=user, subject=brand, brand_id=brand.pk, data=data)
    return brand


@transaction.atomic
def reach_step(*, brand: Brand, step: RegistrationStep) -> None:
    """Note that the registration has come to `step`; going back to an earlier page does not undo it."""
    if step > brand.registration_step:
        Brand.objects.filter(pk=brand.pk, registration_step__lt=step).update(registration_step=step)
        brand.registration_step = step


@transaction.atomic
def delete_brand(*, user: Any, brand: Brand) -> None:
    """Remove the brand with everything under it; event brand.deleted stays in the audit trail."""
    record_event("brand.deleted", actor=user, subject=brand, brand_id=brand.pk, data={"id": brand.pk})
    brand.delete()


def take_files_along(instance: Brand, **_rest: Any) -> None:
    """Whatever deleted the brand (a page, the end of its owner's account, the demo), its files go with it."""
    delete_files_of_brand(brand_id=instance.pk)


def listen_for_deleted_brands() -> None:
    post_delete.connect(take_files_along, sender=Brand, dispatch_uid="brands.take_files_along")


def set_logo(*, user: Any, brand: Brand, content: Any, filename: str) -> Brand:
    """Take this picture (PNG, JPEG, WebP or SVG, at most 5 MB) as the logo; event brand.logo_changed.

    Raises TooLarge, UnsupportedMediaType, ValidationFailed.
    """
    with transaction.atomic():
        logo = store_file(
            content=content, filename=filename, owner=user, brand_id=brand.pk, purpose="logo", limits=IMAGE_LIMITS
        )
        _replace_logo(user, brand, logo)
    return brand


def set_logo_of_form(*, user: Any, brand: Brand, upload: Any) -> Brand:
    """As `set_logo`, with whatever is wrong said of the form's field `logo`."""
    try:
        return set_logo(user=user, brand=brand, content=upload, filename=upload.name)
    except (TooLarge, UnsupportedMediaType, ValidationFailed) as problem:
        words = next((row["message"] for row in problem.details if row.get("message")), problem.message)
        raise ValidationFailed.field("logo", words) from problem


def remove_logo(*, user: Any, brand: Brand) -> Brand:
    """Have no logo; nothing happens when there is none."""
    if brand.logo_id is not None:
        with transaction.atomic():
            _replace_logo(user, brand, None)
    return brand


def _replace_logo(user: Any, brand: Brand, logo: Any) -> None:
    before = brand.logo
    brand.logo = logo
    brand.save(update_fields=["logo", "updated_at"])
    if before is not None:
        delete_file(file=before, actor=user)
    record_event("brand.logo_changed", actor=user, subject=brand, brand_id=brand.pk, data={"id": brand.pk})


def _assign(brand: Brand, fields: Mapping[str, Any]) -> list[str]:
    """Set the fields that differ; returns their names."""
    changed = [field for field in FIELDS if field in fields and getattr(brand, field) != fields[field]]
    for field in changed:
        setattr(brand, field, fields[field])
    brand.search_text = search_text(brand)
    return changed
