"""Which language an answer speaks: Accept-Language, then the account's, then Korean."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest

DEFAULT = "ko"
SPOKEN = ("ko", "en")


def language_of(request: HttpRequest, user: Any = None) -> str:
    """ "ko" or "en" for this request by this person (None while not known yet)."""
    asked = request.META.get("HTTP_ACCEPT_LANGUAGE")
    return (preferred(asked) if asked else None) or getattr(user, "language", "") or DEFAULT


@lru_cache(maxsize=512)
def preferred(header: str) -> str | None:
    """The spoken language a header likes best; None when it names neither."""
    best: tuple[float, str] | None = None
    for part in header[:300].lower().split(","):
        tag, _, parameter = part.strip().partition(";")
        language = tag.split("-")[0].strip()
        weight = _weight(parameter.strip())
        if language in SPOKEN and weight > 0 and (best is None or weight > best[0]):
            best = (weight, language)
    return best[1] if best else None


def _weight(parameter: str) -> float:
    if not parameter.startswith("q="):
        return 1.0
    try:
        return float(parameter[2:])
    except ValueError:
        return 0.0
