from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from django.utils.translation import gettext_lazy

from artnex.api.envelope import encode_json, utc_text
from artnex.api.language import preferred

SEOUL = timezone(timedelta(hours=9))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("10.50"), b"10.50"),
        (Decimal("1E+3"), b"1000"),
        (Decimal("NaN"), b"null"),
        (float("inf"), b"null"),
        (datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), b'"2026-01-02T03:04:05.000000Z"'),
        (datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=SEOUL), b'"2026-01-01T18:04:05.000006Z"'),
        (UUID(int=1), b'"00000000-0000-0000-0000-000000000001"'),
        (gettext_lazy("x"), b'"x"'),
        ((i for i in (1, 2)), b"[1,2]"),
    ],
)
def test_values_become_json(value, text):
    assert encode_json(value) == text


def test_unknown_values_are_a_mistake_and_not_a_guess():
    with pytest.raises(TypeError):
        encode_json(object())


def test_moments_without_zone_count_as_utc():
    assert utc_text(datetime(2026, 1, 2)) == "2026-01-02T00:00:00.000000Z"  # noqa: DTZ001


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("en", "en"),
        ("en-US,en;q=0.9,ko;q=0.8", "en"),
        ("ko-KR", "ko"),
        ("fr, ko;q=0.4, en;q=0.7", "en"),
        ("fr", None),
        ("en;q=0", None),
        ("en;q=x", None),
        (",,;q=", None),
    ],
)
def test_the_header_chooses_the_language(header, language):
    assert preferred(header) == language
