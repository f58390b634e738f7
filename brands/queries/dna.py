"""What Brand DNA looks like from outside, for pages and API alike: presets, comparisons, exports."""

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse

from brands.engine.dna import as_css, as_design_tokens, compare_axes, compare_tokens
from brands.models import BrandDna, BrandDnaVersion, DnaPreset

EXPORTS = ("json", "css", "tokens")


@dataclass(frozen=True)
class ExportFile:
    """A text to show, copy or download."""

    name: str
    content_type: str
    text: str

    def as_response(self) -> HttpResponse:
        response = HttpResponse(self.text, content_type=self.content_type)
        response["Content-Disposition"] = f'attachment; filename="{self.name}"'
        response["X-Content-Type-Options"] = "nosniff"
        return response


def export_dna(dna: BrandDna, form: str) -> ExportFile:
    """The present version as "json" (axes and tokens), "css" (custom properties) or "tokens" (W3C design tokens)."""
    name = f"brand-dna-{dna.pk}-v{dna.version}"
    if form == "css":
        return ExportFile(f"{name}.css", "text/css; charset=utf-8", as_css(dna.tokens))
    if form == "tokens":
        return ExportFile(f"{name}.tokens.json", "application/json", _pretty(as_design_tokens(dna.tokens)))
    body = {"name": dna.name, "version": dna.version, "axes": dna.axes, "tokens": dict(sorted(dna.tokens.items()))}
    return ExportFile(f"{name}.json", "application/json", _pretty(body))


def _pretty(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def compare_versions(before: BrandDnaVersion, after: BrandDnaVersion) -> dict[str, Any]:
    """Both versions, `after` − `before` for each axis, and the tokens that differ."""
    return {
        "v1": before,
        "v2": after,
        "diff": compare_axes(before.axes, after.axes),
        "changes": compare_tokens(before.tokens, after.tokens),
    }


def visible_presets(user: Any) -> QuerySet[DnaPreset]:
    """Presets this person may use; those that come with ArtNex for everybody, logged in or not."""
    if user.is_authenticated:
        return DnaPreset.objects.restrict(user, "read")
    return DnaPreset.objects.filter(user__isnull=True)


def newest_dna(brand_id: int) -> BrandDna | None:
    """The Brand DNA that counts for a brand: the one saved last."""
    return BrandDna.objects.filter(brand_id=brand_id).order_by("-updated_at", "-pk").first()
