"""Conversations in the administration: to be read, and deleted."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from artnex.administration.menu import MenuGroup
from artnex.administration.model_admin import ServiceModelAdmin
from insights.models import Insight, InsightTurn
from insights.services.ask import delete_insight


@admin.register(Insight)
class InsightAdmin(ServiceModelAdmin):
    menu_group = MenuGroup.PRODUCT
    menu_icon = "lightbulb"
    menu_order = 68
    list_display = ("title", "brand", "user", "analysis_type", "updated_at")
    list_filter = ("analysis_type",)
    search_fields = ("title", "brand__brand_name", "user__email")
    list_select_related = ("brand", "user")
    readonly_fields = ("brand", "user", "title", "analysis_type")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_insight(user=request.user, insight=obj)


@admin.register(InsightTurn)
class InsightTurnAdmin(ServiceModelAdmin):
    menu_group = MenuGroup.PRODUCT
    menu_icon = "question_answer"
    menu_order = 69
    list_display = ("__str__", "insight", "user", "engine", "unsupported", "created_at")
    list_filter = ("engine",)
    search_fields = ("prompt", "insight__title")
    list_select_related = ("insight", "user")
    readonly_fields = ("insight", "user", "prompt", "language", "engine", "fallback_reason", "facts", "unsupported")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
