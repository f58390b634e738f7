"""Brands and the proposals made for them in the administration; every change goes through the services."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateTimeFilter

from artnex.administration.dashboard import Figure, register_figure
from artnex.administration.display import as_number
from artnex.administration.menu import MenuGroup
from artnex.administration.model_admin import ReadOnlyModelAdmin, ServiceModelAdmin
from brands.models import Brand, BrandSuggestion
from brands.services.brands import FIELDS, delete_brand, update_brand
from brands.validation import check_brand

FIGURES = ("followers", "engagement_rate", "popularity_index", "trend_score")


class BrandAdminForm(forms.ModelForm):
    class Meta:
        model = Brand
        fields = FIELDS

    def clean(self) -> dict[str, Any]:
        """The rules of every other way in."""
        data = super().clean() or {}
        cleaned, problems = check_brand(data)
        for name, message in problems.items():
            self.add_error(name, str(message))
        return data | cleaned


@admin.register(Brand)
class BrandAdmin(ServiceModelAdmin):
    """A brand is registered by its owner; here it can be looked at, corrected and deleted."""

    menu_group = MenuGroup.PRODUCT
    menu_icon = "sell"
    menu_order = 1
    form = BrandAdminForm
    list_display = ("brand_name", "category", "user", "popularity_index", "trend_score", "updated_at")
    list_select_related = ("user",)
    list_filter = (("created_at", RangeDateTimeFilter),)
    search_fields = ("brand_name", "category", "user__email")
    date_hierarchy = "created_at"
    readonly_fields = ("user", *FIGURES, "registration_step", "created_at", "updated_at")
    fieldsets = (
        (None, {"fields": ("user", "brand_name", "category", "website", "target")}),
        (_("Identity"), {"fields": ("slogan", "mission", "vision", "voice", "keywords", "palette", "tone_manner")}),
        (_("Figures"), {"fields": FIGURES}),
        (_("History"), {"fields": ("registration_step", "created_at", "updated_at")}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        stored = Brand.objects.get(pk=obj.pk)
        update_brand(user=request.user, brand=stored, fields={name: form.cleaned_data[name] for name in FIELDS})

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_brand(user=request.user, brand=obj)


@admin.register(BrandSuggestion)
class BrandSuggestionAdmin(ReadOnlyModelAdmin):
    menu_group = MenuGroup.PRODUCT
    menu_icon = "lightbulb"
    menu_order = 90
    list_display = ("brand", "field", "engine", "status", "created_at", "decided_at")
    list_select_related = ("brand",)
    list_filter = ("status", "field", "engine")


def brands_figure() -> Figure:
    """How many there are."""
    return Figure(_("Brands"), as_number(Brand.objects.count()), url=reverse("admin:brands_brand_changelist"))


register_figure(20, brands_figure)
