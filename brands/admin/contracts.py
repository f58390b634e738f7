"""Contracts in the administration: to look at. Sensitive clauses are never loaded here."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import display

from artnex.administration.menu import MenuGroup
from artnex.administration.model_admin import ServiceModelAdmin
from artnex.errors import Message
from brands.models import Contract
from brands.services.contracts import delete_contract

TONES = {"sent": "info", "signed": "success"}


@admin.register(Contract)
class ContractAdmin(ServiceModelAdmin):
    menu_group = MenuGroup.PRODUCT
    menu_icon = "contract"
    menu_order = 62
    list_display = ("contract_name", "brand", "counterparty", "shown_status", "ends_on", "created_at")
    list_filter = (("status", ChoicesDropdownFilter), ("ends_on", RangeDateFilter))
    search_fields = ("contract_name", "counterparty", "brand__brand_name")
    list_select_related = ("brand",)
    fields = readonly_fields = (
        "brand",
        "contract_name",
        "counterparty",
        "status",
        "amount",
        "currency",
        "starts_on",
        "ends_on",
        "file_sha256",
        "signed_sha256",
        "sent_at",
        "signed_at",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("sensitive_clause")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_contract(user=request.user, contract=obj)

    @display(description=_("status"), label=TONES, ordering="status")
    def shown_status(self, contract: Contract) -> tuple[str, Message]:
        return contract.status, contract.get_status_display()
