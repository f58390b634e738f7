"""Insights in the administration: to look at and to remove."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from artnex.administration.menu import MenuGroup
from artnex.administration.model_admin import ServiceModelAdmin
from insights.models import Insight, InsightMessage
from insights.services.ask import delete_insight


class MessageInline(admin.StackedInline):
    """What was said; the answers' figures are not to be changed by hand."""

    model = InsightMessage
    extra = 0
    can_delete = False
    fields = readonly_fields = ("role", "content", "engine", "fallback_reason", "unsupported", "created_at")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Insight)
class InsightAdmin(ServiceModelAdmin):
    menu_group = MenuGroup.PRODUCT
    menu_icon = "lightbulb"
    menu_order = 69
    list_display = ("title", "brand", "user", "engine", "created_at")
    search_fields = ("title", "brand__brand_name", "user__email")
    list_select_related = ("brand", "user")
    fields = readonly_fields = ("title", "brand", "user", "analysis_type", "summary", "engine", "created_at")
    inlines = (MessageInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_insight(user=request.user, insight=obj)
