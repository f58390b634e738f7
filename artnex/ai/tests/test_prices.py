"""Which price is in force, and what a call costs by it."""

from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import timezone
from pydantic import BaseModel

from artnex.ai.contract import TextRequest, Usage
from artnex.ai.enums import JobType
from artnex.ai.errors import PriceUnknown
from artnex.ai.models import ModelPrice
from artnex.ai.prices import cost_of, find_price, most_for_text

pytestmark = pytest.mark.django_db
first_list = import_module("artnex.ai.migrations.0002_prices")


def price(**changes):
    values = {"provider": "openai", "model": "m", "job_type": "text", "valid_from": date(2026, 1, 1), "source": "test"}
    if "per_image" not in changes:
        values |= {"input_per_million": 1, "output_per_million": 5}
    return ModelPrice.objects.create(**values | changes)


def find(**changes):
    return find_price(**{"provider": "openai", "model": "m", "job_type": JobType.TEXT} | changes)


def test_the_newest_price_that_has_begun():
    tomorrow = timezone.localdate() + timedelta(days=1)
    price(valid_from=date(2026, 1, 1))
    current = price(valid_from=date(2026, 2, 1))
    price(valid_from=tomorrow)
    assert find() == current


def test_a_price_for_this_size_beats_a_general_one():
    price(job_type="image", per_image=1, valid_from=date(2026, 3, 1))
    exact = price(job_type="image", per_image=2, size="2k")
    assert find(job_type=JobType.IMAGE, size="2k") == exact
    assert find(job_type=JobType.IMAGE, size="4k").per_image == 1


@pytest.mark.parametrize("changes", [{"model": "other"}, {"provider": "ideogram"}, {"job_type": JobType.IMAGE}])
def test_a_price_of_something_else_does_not_count(changes):
    price()
    with pytest.raises(PriceUnknown):
        find(**changes)


def test_a_price_that_is_incomplete_is_refused():
    with pytest.raises(ValidationError):
        ModelPrice(
            provider="openai", model="m", job_type="text", valid_from=date(2026, 1, 1), source="t", input_per_million=1
        ).full_clean()


def test_cost_by_token():
    row = price(input_per_million=2, cached_per_million=Decimal("0.1"), output_per_million=10)
    used = Usage(prompt_tokens=1_000_000, cached_tokens=400_000, completion_tokens=100_000)
    assert cost_of(row, used) == Decimal("2.24")


def test_cached_tokens_cost_in_full_without_a_price_of_their_own():
    assert cost_of(price(), Usage(prompt_tokens=1_000_000, cached_tokens=1_000_000)) == 1


def test_a_single_token_of_the_cheapest_model_is_not_rounded_away():
    row = price(input_per_million=Decimal("0.1"), cached_per_million=Decimal("0.01"), output_per_million=1)
    assert cost_of(row, Usage(prompt_tokens=1, cached_tokens=1)) == Decimal("0.00000001")


def test_cost_by_image():
    assert cost_of(price(job_type="image", per_image=Decimal("0.06")), Usage(images=2)) == Decimal("0.12")


class Shape(BaseModel):
    name: str


def test_what_is_held_back_covers_the_longest_answer_and_every_byte():
    row = price()
    plain = most_for_text(row, TextRequest(purpose="t", prompt="가" * 1_000, max_tokens=1_000))
    assert plain == Decimal("0.0082")  # 3,000 bytes and 200 for framing at 1, 1,000 tokens at 5
    assert most_for_text(row, TextRequest(purpose="t", prompt="가" * 1_000, schema=Shape)) > plain


def test_the_first_price_list_can_be_entered_and_removed():
    ModelPrice.objects.all().delete()
    first_list.enter_prices(apps, None)
    for row in ModelPrice.objects.all():
        row.full_clean(exclude=["currency"])
    terra = ModelPrice.objects.get(model="gpt-6.1-terra")
    assert (terra.input_per_million, terra.cached_per_million, terra.output_per_million) == (1, Decimal("0.05"), 5)
    assert "2026-11-20" in terra.source
    assert ModelPrice.objects.filter(is_estimate=True).count() == 2
    first_list.remove_prices(apps, None)
    assert not ModelPrice.objects.exists()


def test_the_models_of_the_settings_have_prices(settings):
    ModelPrice.objects.all().delete()
    first_list.enter_prices(apps, None)
    assert find(model="gpt-6.1-terra")
    for quality in ("low", "medium", "high"):
        assert find(model="gpt-image-2.5-flare", job_type=JobType.IMAGE, quality=quality).reserve_per_image
