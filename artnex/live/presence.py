"""Who is on which brand: the people of this process, and by Redis those of the others."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

Face = dict[str, Any]
SILENT_SECONDS = 15.0  # a process that says nothing for so long is gone, and its people with it


@dataclass(slots=True)
class Elsewhere:
    """What another process said last."""

    heard_at: float
    brands: dict[int, dict[int, Face]] = field(default_factory=dict)


@dataclass(slots=True)
class Presence:
    """People by brand. `announced` is what subscribers here were told last."""

    local: dict[int, dict[int, Face]] = field(default_factory=dict)
    others: dict[str, Elsewhere] = field(default_factory=dict)
    announced: dict[int, dict[int, Face]] = field(default_factory=dict)

    def set_local(self, brand_id: int, faces: Iterable[Face]) -> bool:
        """These are the people connected here; True when that is news to other processes."""
        here = {face["id"]: face for face in faces}
        changed = here.keys() != self.local.get(brand_id, {}).keys()
        if here:
            self.local[brand_id] = here
        else:
            self.local.pop(brand_id, None)
        return changed

    def hear(self, process: str, brand_id: int, faces: Iterable[Face]) -> None:
        """Another process says who is on a brand there."""
        said = self.others.setdefault(process, Elsewhere(time.monotonic()))
        said.heard_at = time.monotonic()
        here = {face["id"]: face for face in faces}
        if here:
            said.brands[brand_id] = here
        else:
            said.brands.pop(brand_id, None)

    def forget_silent(self) -> set[int]:
        """Drop processes that have been silent; returns the brands that this may change."""
        now = time.monotonic()
        silent = [name for name, said in self.others.items() if now - said.heard_at > SILENT_SECONDS]
        return {brand_id for name in silent for brand_id in self.others.pop(name).brands}

    def people(self, brand_id: int) -> dict[int, Face]:
        """Everybody on the brand, in every process."""
        found: dict[int, Face] = {}
        for said in self.others.values():
            found |= said.brands.get(brand_id, {})
        return found | self.local.get(brand_id, {})

    def changes(self, brand_id: int) -> list[tuple[str, Face]]:
        """("join" or "leave", who) since subscribers were told last; they count as told now."""
        before, now = self.announced.get(brand_id, {}), self.people(brand_id)
        if now:
            self.announced[brand_id] = now
        else:
            self.announced.pop(brand_id, None)
        joined = [("join", face) for user_id, face in now.items() if user_id not in before]
        left = [("leave", face) for user_id, face in before.items() if user_id not in now]
        return joined + left
