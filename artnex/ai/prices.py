"""What a call costs: the most it can cost before, and what it did cost after."""

import json
from decimal import Decimal

from django.utils import timezone

from artnex.ai.contract import ImageRequest, TextRequest, Usage
from artnex.ai.enums import JobType
from artnex.ai.errors import PriceUnknown
from artnex.ai.models import ModelPrice
from artnex.ai.money import ZERO, exact

MILLION = Decimal(1_000_000)
FRAMING_TOKENS = 200  # roles, separators and what a provider adds around prompt and schema


def find_price(*, provider: str, model: str, job_type: JobType, size: str = "", quality: str = "") -> ModelPrice:
    """The price in force today. A row for this very size or quality beats a general one, however new.

    Raises PriceUnknown when there is none.
    """
    rows = ModelPrice.objects.filter(
        provider=provider,
        model=model,
        job_type=job_type,
        size__in={size, ""},
        quality__in={quality, ""},
        valid_from__lte=timezone.localdate(),
    )
    found = max(rows, key=lambda row: (bool(row.size) + bool(row.quality), row.valid_from), default=None)
    if found is None:
        raise PriceUnknown(provider=provider, model=" ".join(part for part in (model, size, quality) if part))
    return found


def cost_of(price: ModelPrice, usage: Usage) -> Decimal:
    """What `usage` costs by `price`."""
    if price.per_image is not None:
        return exact(price.per_image * usage.images)
    fresh = max(0, usage.prompt_tokens - usage.cached_tokens)
    full_price = price.input_per_million or ZERO
    cached_price = full_price if price.cached_per_million is None else price.cached_per_million
    output_price = price.output_per_million or ZERO
    total = full_price * fresh + cached_price * usage.cached_tokens + output_price * usage.completion_tokens
    return exact(total / MILLION)


def most_for_text(price: ModelPrice, request: TextRequest, *also: str) -> Decimal:
    """What the call can cost at most: no token is shorter than a byte, and the answer has a limit.

    `also` are further texts that travel along, such as the answer to be repaired.
    """
    schema = json.dumps(request.schema.model_json_schema()) if request.schema else ""
    sent = sum(len(text.encode()) for text in (request.instructions, request.prompt, schema, *also)) + FRAMING_TOKENS
    return cost_of(price, Usage(prompt_tokens=sent, completion_tokens=request.max_tokens))


def most_for_image(price: ModelPrice, request: ImageRequest) -> Decimal:
    """What the picture can cost at most, as far as that is known before."""
    if price.per_image is not None:
        return price.per_image
    sent = len(request.prompt.encode()) + FRAMING_TOKENS
    return exact(cost_of(price, Usage(prompt_tokens=sent)) + (price.reserve_per_image or ZERO))
