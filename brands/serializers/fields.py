"""Fields that several JSON forms share."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

PLACES = Decimal("0.000001")


class Number(serializers.DecimalField):
    """A number of up to 14 digits before and 6 after the point; more places are rounded away."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=20, decimal_places=6, coerce_to_string=False, **options)

    def validate_precision(self, value: Decimal) -> Decimal:
        return super().validate_precision(value.quantize(PLACES) if abs(value) < Decimal(10) ** 14 else value)


class Currency(serializers.RegexField):
    """An ISO 4217 code."""

    def __init__(self, **options: Any) -> None:
        super().__init__(r"^[A-Z]{3}$", max_length=3, **options)
        self.error_messages["invalid"] = _("Use a three-letter currency code such as KRW.")
