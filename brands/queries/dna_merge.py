"""Two people changed one Brand DNA: what each did, and what a sensible merge keeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from brands.engine.dna import AXES
from brands.models import BrandDna, BrandDnaVersion


@dataclass(frozen=True)
class MergeRow:
    """One field. `before` is None when the version both started from is not known."""

    field: str
    before: Any
    theirs: Any
    mine: Any

    @property
    def is_same(self) -> bool:
        return bool(self.theirs == self.mine)

    @property
    def is_conflict(self) -> bool:
        """Both changed it, and differently; without knowing the beginning every difference counts."""
        return not self.is_same and self.before not in (self.theirs, self.mine)

    @property
    def keeps_mine(self) -> bool:
        """What is chosen at first: the side that changed, and in a conflict one's own."""
        return self.is_conflict or self.before == self.theirs


def merge(before: BrandDnaVersion | None, theirs: BrandDna, mine: Mapping[str, Any]) -> list[MergeRow]:
    """A row for the name and each axis: as both began, as it is stored now, as `mine` wants it."""
    return [
        MergeRow(name, getattr(before, name) if before else None, getattr(theirs, name), mine[name])
        for name in ("name", *AXES)
    ]
