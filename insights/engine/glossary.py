"""English words of trade, marketing and everyday goods, and their Korean: what links keywords of the two languages.

`glossary.tsv` was written for ArtNex: singular, lower-case; `korean_of` takes plurals too.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

ENDINGS = (("ies", "y"), ("ves", "f"), ("ves", "fe"), ("es", ""), ("s", ""))


@cache
def glossary() -> dict[str, str]:
    """English to Korean."""
    lines = Path(__file__).with_name("glossary.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines)


def korean_of(word: str) -> str | None:
    """The Korean of an English word, None when it is not listed."""
    known = glossary()
    return next((known[form] for form in _forms(word.lower()) if form in known), None)


def _forms(word: str) -> Iterator[str]:
    yield word
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            yield word.removesuffix(ending) + instead
