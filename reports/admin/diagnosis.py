"""Diagnoses in the administration: to be read. What they hold is changed on the brand's own pages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from artnex.administration.menu import MenuGroup
from artnex.administration.model_admin import ServiceModelAdmin
from reports.models import Diagnosis, Respondent
from reports.services.diagnosis import remove_respondent


@admin.register(Diagnosis)
class DiagnosisAdmin(ServiceModelAdmin):
    menu_group = MenuGroup.PRODUCT
    menu_icon = "fact_check"
    menu_order = 78
    list_display = ("brand", "user", "is_open", "report", "created_at")
    list_filter = ("is_open",)
    search_fields = ("brand__brand_name",)
    list_select_related = ("brand", "user", "report")
    readonly_fields = ("brand", "user", "is_open", "data", "weights", "report")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Respondent)
class RespondentAdmin(ServiceModelAdmin):
    menu_group = MenuGroup.PRODUCT
    menu_icon = "how_to_vote"
    menu_order = 79
    list_display = ("__str__", "diagnosis", "kind", "finished_at", "created_at")
    list_filter = ("kind",)
    search_fields = ("name", "diagnosis__brand__brand_name")
    list_select_related = ("diagnosis__brand", "user")
    readonly_fields = ("diagnosis", "user", "kind", "name", "expires_at", "finished_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        remove_respondent(user=request.user, respondent=obj)
