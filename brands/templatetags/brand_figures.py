"""How a brand's figures are written on pages."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from artnex.files.models import StoredFile
from brands.figure_charts import shown_value
from brands.kpi_types import KpiType, kpi_type

register = template.Library()


@register.filter
def kpi_label(name: str) -> Any:
    """What a KPI is called."""
    known = kpi_type(name)
    return known.label if known else name


@register.filter
def kpi_value(value: Any, name: str) -> str:
    """A value of the KPI `name`, with its unit; a dash for none."""
    if value is None:
        return "–"
    return shown_value(kpi_type(name) or KpiType(name, name, "count"), value)


@register.simple_tag
def colour_patch(colour: str) -> SafeString:
    """A patch of a colour, drawn (inline styles are forbidden on our pages)."""
    return format_html(
        '<svg class="patch" viewBox="0 0 64 40" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect width="64" height="40" fill="{}"/></svg>',
        colour,
    )


@register.filter
def figure(figures: Mapping[str, Any], name: str) -> Any:
    """One of several figures, None when it is not known."""
    return figures.get(name)


@register.filter
def thumbnail(file: StoredFile, size: int) -> str:
    """Link to a small version of a picture."""
    return file.thumbnail_url(size)


@register.filter
def website_name(address: str) -> str:
    """The part of an address by which people know it."""
    return (urlsplit(address).hostname or address).removeprefix("www.")
