"""Where keywords to be grouped can come from besides being typed.

A branch that has keywords registers them: `register_keyword_source("tracking", keywords_of_tracking)`, a function
(user, id) -> list of keywords that raises NotFound for what this person may not see.
"""

from collections.abc import Callable
from typing import Any

from artnex.errors import NotFound

Source = Callable[[Any, int], list[str]]
_sources: dict[str, Source] = {}


def register_keyword_source(name: str, source: Source) -> None:
    """Add a source; registering the same name again replaces it."""
    _sources[name] = source


def keywords_from(name: str, user: Any, source_id: int) -> list[str]:
    """The keywords of one thing; NotFound when it is not there, or not for this person."""
    if name not in _sources:
        raise NotFound
    return _sources[name](user, source_id)
