"""Costs and budgets as the API shows and reads them."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from artnex.ai.enums import CallStatus, Engine, JobType

MOST_LIMIT = Decimal(1_000_000)


class AiCallSerializer(serializers.Serializer):
    """One row of the ledger. `estimated_cost` is computed from what the provider reported and our price list."""

    id = serializers.IntegerField()
    user_id = serializers.IntegerField(allow_null=True)
    brand_id = serializers.IntegerField(allow_null=True)
    job_type = serializers.ChoiceField(choices=JobType.choices)
    purpose = serializers.CharField()
    engine = serializers.ChoiceField(choices=Engine.choices)
    provider = serializers.CharField()
    model = serializers.CharField()
    prompt = serializers.CharField(allow_blank=True)
    prompt_tokens = serializers.IntegerField()
    cached_tokens = serializers.IntegerField(help_text="Those of prompt_tokens that were billed as cached.")
    completion_tokens = serializers.IntegerField()
    total_tokens = serializers.IntegerField()
    image_count = serializers.IntegerField()
    estimated_cost = serializers.FloatField()
    cost_is_estimate = serializers.BooleanField(
        help_text="The provider did not report what it used: the cost is an upper limit."
    )
    currency = serializers.CharField()
    status = serializers.ChoiceField(choices=[CallStatus.COMPLETED.value, CallStatus.FAILED.value])
    error_code = serializers.CharField(allow_null=True)
    error_message = serializers.CharField(allow_null=True)
    fallback_reason = serializers.CharField(allow_blank=True)
    latency_ms = serializers.IntegerField(allow_null=True)
    request_id = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)


COMPUTED = {"total_tokens", "estimated_cost"}
CALL_COLUMNS: tuple[str, ...] = (*(str(name) for name in AiCallSerializer().fields if name not in COMPUTED), "cost")


def call_row(values: dict[str, Any]) -> dict[str, Any]:
    """What AiCallSerializer describes, from the columns of one row."""
    row = {name: value for name, value in values.items() if name != "cost"}
    row["total_tokens"] = values["prompt_tokens"] + values["completion_tokens"]
    row["estimated_cost"] = float(values["cost"])
    row["error_code"] = values["error_code"] or None
    row["error_message"] = values["error_message"] or None
    return row


class UsedSerializer(serializers.Serializer):
    """What is spent of a cap this month, and what calls under way hold back."""

    monthly_limit = serializers.FloatField(allow_null=True, min_value=0)
    used = serializers.FloatField()
    reserved = serializers.FloatField()


class BrandBudgetSerializer(UsedSerializer):
    """The cap of one brand."""

    brand_id = serializers.IntegerField()


class BudgetsSerializer(UsedSerializer):
    """The caller's own cap (null: none) and those of the brands they own."""

    brands = BrandBudgetSerializer(many=True)
    currency = serializers.CharField()
    month = serializers.CharField(help_text="YYYY-MM")
    resets_at = serializers.DateTimeField()


class BasisSerializer(serializers.Serializer):
    """The full days that were looked at."""

    days = serializers.IntegerField()
    vars()["from"] = serializers.DateField()
    to = serializers.DateField()


class ProjectionSerializer(serializers.Serializer):
    """What the month will have cost if the days to come are like the last ones, and how that was computed."""

    value = serializers.FloatField()
    currency = serializers.CharField()
    month = serializers.CharField()
    method = serializers.CharField()
    based_on = BasisSerializer()


class PeriodSerializer(serializers.Serializer):
    """First and last day (or moment) that was summed up; no start when there is no call."""

    start = serializers.CharField(allow_null=True)
    end = serializers.CharField()


class CostSummarySerializer(serializers.Serializer):
    """Totals of a period; `projection` is null while there are too few days to say anything."""

    total_cost = serializers.FloatField()
    total_jobs = serializers.IntegerField()
    text_jobs = serializers.IntegerField()
    image_jobs = serializers.IntegerField()
    text_cost = serializers.FloatField()
    image_cost = serializers.FloatField()
    cost_by_model = serializers.DictField(child=serializers.FloatField())
    cost_by_brand = serializers.DictField(child=serializers.FloatField())
    budget = BudgetsSerializer()
    projection = ProjectionSerializer(allow_null=True)
    period = PeriodSerializer()
    currency = serializers.CharField()


def limit_field(*, required: bool) -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=18, decimal_places=9, min_value=Decimal(0), max_value=MOST_LIMIT, allow_null=True, required=required
    )


class BrandLimitSerializer(serializers.Serializer):
    """A brand's new cap; null removes it."""

    brand_id = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    monthly_limit = limit_field(required=True)


class BudgetChangesSerializer(serializers.Serializer):
    """The caps to change; those not named stay, null removes one."""

    monthly_limit = limit_field(required=False)
    brands = serializers.ListField(child=BrandLimitSerializer(), required=False, max_length=100)
