"""The morphological analyser, loaded once when it is first needed: it takes a second and some hundred megabytes."""

from functools import cache
from typing import Any


@cache
def analyser() -> Any:
    from kiwipiepy import Kiwi

    return Kiwi(num_workers=1)
