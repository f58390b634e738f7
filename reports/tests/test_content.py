"""Blocks survive being stored."""

import json
from dataclasses import asdict

import pytest

from reports.content import (
    Action,
    Bilingual,
    BulletList,
    ChartBlock,
    ChartSeries,
    Paragraph,
    Statement,
    TableBlock,
    TableColumn,
    action_from_json,
    blocks_from_json,
    blocks_to_json,
)

BOTH = Bilingual("매출", "Revenue")
BLOCKS = [
    Paragraph("p1", (Statement(BOTH, ("kpi.revenue",), "fact"), Statement(BOTH))),
    BulletList("strengths", BOTH, (Statement(BOTH, kind="advice"),)),
    TableBlock("t1", BOTH, (TableColumn(BOTH), TableColumn(BOTH, "money", "KRW")), (("A", 1_200_000), (BOTH, None))),
    ChartBlock("c1", "line", BOTH, (BOTH,), (ChartSeries(BOTH, (1.5,), (1.0,), (2.0,)),), unit="%", note=BOTH),
]


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.type)
def test_a_block_comes_back_as_it_was_stored(block):
    stored = json.loads(json.dumps(blocks_to_json([block])))
    assert blocks_from_json(stored) == [block]


def test_an_unknown_block_is_refused():
    with pytest.raises(ValueError, match="unknown block 'film'"):
        blocks_from_json([{"type": "film"}])


def test_an_action_comes_back_and_knows_its_priority():
    action = Action("a1", BOTH, BOTH, BOTH, BOTH, "brands", impact=5, effort=2, confidence=3, fact_ids=("f1",))
    assert action_from_json(json.loads(json.dumps(asdict(action)))) == action
    assert action.priority == 60
