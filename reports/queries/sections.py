"""A report's sections and actions as the API gives them: in one language, with the facts they rest on."""

from collections.abc import Iterable
from typing import Any

from reports.content import (
    Action,
    Bilingual,
    Block,
    BulletList,
    ChartBlock,
    Paragraph,
    Statement,
    TableBlock,
    action_from_json,
    blocks_from_json,
)
from reports.models import Report
from reports.rendering.document import Fact, fact_from_json
from reports.rendering.values import source_text


def sections_as_json(report: Report, language: str) -> list[dict[str, Any]]:
    """Every section with its text, its blocks and its evidence."""
    facts = {fact.id: fact for fact in map(fact_from_json, report.facts)}
    return [_section(section, blocks_from_json(section.blocks), facts, language) for section in report.sections.all()]


def actions_as_json(report: Report, language: str) -> list[dict[str, Any]]:
    """The ranked actions."""
    return [_action(action_from_json(row), language) for row in report.actions]


def _section(section: Any, blocks: list[Block], facts: dict[str, Fact], language: str) -> dict[str, Any]:
    used = dict.fromkeys(fact_id for block in blocks for fact_id in _facts_of(block))
    return {
        "id": section.pk,
        "section_name": section.section_name,
        "title": section.title(language),
        "score": section.score,
        "ai_comment": "\n\n".join(_text(block, language) for block in blocks if isinstance(block, Paragraph)),
        "data": {"blocks": [_block(block, language) for block in blocks]},
        "evidence": [_evidence(facts[fact_id], language) for fact_id in used if fact_id in facts],
        "engine": section.engine,
    }


def _facts_of(block: Block) -> Iterable[str]:
    if isinstance(block, TableBlock | ChartBlock):
        return block.fact_ids
    statements = block.statements if isinstance(block, Paragraph) else block.items
    return (fact_id for statement in statements for fact_id in statement.fact_ids)


def _text(block: Paragraph, language: str) -> str:
    return " ".join(statement.text.in_language(language) for statement in block.statements)


def _statements(statements: Iterable[Statement], language: str) -> list[dict[str, Any]]:
    return [
        {"text": one.text.in_language(language), "kind": one.kind, "evidence": list(one.fact_ids)} for one in statements
    ]


def _block(block: Block, language: str) -> dict[str, Any]:
    def said(text: Bilingual) -> str:
        return text.in_language(language)

    common = {"type": block.type, "id": block.id}
    match block:
        case Paragraph():
            texts = _statements(block.statements, language)
            return common | {"statements": texts, "edited_by": block.edited_by, "edited_at": block.edited_at}
        case BulletList():
            return common | {"title": said(block.title), "items": _statements(block.items, language)}
        case TableBlock():
            columns = [
                {"label": said(column.label), "kind": column.kind, "unit": column.unit} for column in block.columns
            ]
            rows = [[said(cell) if isinstance(cell, Bilingual) else cell for cell in row] for row in block.rows]
            return common | {"title": said(block.title), "columns": columns, "rows": rows}
        case ChartBlock():
            series = [
                {
                    "name": said(row.name),
                    "values": list(row.values),
                    "low": list(row.low),
                    "high": list(row.high),
                    "xs": list(row.xs),
                }
                for row in block.series
            ]
            return common | {
                "kind": block.kind,
                "title": said(block.title),
                "labels": [said(label) for label in block.labels],
                "series": series,
                "unit": block.unit,
                "maximum": block.maximum,
                "note": said(block.note) if block.note else "",
            }


def _evidence(fact: Fact, language: str) -> dict[str, Any]:
    return {
        "id": fact.id,
        "label": fact.label.in_language(language),
        "value": fact.value,
        "unit": fact.unit,
        "as_of": fact.as_of,
        "source": source_text(fact.source.in_language(language)),
    }


def _action(action: Action, language: str) -> dict[str, Any]:
    texts = {name: getattr(action, name).in_language(language) for name in ("title", "reason", "owner", "first_step")}
    numbers = {name: getattr(action, name) for name in ("impact", "effort", "confidence", "priority")}
    return {
        "id": action.id,
        **texts,
        "module": action.module,
        **numbers,
        "evidence": list(action.fact_ids),
        "url": action.url,
    }
