"""What the steps of the registration write besides the brand's own fields."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from brands.models import Brand, Competitor, Persona
from brands.services.children import create_child, delete_child, update_child

PERSONA_FIELDS = ("persona_name", "age_range", "pain_points")
RIVAL_FIELDS = ("competitor_name", "strengths", "weaknesses", "market_share")


def save_first_persona(*, user: Any, brand: Brand, persona: Persona | None, fields: Mapping[str, Any]) -> None:
    """Make the typical customer, or change the one there is; without a name nothing is touched."""
    given = {name: fields.get(name) or "" for name in PERSONA_FIELDS}
    if not given["persona_name"]:
        return
    if persona is None:
        create_child(Persona, user=user, brand=brand, fields=given)
    else:
        update_child(user=user, child=persona, fields=given)


@transaction.atomic
def save_rivals(*, user: Any, brand: Brand, rivals: Sequence[Competitor], rows: Sequence[Mapping[str, Any]]) -> None:
    """Row by row: change the rival that was shown there, make a new one, or remove the one whose name was emptied."""
    for place, row in enumerate(rows):
        rival = rivals[place] if place < len(rivals) else None
        given = {name: row.get(name) for name in RIVAL_FIELDS if name in row}
        if not given.get("competitor_name"):
            if rival is not None and given:
                delete_child(user=user, child=rival)
        elif rival is None:
            create_child(Competitor, user=user, brand=brand, fields=given)
        else:
            update_child(user=user, child=rival, fields=given)
