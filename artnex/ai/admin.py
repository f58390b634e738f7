"""The AI ledger, the price list and the caps in the administration."""

from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateTimeFilter
from unfold.decorators import display

from artnex.administration.dashboard import Figure, register_figure
from artnex.administration.display import as_dollars, as_number
from artnex.administration.menu import MenuGroup
from artnex.administration.model_admin import ReadOnlyModelAdmin, ServiceModelAdmin
from artnex.ai.budgets import set_limit
from artnex.ai.enums import CallStatus
from artnex.ai.models import AiCall, Budget, BudgetMonth, ModelPrice
from artnex.ai.money import from_billionths, month_of

STATUS_COLOURS = {"completed": "success", "failed": "danger", "reserved": "info"}


@admin.register(AiCall)
class AiCallAdmin(ReadOnlyModelAdmin):
    menu_group = MenuGroup.AI
    menu_icon = "receipt_long"
    menu_order = 1
    list_display = (
        "created_at",
        "user",
        "job_type",
        "engine",
        "model",
        "shown_tokens",
        "shown_cost",
        "shown_status",
        "latency_ms",
    )
    list_filter = (
        ("status", ChoicesDropdownFilter),
        ("engine", ChoicesDropdownFilter),
        ("job_type", ChoicesDropdownFilter),
        ("created_at", RangeDateTimeFilter),
    )
    search_fields = ("user__email", "user__name", "model", "purpose", "=request_id", "error_code")
    search_help_text = _("Person, model, purpose, request id or error code")
    date_hierarchy = "created_at"
    list_select_related = ("user",)

    @display(description=_("tokens"))
    def shown_tokens(self, call: AiCall) -> str:
        return as_number(call.total_tokens)

    @display(description=_("cost"), ordering="cost")
    def shown_cost(self, call: AiCall) -> str:
        return as_dollars(call.cost, places=4)

    @display(description=_("status"), ordering="status", label=STATUS_COLOURS)
    def shown_status(self, call: AiCall) -> tuple[str, str]:
        return call.status, call.get_status_display()


@admin.register(ModelPrice)
class ModelPriceAdmin(ServiceModelAdmin):
    menu_group = MenuGroup.AI
    menu_icon = "sell"
    menu_order = 2
    list_display = (
        *("provider", "model", "job_type", "size", "quality", "input_per_million", "output_per_million"),
        *("per_image", "valid_from", "is_estimate"),
    )
    list_display_links = ("provider", "model")
    list_filter = (("provider", ChoicesDropdownFilter), ("job_type", ChoicesDropdownFilter), "is_estimate")
    search_fields = ("model", "source")
    date_hierarchy = "valid_from"
    save_as = True


@admin.register(Budget)
class BudgetAdmin(ServiceModelAdmin):
    menu_group = MenuGroup.AI
    menu_icon = "savings"
    menu_order = 3
    list_display = ("__str__", "brand_id", "shown_limit", "shown_spent", "updated_at")
    search_fields = ("user__email", "user__name", "=brand_id")
    autocomplete_fields = ("user",)
    list_select_related = ("user",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("user", "brand_id") if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        set_limit(actor=request.user, limit=obj.monthly_limit, user_id=obj.user_id, brand_id=obj.brand_id)
        obj.pk = Budget.objects.get(user=obj.user_id, brand_id=obj.brand_id).pk

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        set_limit(actor=request.user, limit=None, user_id=obj.user_id, brand_id=obj.brand_id)

    @display(description=_("monthly limit"), ordering="monthly_limit")
    def shown_limit(self, budget: Budget) -> str:
        return as_dollars(budget.monthly_limit)

    @display(description=_("spent this month"))
    def shown_spent(self, budget: Budget) -> str:
        owner = f"user:{budget.user_id}" if budget.user_id else f"brand:{budget.brand_id}"
        account = BudgetMonth.objects.filter(owner=owner, month=month_of(timezone.now())).first()
        return as_dollars(from_billionths(account.spent) if account else Decimal(0))


@admin.register(BudgetMonth)
class BudgetMonthAdmin(ReadOnlyModelAdmin):
    menu_group = MenuGroup.AI
    menu_icon = "account_balance_wallet"
    menu_order = 4
    list_display = ("owner", "month", "shown_spent", "shown_reserved", "warned_at", "reached_at")
    date_hierarchy = "month"
    search_fields = ("=owner",)

    @display(description=_("spent"), ordering="spent")
    def shown_spent(self, account: BudgetMonth) -> str:
        return as_dollars(from_billionths(account.spent), places=4)

    @display(description=_("held back"), ordering="reserved")
    def shown_reserved(self, account: BudgetMonth) -> str:
        return as_dollars(from_billionths(account.reserved), places=4)


def cost_this_month() -> Figure:
    start = timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    month = AiCall.objects.filter(created_at__gte=start).aggregate(
        cost=Sum("cost"), calls=Count("pk"), failed=Count("pk", filter=Q(status=CallStatus.FAILED))
    )
    note = _("%(calls)s calls, %(failed)s failed") % {
        "calls": as_number(month["calls"]),
        "failed": as_number(month["failed"]),
    }
    return Figure(
        _("AI cost this month"), as_dollars(month["cost"] or Decimal(0)), note, reverse("admin:ai_aicall_changelist")
    )


register_figure(40, cost_this_month)
