"""Small pictures of Brand DNA, drawn without styles of their own."""

from collections.abc import Mapping
from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from brands.engine.dna import AXES, Tokens, css_value, tokens_for

register = template.Library()


@lru_cache(maxsize=512)
def _tokens(axes: tuple[float, ...]) -> Tokens:
    return tokens_for(dict(zip(AXES, axes, strict=True)))


@register.simple_tag
def dna_swatch(axes: Mapping[str, float]) -> SafeString:
    """A card with a heading, two lines of text, a button and a dot, as these axes make them."""
    tokens = _tokens(tuple(axes[axis] for axis in AXES))
    unit = float(tokens["space.unit"]) / 2 + 5
    height = float(tokens["control.height"]) / 2.6
    return format_html(
        '<svg class="dna-swatch" viewBox="0 0 160 96" aria-hidden="true" focusable="false">'
        '<rect width="160" height="96" fill="{surface}"/>'
        '<rect x="{x}" y="{x}" width="{card}" height="{tall}" rx="{round_card}" fill="{raised}" stroke="{line}"/>'
        '<rect x="{inner}" y="{inner}" width="62" height="{heading}" rx="1.5" fill="{text}"/>'
        '<rect x="{inner}" y="{second}" width="84" height="3" rx="1.5" fill="{muted}"/>'
        '<rect x="{inner}" y="{button}" width="44" height="{height}" rx="{round}" fill="{primary}"/>'
        '<circle cx="124" cy="{dot}" r="8" fill="{accent}"/></svg>',
        surface=tokens["color.surface"],
        raised=tokens["color.raised"],
        line=tokens["color.line"],
        text=tokens["color.text"],
        muted=tokens["color.muted"],
        primary=tokens["color.primary"],
        accent=tokens["color.accent"],
        x=8,
        card=144,
        tall=80,
        inner=8 + unit,
        heading=round(float(tokens["type.heading-weight"]) / 90, 1),
        second=round(8 + unit * 2 + 6, 1),
        button=round(88 - unit - height, 1),
        height=round(height, 1),
        round=round(min(float(tokens["radius.control"]) / 1.6, height / 2), 1),
        round_card=round(float(tokens["radius.card"]) / 2, 1),
        dot=round(88 - unit - height / 2, 1),
    )


@register.simple_tag
def token_value(token: str, value: float | str) -> SafeString:
    """A token as CSS writes it; colours with a patch of themselves."""
    text = css_value(token, value)
    if not token.startswith("color."):
        return format_html('<span class="mono">{}</span>', text)
    return format_html(
        '<svg class="dna-patch" viewBox="0 0 16 16" aria-hidden="true"><rect width="16" height="16" rx="3" fill="{}"/>'
        '</svg> <span class="mono">{}</span>',
        text,
        text,
    )
