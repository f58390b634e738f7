"""Who stands behind a connection, and whether that still holds. The accounts app answers; this room only asks."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from artnex.access import brand_boundary

PassKind = Literal["browser", "token", "key"]


@dataclass(frozen=True, slots=True)
class Pass:
    """What somebody came in with, and what others may see of them.

    `key` finds it again: the browser's session, the login session of a token, the API key. `expires_at` is in seconds
    since 1970.
    """

    kind: PassKind
    key: str
    user_id: int
    name: str
    avatar_url: str = ""
    language: str = "ko"
    expires_at: float | None = None

    @property
    def is_person(self) -> bool:
        """An API key is a program: it sees who is here and is not seen."""
        return self.kind != "key"

    def face(self) -> dict[str, Any]:
        return {"id": self.user_id, "name": self.name, "avatar_url": self.avatar_url}


class Entrance:
    """The questions, answered by functions that accounts sets at start."""

    of_cookie: Callable[[str], Pass | None]
    of_token: Callable[[str], Pass]
    still_good: Callable[[Collection[Pass]], set[Pass]]
    person: Callable[[Pass], Any]


entrance = Entrance()


def readable(ticket: Pass, brand_ids: Iterable[int]) -> set[int]:
    """Which of these brands the holder may read at this moment."""
    person = entrance.person(ticket)
    if person is None:
        return set()
    wanted = set(brand_ids)
    return set(brand_boundary.ids(person, "read").filter(pk__in=wanted).values_list("pk", flat=True))


def readable_by_each(asked: Mapping[Pass, Collection[int]]) -> dict[Pass, set[int]]:
    """`readable` for several people."""
    return {ticket: readable(ticket, brand_ids) for ticket, brand_ids in asked.items()}
