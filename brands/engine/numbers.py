"""Numbers as people type them or paste them from a spreadsheet."""

import re
from decimal import Decimal, InvalidOperation

SIGNS = str.maketrans("", "", ", \u00a0₩$€원")
UNITS = {"천": 10**3, "만": 10**4, "억": 10**8, "k": 10**3, "m": 10**6}
PATTERN = re.compile(r"([+\-−]?\d+(?:\.\d+)?)(%|천|만|억|k|m)?", re.IGNORECASE | re.ASCII)
PLACES = Decimal("0.000001")
LONGEST = 40


def parse_number(text: str) -> Decimal | None:
    """The number in `text`, None when it is none.

    Reads 1,234 · ₩5,000 · 3.5% (0.035) · 1.2만 · 3.4k; more than six places are rounded away.
    """
    found = PATTERN.fullmatch(text.strip()[:LONGEST].translate(SIGNS)) if len(text) <= LONGEST else None
    if found is None:
        return None
    try:
        value = Decimal(found[1].replace("−", "-"))
    except InvalidOperation:
        return None
    unit = (found[2] or "").lower()
    if unit == "%":
        value /= 100
    elif unit:
        value *= UNITS[unit]
    return value.quantize(PLACES) if abs(value) < Decimal(10) ** 20 else value
