"""What of an insight is shown on the board. The branch that keeps insights says how to read one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from artnex.errors import NotFound, ValidationFailed


@dataclass(frozen=True)
class SharedInsight:
    """Title and summary as they are now, and the brand it belongs to."""

    title: str
    text: str
    brand_id: int | None


Reader = Callable[[Any, int], SharedInsight]
_reader: list[Reader] = []


def register_insight_reader(reader: Reader) -> None:
    """`reader(user, id)` gives the insight, or raises NotFound for what this person may not see."""
    _reader[:] = [reader]


def insight_to_share(user: Any, insight_id: int) -> SharedInsight:
    """ValidationFailed naming `insight_id` for what is not there, or not for this person."""
    try:
        return _reader[0](user, insight_id)
    except (NotFound, IndexError) as problem:
        raise ValidationFailed.field("insight_id", _("There is no such insight.")) from problem
