"""How forms and tables are drawn."""

from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from artnex.web import submissions
from artnex.web.tables import Table
from artnex.web.widgets import SegmentedSelect

register = template.Library()
NOTHING = mark_safe('<span class="faint">–</span>')


@register.simple_tag
def field_kind(field: BoundField) -> str:
    """Which of the field layouts fits: "checkbox", "password", "segmented" (few radio buttons) or "plain"."""
    if isinstance(field.field.widget, SegmentedSelect):
        return "segmented"
    return field.widget_type if field.widget_type in {"checkbox", "password"} else "plain"


@register.simple_tag
def submission_token() -> SafeString:
    """A hidden token that is new in each drawn form: see artnex/web/submissions.py."""
    return format_html('<input type="hidden" name="{}" value="{}">', submissions.FIELD, submissions.new_token())


@register.simple_tag
def row_actions(table: Table, row: Any) -> str:
    return table.actions(row)


@register.filter
def plain_value(value: Any) -> Any:
    """A value as a table shows it: dates in local time, yes and no in words, nothing as a dash."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return formats.date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, int):
        return f"{value:,}"
    return value
