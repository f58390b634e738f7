"""The facts a text may quote: each with its value, its day and where it comes from."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

FactValue = Decimal | int | float | str
RATIO = "ratio"  # a fraction 0-1, quoted as a percentage
MOST_DECIMALS = 2


@dataclass(frozen=True)
class Fact:
    """One thing that is known. `unit` is "ratio", "%", a currency such as "KRW", "rank", a noun, or empty for a count.

    `value` is a number, an ISO day or a text (a product's name, a certificate); `source` says whose figure it is
    ("kpi", "product", "competitor" …), `url` where it can be looked at.
    """

    id: str
    label_ko: str
    label_en: str
    value: FactValue
    unit: str = ""
    as_of: str = ""
    source: str = ""
    url: str = ""

    def label(self, language: str) -> str:
        return self.label_en if language == "en" else self.label_ko

    @property
    def number(self) -> Decimal | None:
        """The value as a number, None for texts."""
        if isinstance(self.value, str):
            return None
        return Decimal(str(self.value))

    def quoted(self, language: str) -> str:
        """The value as it is written in a sentence."""
        number = self.number
        if number is None:
            return str(self.value)
        if self.unit == RATIO:
            return f"{_plain(number * 100)}%"
        if self.unit == "%":
            return f"{_plain(number)}%"
        if self.unit == "KRW":
            return f"{_plain(number)}원" if language != "en" else f"KRW {_plain(number)}"
        if self.unit == "rank":
            return f"{_plain(number)}위" if language != "en" else f"No. {_plain(number)}"
        return f"{_plain(number)} {self.unit}".strip()


class FactSheet:
    """Facts by their id, in the order they were added. The same id again replaces the fact."""

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self._facts: dict[str, Fact] = {}
        for fact in facts:
            self.add(fact)

    def add(self, fact: Fact) -> Fact:
        self._facts[fact.id] = fact
        return fact

    def get(self, fact_id: str) -> Fact | None:
        return self._facts.get(fact_id)

    def quote(self, fact_id: str, language: str) -> str:
        """The value of a fact as a sentence says it; KeyError for one that is not on the sheet."""
        return self._facts[fact_id].quoted(language)

    def __iter__(self) -> Any:
        return iter(self._facts.values())

    def __len__(self) -> int:
        return len(self._facts)

    def __contains__(self, fact_id: object) -> bool:
        return fact_id in self._facts

    def as_prompt(self, language: str) -> str:
        """One line a fact, as an engine is told them. Line breaks and brackets in texts are taken out."""
        lines = []
        for fact in self:
            parts = [f"[{fact.id}] {fact.label(language)}: {fact.quoted(language)}"]
            parts += [f"({fact.as_of})"] if fact.as_of else []
            lines.append(re.sub(r"[\r\n\t]+", " ", " ".join(parts)))
        return "\n".join(lines)

    def as_json(self) -> list[dict[str, Any]]:
        """For storing; numbers as JSON numbers."""
        rows = [asdict(fact) for fact in self]
        for row in rows:
            if isinstance(row["value"], Decimal):
                whole = row["value"] == row["value"].to_integral_value()
                row["value"] = int(row["value"]) if whole else float(row["value"])
        return rows

    @classmethod
    def from_json(cls, rows: Sequence[Mapping[str, Any]]) -> "FactSheet":
        return cls(Fact(**row) for row in rows)


def _plain(number: Decimal) -> str:
    """Thousands apart, at most two places, no zeros at the end."""
    text = f"{round(number, MOST_DECIMALS):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
