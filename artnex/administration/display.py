"""How values look in the administration's lists and pages."""

import json
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def as_json(value: Any) -> SafeString:
    """Structured data, readable; a dash for none."""
    if value is None or value == {}:
        return mark_safe("–")
    return format_html("<pre>{}</pre>", json.dumps(value, ensure_ascii=False, indent=2, default=str))


def as_number(value: float) -> str:
    return number_format(value, use_l10n=True, force_grouping=True)


def as_dollars(value: Decimal, places: int = 2) -> str:
    return f"US$ {number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)}"


def as_bytes(size: int) -> str:
    from django.template.defaultfilters import filesizeformat

    return filesizeformat(size)


def progress_bar(percent: int) -> SafeString:
    return format_html('<progress max="100" value="{}" aria-label="{}%"></progress> {}%', percent, percent, percent)
