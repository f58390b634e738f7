"""A report as plain values in both languages: what every form is drawn from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from artnex.files.kinds import RASTER, Kind
from artnex.files.models import StoredFile
from artnex.files.provenance import Provenance, SourceType
from reports.content import Action, Bilingual, Block, action_from_json, blocks_from_json
from reports.models import Report

BUILTIN = "builtin"
ACTIONS = "actions"  # the section under which the ranked actions stand
LOGO_KINDS = RASTER - {Kind.GIF}


@dataclass(frozen=True)
class Fact:
    """A line of the fact sheet. `value` is a number, a text, or None when it is not known."""

    id: str
    label: Bilingual
    value: float | int | str | None
    unit: str
    as_of: str
    source: Bilingual


@dataclass(frozen=True)
class Chapter:
    """A section with its blocks."""

    name: str
    title: Bilingual
    score: float | None
    blocks: tuple[Block, ...]
    engine: str = BUILTIN


@dataclass(frozen=True)
class Picture:
    """The brand's logo as it lies in the storage."""

    content: bytes
    content_type: str


@dataclass(frozen=True)
class ReportDocument:
    """Everything a form needs; nothing here is translated or formatted yet."""

    title: Bilingual
    brand_name: str
    day: date
    overall_score: float | None
    chapters: tuple[Chapter, ...]
    actions: tuple[Action, ...]
    facts: tuple[Fact, ...]
    engines: tuple[str, ...]
    logo: Picture | None = None

    @property
    def written_by_ai(self) -> bool:
        """Whether a text in it came from a language model."""
        return any(engine != BUILTIN for engine in self.engines)

    @property
    def provenance(self) -> Provenance | None:
        """The label of origin for files; None for a report that rules alone wrote."""
        if not self.written_by_ai:
            return None
        systems = ", ".join(engine for engine in self.engines if engine != BUILTIN)
        return Provenance(SourceType.COMPOSITE_WITH_GENERATED, systems)


def document_of(report: Report) -> ReportDocument:
    """Read the report with its sections; `select_related("brand__logo")` saves a query."""
    sections = list(report.sections.order_by("position"))
    return ReportDocument(
        title=Bilingual(report.title_ko, report.title_en),
        brand_name=report.brand.brand_name,
        day=timezone.localtime(report.created_at).date(),
        overall_score=report.overall_score,
        chapters=tuple(
            Chapter(
                section.section_name,
                Bilingual(section.title_ko, section.title_en),
                section.score,
                tuple(blocks_from_json(section.blocks)),
                section.engine,
            )
            for section in sections
        ),
        actions=tuple(action_from_json(row) for row in report.actions),
        facts=tuple(fact_from_json(row) for row in report.facts),
        engines=tuple(dict.fromkeys([report.engine, *(section.engine for section in sections)])),
        logo=_picture(report.brand.logo),
    )


def fact_from_json(row: Mapping[str, Any]) -> Fact:
    """A line of `Report.facts`; a source may be one text or one for each language."""
    source = row.get("source") or ""
    return Fact(
        id=row["id"],
        label=Bilingual(row["label_ko"], row["label_en"]),
        value=row.get("value"),
        unit=row.get("unit") or "",
        as_of=row.get("as_of") or "",
        source=Bilingual(source["ko"], source["en"]) if isinstance(source, Mapping) else Bilingual(source, source),
    )


def _picture(logo: StoredFile | None) -> Picture | None:
    """The logo, unless its bytes are lost or of a kind that documents cannot hold: a report never fails over it."""
    if logo is None or logo.deleted_at is not None or logo.kind not in LOGO_KINDS:
        return None
    try:
        return Picture(logo.read(), logo.content_type)
    except FileNotFoundError:
        return None
