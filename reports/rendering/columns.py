"""How wide the columns of a table are: figures get the room they need, texts share the rest."""

from collections.abc import Sequence

from artnex.charts.text import width_of

ROOM = 480.0  # of a printed page, in points
PADDING = 12.0
SIZE = 8.5
NARROWEST = 46.0
WIDEST_TEXT = 0.6  # of the room, however long a text is
MOST_FOR_FIGURES = 0.75


def column_shares(
    head: Sequence[str], rows: Sequence[Sequence[str]], figures: Sequence[bool], *, room: float = ROOM
) -> tuple[float, ...]:
    """The share of each column in percent. A name of 500 characters wraps; the figures beside it keep their room."""
    texts = [[head[place] if head else "", *(row[place] for row in rows)] for place in range(len(figures))]
    needed = [max(NARROWEST, min(_widest(column), room * WIDEST_TEXT)) for column in texts]
    if sum(needed) > room:
        needed = _fit(needed, figures, room)
    return tuple(round(100 * width / sum(needed), 2) for width in needed)


def _widest(texts: Sequence[str]) -> float:
    return max(width_of(text, SIZE) for text in texts) + PADDING


def _fit(needed: Sequence[float], figures: Sequence[bool], room: float) -> list[float]:
    """Figures keep what they need while enough is left for texts; the others are made narrower alike."""
    fixed = sum(width for width, is_figure in zip(needed, figures, strict=True) if is_figure)
    if all(figures) or fixed > room * MOST_FOR_FIGURES:
        return list(needed)
    flexible = sum(needed) - fixed
    left = room - fixed
    return [
        width if is_figure else max(NARROWEST, width * left / flexible)
        for width, is_figure in zip(needed, figures, strict=True)
    ]
