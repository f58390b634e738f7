"""People, calls and prices for tests."""

from datetime import date
from decimal import Decimal
from typing import Any

import factory
from django.conf import settings
from factory.django import DjangoModelFactory

from artnex.ai.enums import CallStatus, Engine, JobType
from artnex.ai.models import AiCall, ModelPrice


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = settings.AUTH_USER_MODEL

    email = factory.Sequence(lambda number: f"ai{number}@example.test")
    name = "Person"
    is_superuser = False

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **fields: Any) -> Any:
        return model_class.objects.create_user(fields.pop("email"), "correct horse 1", **fields)


class AiCallFactory(DjangoModelFactory):
    """A text call that is over."""

    class Meta:
        model = AiCall

    user = factory.SubFactory(PersonFactory)
    job_type = JobType.TEXT
    purpose = "test"
    engine = Engine.OPENAI
    provider = Engine.OPENAI
    model = "text-model"
    prompt = "a prompt"
    cost = Decimal("0.5")
    status = CallStatus.COMPLETED


def enter_test_prices() -> None:
    """Prices of models that exist in tests alone, and of those whose names are fixed."""
    text = {"input_per_million": Decimal(1), "cached_per_million": Decimal("0.05"), "output_per_million": Decimal(5)}
    picture = {"input_per_million": Decimal(5), "output_per_million": Decimal(30), "reserve_per_image": Decimal("0.07")}
    for name, kind, price in (
        (("openai", "text-model", "", ""), "text", text),
        (("openai", "picture-model", "", ""), "image", picture),
        (("ideogram", "ideogram-v4", "", "DEFAULT"), "image", {"per_image": Decimal("0.06")}),
        (("ideogram", "ideogram-v3", "", "DEFAULT"), "image", {"per_image": Decimal("0.06")}),
        (("freepik", "mystic", "2k", ""), "image", {"per_image": Decimal("0.125")}),
    ):
        provider, model, size, quality = name
        ModelPrice.objects.update_or_create(
            provider=provider,
            model=model,
            job_type=kind,
            size=size,
            quality=quality,
            valid_from=date(2026, 1, 1),
            defaults={**price, "source": "test"},
        )
