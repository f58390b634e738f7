"""What was made, and the library, in the administration: to be looked at, and deleted."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter

from artnex.administration.menu import MenuGroup
from artnex.administration.model_admin import ServiceModelAdmin
from studio.models import Asset, Generation
from studio.services.assets import delete_asset, update_asset
from studio.services.generation import delete_generation


@admin.register(Generation)
class GenerationAdmin(ServiceModelAdmin):
    menu_group = MenuGroup.PRODUCT
    menu_icon = "auto_awesome"
    menu_order = 80
    list_display = ("__str__", "content_type", "user", "brand", "engine", "model", "cost", "created_at")
    list_filter = (
        ("content_type", ChoicesDropdownFilter),
        ("engine", ChoicesDropdownFilter),
        ("created_at", RangeDateFilter),
    )
    search_fields = ("prompt", "user__email", "brand__brand_name")
    list_select_related = ("user", "brand")
    fields = readonly_fields = (
        *("user", "brand", "content_type", "prompt", "params", "text", "variants", "asset", "engine", "model", "usage"),
        *("cost", "call_id", "fallback_reason", "unsupported"),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_generation(user=request.user, generation=obj)


@admin.register(Asset)
class AssetAdmin(ServiceModelAdmin):
    menu_group = MenuGroup.PRODUCT
    menu_icon = "photo_library"
    menu_order = 81
    list_display = ("title", "type", "source", "user", "brand", "created_at")
    list_filter = (("type", ChoicesDropdownFilter), ("source", ChoicesDropdownFilter), ("created_at", RangeDateFilter))
    search_fields = ("title", "tag_text", "prompt", "user__email", "brand__brand_name")
    list_select_related = ("user", "brand")
    fields = ("title", "tags", "type", "source", "user", "brand", "file", "prompt", "call_id")
    readonly_fields = ("type", "source", "user", "brand", "file", "prompt", "call_id")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        update_asset(user=request.user, asset=Asset.objects.get(pk=obj.pk), fields=dict(form.cleaned_data))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_asset(user=request.user, asset=obj)
