"""Everything a guideline needs of a brand, for page and document alike."""

from typing import Any

from django.utils.translation import gettext as _

from artnex.files.models import StoredFile
from brands.engine.dna import css_value
from brands.engine.guideline import dos_and_donts, logo_rules, swatches_of
from brands.models import Brand

PURPOSE = "guideline"
TYPE_TOKENS = ("type.heading-family", "type.size", "type.line-height", "type.scale", "type.heading-weight")
FORM_TOKENS = ("space.unit", "control.height", "radius.control", "radius.card", "border.width", "motion.duration")


def guideline_of(brand: Brand) -> dict[str, Any]:
    """Identity, palette, logo rules, voice, and the DNA's tokens with what to do and not to do."""
    dna = brand.dna.order_by("-updated_at", "-pk").first()
    do, dont = dos_and_donts(dna.axes) if dna else ([], [])
    logo_do, logo_dont = logo_rules()
    identity = [
        (_("Slogan"), brand.slogan),
        (_("Mission"), brand.mission),
        (_("Vision"), brand.vision),
        (_("Target"), brand.target),
        (_("Keywords"), ", ".join(brand.keywords)),
    ]
    return {
        "brand": brand,
        "identity": [(label, text) for label, text in identity if text],
        "swatches": swatches_of(brand.palette),
        "logo_do": logo_do,
        "logo_dont": logo_dont,
        "voice": brand.voice,
        "dna": dna,
        "do": do,
        "dont": dont,
        "type_tokens": _tokens(dna, TYPE_TOKENS),
        "form_tokens": _tokens(dna, FORM_TOKENS),
        "colour_tokens": [(name, value) for name, value in dna.tokens.items() if name.startswith("color.")]
        if dna
        else [],
    }


def documents_of(brand: Brand) -> list[StoredFile]:
    """The latest guideline documents of the brand."""
    rows = StoredFile.objects.filter(brand_id=brand.pk, purpose=PURPOSE, deleted_at__isnull=True)
    return list(rows.order_by("-created_at")[:4])


def _tokens(dna: Any, names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name, css_value(name, dna.tokens[name])) for name in names if name in dna.tokens] if dna else []
