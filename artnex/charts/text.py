"""How wide text will be, without a font at hand: enough to wrap, shorten and make room."""

import unicodedata
from functools import lru_cache

NARROW = frozenset("iIl.,:;'|!()[]{}jft·-")
WIDE_LATIN = frozenset("mwMW@%&")
ELLIPSIS = "…"


@lru_cache(maxsize=4096)
def _em(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return 0.95
    if character == " ":
        return 0.3
    if character in NARROW:
        return 0.34
    if character in WIDE_LATIN:
        return 0.88
    if unicodedata.combining(character):
        return 0.0
    return 0.68 if character.isupper() else 0.57


def width_of(text: str, size: float = 12) -> float:
    """Estimated width in pixels, a little on the safe side."""
    return sum(map(_em, text)) * size


def shorten(text: str, room: float, size: float = 12) -> str:
    """`text`, or as much of its beginning as fits into `room` with an ellipsis."""
    if width_of(text, size) <= room:
        return text
    room -= width_of(ELLIPSIS, size)
    kept = ""
    for character in text:
        room -= _em(character) * size
        if room < 0:
            break
        kept += character
    return (kept.rstrip() + ELLIPSIS) if kept else ELLIPSIS


def wrap(text: str, room: float, lines: int, size: float = 12) -> list[str]:
    """`text` in at most `lines` lines of `room` pixels, broken at spaces where possible; the rest is shortened."""
    if width_of(text, size) <= room or lines <= 1:
        return [shorten(text, room, size)]
    first = _longest_start(text, room, size)
    if not first:
        return [shorten(text, room, size)]
    return [first.rstrip(), *wrap(text[len(first) :].lstrip(), room, lines - 1, size)]


def _longest_start(text: str, room: float, size: float) -> str:
    """The longest beginning that fits: up to a space, else (as Korean allows) anywhere."""
    used, fits, after_space = 0.0, 0, 0
    for index, character in enumerate(text):
        used += _em(character) * size
        if used > room:
            break
        fits = index + 1
        if character in " /·-":
            after_space = index + 1
    # A short first word alone on its line looks broken off: then break inside the long one.
    if after_space >= fits * 0.4:
        return text[:after_space]
    # So does a single last letter: share a word out evenly when two lines are enough for it.
    half = -(-len(text) // 2)
    return text[: half if half < fits and " " not in text else fits]
