"""The presets that come with ArtNex. Their texts are stored in English and shown in the reader's language."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop as _

from brands.engine.dna import Axes


@dataclass(frozen=True)
class DefaultPreset:
    name: str
    description: str
    axes: Axes


DEFAULT_PRESETS = (
    DefaultPreset(
        _("Modern Tech"),
        _("Clear and precise: cool colours, tight spacing, quick movement."),
        {"density": 0.55, "warmth": 0.15, "playfulness": 0.25, "sophistication": 0.55, "energy": 0.7},
    ),
    DefaultPreset(
        _("Luxury Fashion"),
        _("Quiet and refined: much white space, serif headings, muted colours."),
        {"density": 0.1, "warmth": 0.45, "playfulness": 0.05, "sophistication": 0.95, "energy": 0.3},
    ),
    DefaultPreset(
        _("Friendly Casual"),
        _("Warm and lively: round corners, rounded letters, strong colours."),
        {"density": 0.35, "warmth": 0.95, "playfulness": 0.85, "sophistication": 0.15, "energy": 0.65},
    ),
)


def create_default_presets(using: str = "default", **_signal: Any) -> None:
    """Make those that are missing and leave those that are there as they are. Runs after every migration."""
    from brands.models import DnaPreset

    rows = DnaPreset.objects.using(using)
    present = set(rows.filter(user__isnull=True).values_list("name", flat=True))
    rows.bulk_create(
        DnaPreset(name=preset.name, description=preset.description, position=place, **preset.axes)
        for place, preset in enumerate(DEFAULT_PRESETS, start=1)
        if preset.name not in present
    )
