"""Drawing the parts of a report: {% printed_block block part %} for paper, the pages include blocks of their own."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString

from artnex.charts import Chart
from reports.rendering.options import ExportOptions
from reports.rendering.parts import Column, Drawn, Evidence, Part
from reports.rendering.values import MISSING, score_text

register = template.Library()
LONGEST_USUAL_TITLE = 45
LONGEST_USUAL_CELL = 200


@register.simple_tag
def document_part(part: Part, options: ExportOptions) -> str:
    """The whole report in the part's own language, whatever the page's is."""
    with translation.override(part.language):
        context = {"part": part, "options": options, "no_score": MISSING}
        return render_to_string("reports/document/part.html", context)


@register.inclusion_tag("reports/document/block.html")
def printed_block(block: Drawn, part: Part) -> dict[str, Any]:
    return {"block": block, "part": part}


@register.inclusion_tag("reports/document/evidence.html")
def printed_evidence(evidence: Sequence[Evidence], part: Part) -> dict[str, Any]:
    """The numbers of the facts behind a sentence, leading to the list at the end."""
    return {"evidence": evidence, "language": part.language}


@register.simple_tag
def printed_chart(chart: Chart) -> SafeString:
    """The drawing in the colours of paper."""
    return chart.svg("print")


@register.filter
def column_is_figure(columns: Sequence[Column], index: int) -> bool:
    return columns[index].is_figure


@register.inclusion_tag("reports/blocks/block.html")
def report_block(block: Drawn, section: Any = None, may_edit: bool = False) -> dict[str, Any]:
    """A block on a page; paragraphs lead to their editing for those who may."""
    edit_url = ""
    if may_edit and section is not None and block.type == "paragraph":
        edit_url = reverse("reports:paragraph", args=[section.report_id, section.pk, block.id])
    return {"block": block, "edit_url": edit_url}


@register.inclusion_tag("reports/blocks/evidence.html")
def report_evidence(evidence: Sequence[Evidence]) -> dict[str, Any]:
    """What a block rests on, shown when it is asked for."""
    return {"evidence": evidence}


@register.filter
def is_long(row: Sequence[str]) -> bool:
    """Whether a row may be divided between pages: one that is as tall as a page would push its heading away."""
    return any(len(cell) > LONGEST_USUAL_CELL for cell in row)


@register.filter
def length_class(title: str) -> str:
    """Long titles are set smaller, so that the longest there can be fits on the cover."""
    return (
        "title--longest"
        if len(title) > LONGEST_USUAL_TITLE * 2
        else "title--long"
        if len(title) > LONGEST_USUAL_TITLE
        else ""
    )


@register.filter
def score(value: float | None) -> str:
    return score_text(value)


@register.filter
def unlocalized(value: float) -> str:
    """A number as an attribute of HTML wants it, whatever the language."""
    return f"{value:.1f}"
