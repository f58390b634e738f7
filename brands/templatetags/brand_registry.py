"""How templates show logos, and where proposals come from."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from artnex.ai.enums import Engine
from brands.queries.registry import logo_url

register = template.Library()
PARTS = {
    "brand_name": _("name"),
    "category": _("category"),
    "keywords": _("keywords"),
    "target": _("target"),
    "products": _("products"),
    "competitors": _("competitors"),
    "personas": _("customers"),
}


@register.filter
def logo_link(logo: Any) -> str:
    """A link to a small version of a brand's logo; empty without one."""
    return logo_url(logo.pk, logo.content_type) or "" if logo is not None else ""


@register.filter
def basis_text(parts: Iterable[str]) -> str:
    """What a proposal was made of, in words."""
    return ", ".join(str(PARTS.get(part, part)) for part in parts)


@register.simple_tag
def engine_label(name: str) -> Any:
    """Which engine made something."""
    return Engine(name).label if name in Engine.values else name
