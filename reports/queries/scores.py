"""How scores were computed, and how they moved since an earlier report, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from artnex.charts.numbers import exact
from reports.enums import Area
from reports.models import Report
from reports.rendering.values import score_text

LONGEST_INPUT = 300


@dataclass(frozen=True)
class Explanation:
    """One score with its formula and what went into it."""

    name: str
    label: str
    score: str
    formula: str
    note: str
    inputs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Change:
    """A score then and now; `trend` is "up", "down" or empty."""

    label: str
    before: str
    after: str
    difference: str
    trend: str


def explanations_of(report: Report, language: str) -> list[Explanation]:
    """The overall score and those of the areas, as far as the report keeps how they came about."""
    return [
        Explanation(
            name,
            _("Overall score") if name == "overall" else str(Area(name).label),
            score_text(_number(row.get("score"))),
            _said(row.get("formula"), language),
            _said(row.get("note"), language),
            tuple(_inputs(row.get("inputs"), language)),
        )
        for name, row in _rows(report.scores)
    ]


def _rows(scores: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    areas = scores.get("areas") or {}
    for name in ("overall", *Area.values):
        row = scores.get(name) if name == "overall" else areas.get(name) if isinstance(areas, Mapping) else None
        if isinstance(row, Mapping):
            yield name, row


def _inputs(inputs: Any, language: str) -> Iterator[tuple[str, str]]:
    """Inputs are named values, or lines with a label and a value."""
    if isinstance(inputs, Mapping):
        for name, value in inputs.items():
            yield str(name).replace("_", " "), _said(value, language)
    elif isinstance(inputs, Sequence) and not isinstance(inputs, str):
        for row in inputs:
            if isinstance(row, Mapping) and "label" in row:
                yield _said(row["label"], language), _said(row.get("value"), language)
            elif row is not None:
                yield "", _said(row, language)


def _said(value: Any, language: str) -> str:
    """A stored value in words: a text in each language, a number, a list."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        if language in value:
            return _said(value[language], language)
        parts = (f"{str(name).replace('_', ' ')} {_said(part, language)}" for name, part in value.items())
        return ", ".join(parts)[:LONGEST_INPUT]
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return exact(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_said(part, language) for part in value)[:LONGEST_INPUT]
    return str(value)


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def earlier_reports(report: Report, user: Any) -> list[Report]:
    """The reports of the same brand that were made before this one, the newest first."""
    rows = Report.objects.restrict(user, "read").filter(brand=report.brand_id, pk__lt=report.pk)
    return list(rows.only("pk", "title_ko", "title_en", "created_at", "overall_score", "brand_id")[:20])


def changes_between(before: Report, after: Report, language: str) -> list[Change]:
    """The overall score and every section that has one in either report."""
    then = {section.section_name: section for section in before.sections.all()}
    now = {section.section_name: section for section in after.sections.all()}
    rows = [(_("Overall score"), before.overall_score, after.overall_score)]
    for name, section in (then | now).items():
        old, new = then.get(name), now.get(name)
        scores = (old.score if old else None, new.score if new else None)
        if scores != (None, None):
            rows.append((section.title(language), *scores))
    return [_change(*row) for row in rows]


def _change(label: str, before: float | None, after: float | None) -> Change:
    if before is None or after is None:
        return Change(label, score_text(before), score_text(after), "", "")
    difference = round(after, 1) - round(before, 1)
    sign = "+" if difference > 0 else ""
    trend = "up" if difference > 0 else "down" if difference < 0 else ""
    return Change(label, score_text(before), score_text(after), sign + score_text(difference), trend)
