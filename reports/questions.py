"""The questionnaire of the diagnosis: five areas, a five-point scale with "not applicable", some items reversed.

`questions.tsv`: id, area, "r" for reverse-scored, Korean, English, help in Korean, help in English. Ids never change:
answers are stored under them.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from reports.content import Bilingual
from reports.enums import Area

LOWEST, HIGHEST = 1, 5
SCALE = {
    1: _("Not at all"),
    2: _("Rather not"),
    3: _("Partly"),
    4: _("Rather so"),
    5: _("Fully so"),
}


@dataclass(frozen=True)
class Question:
    """One statement people agree with or not. `reverse`: agreement is bad."""

    id: str
    area: Area
    text: Bilingual
    help: Bilingual
    reverse: bool = False


@cache
def questions() -> tuple[Question, ...]:
    """All, in the order they are asked."""
    lines = Path(__file__).with_name("questions.tsv").read_text(encoding="utf-8").splitlines()
    found = []
    for line in lines:
        key, area, reverse, korean, english, help_ko, help_en = line.split("\t")
        found.append(
            Question(key, Area(area), Bilingual(korean, english), Bilingual(help_ko, help_en), reverse=reverse == "r")
        )
    return tuple(found)


@cache
def by_id() -> dict[str, Question]:
    return {question.id: question for question in questions()}


def questions_of(area: str) -> tuple[Question, ...]:
    return tuple(question for question in questions() if question.area == area)
