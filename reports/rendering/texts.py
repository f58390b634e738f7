"""Sentences that the office forms share."""

import re

from django.utils.translation import gettext as _

from reports.rendering.parts import Drawn, DrawnAction

# What XML cannot hold: control characters, halves of surrogate pairs, non-characters.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def without_controls(text: str) -> str:
    """The text without characters that would break an office file."""
    return NOT_IN_XML.sub("", text)


def origin_note(engines: str) -> str:
    """What is said of a report in which an AI wrote."""
    return _(
        "Parts of the text were written by an AI (%(engines)s) from the facts listed at the end, "
        "and checked against them."
    ) % {"engines": engines}


def edit_note(block: Drawn) -> str:
    """Who rewrote a paragraph, and when."""
    return _("Rewritten by %(name)s on %(day)s.") % {"name": block.edited_by, "day": block.edited_at}


def action_rows(action: DrawnAction) -> list[tuple[str, str]]:
    """Label and text of what belongs to an action."""
    formula = (
        f"{_('impact')} {action.impact} × (6 − {_('effort')} {action.effort}) × {_('confidence')} {action.confidence}"
    )
    return [
        (_("First step"), action.first_step),
        (_("Who"), action.owner),
        (_("Where in ArtNex"), action.module),
        (_("Priority"), f"{action.priority} ({formula})"),
    ]
