"""Writing segments."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from artnex.access import fetch
from artnex.errors import NotFound, PermissionDenied, ValidationFailed
from artnex.events.services import record_event
from brands.models import Brand, Persona
from insights.models import Segment
from insights.segment_criteria import clean_criteria

FIELDS = ("name", "description", "criteria")
NAME_LENGTH = 100


@transaction.atomic
def create_segment(*, user: Any, fields: Mapping[str, Any], brand: Brand | None = None) -> Segment:
    """A new target group, of the person alone or of a brand; event segment.created. ValidationFailed."""
    segment = Segment(user=user, brand=brand)
    _assign(segment, fields)
    segment.save()
    _record("segment.created", segment, user)
    return segment


@transaction.atomic
def update_segment(*, user: Any, segment: Segment, fields: Mapping[str, Any]) -> Segment:
    """Change the given fields; event segment.updated when anything changed."""
    changed = _assign(segment, fields)
    if changed:
        segment.save(update_fields=[*changed, "updated_at"])
        _record("segment.updated", segment, user, fields=changed)
    return segment


@transaction.atomic
def delete_segment(*, user: Any, segment: Segment) -> None:
    """Remove a target group; event segment.deleted."""
    _record("segment.deleted", segment, user)
    segment.delete()


@transaction.atomic
def copy_segment(*, user: Any, segment: Segment) -> Segment:
    """The same group once more, under another name, to be changed; event segment.created."""
    name = (_("%(name)s (copy)") % {"name": segment.name[: NAME_LENGTH - 20]})[:NAME_LENGTH]
    fields = {"name": name, "description": segment.description, "criteria": segment.criteria}
    return create_segment(user=user, brand=segment.brand, fields=fields)


@transaction.atomic
def segment_from_persona(*, user: Any, persona: Persona) -> Segment:
    """A group with what the persona says; event segment.created."""
    low, high = _ages(persona.age_range)
    criteria = {"age_min": low, "age_max": high, "gender": _gender(persona.gender)}
    description = "\n".join(text for text in (persona.characteristics, persona.pain_points) if text)
    fields = {"name": persona.persona_name[:NAME_LENGTH], "description": description[:2000], "criteria": criteria}
    return create_segment(user=user, brand=persona.brand, fields=fields)


def brand_of_segment(*, user: Any, brand_id: int | None, field: str = "brand_id") -> Brand | None:
    """The brand named in a body, if this person may add to it; ValidationFailed naming `field`."""
    if brand_id is None:
        return None
    try:
        return fetch(Brand.objects.all(), user, "update", pk=brand_id)
    except (NotFound, PermissionDenied) as problem:
        raise ValidationFailed.field(field, _("There is no such brand.")) from problem


def _assign(segment: Segment, fields: Mapping[str, Any]) -> list[str]:
    given = {name: fields[name] for name in FIELDS if name in fields}
    if "criteria" in given:
        given["criteria"] = clean_criteria(given["criteria"])
    changed = [name for name, value in given.items() if getattr(segment, name) != value]
    for name in changed:
        setattr(segment, name, given[name])
    return changed


def _ages(text: str) -> tuple[int | None, int | None]:
    """The ages in words such as "25-39", "30대" or "20대 중반"; nothing where they cannot be read."""
    numbers = [int(number) for number in "".join(c if c.isdigit() else " " for c in text).split() if int(number) <= 120]
    if not numbers:
        return None, None
    low, high = numbers[0], numbers[-1]
    if "대" in text or text.endswith("s"):
        high += 9
    return (low, high) if high > low else (low, None)


def _gender(text: str) -> str:
    words = {"여": "female", "f": "female", "w": "female", "남": "male", "m": "male"}
    return words.get(text.strip().lower()[:1], "any")


def _record(name: str, segment: Segment, user: Any, **data: Any) -> None:
    record_event(name, actor=user, subject=segment, brand_id=segment.brand_id, data={"id": segment.pk, **data})
