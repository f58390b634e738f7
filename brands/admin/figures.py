"""KPIs, personas, competitors and products in the administration; every change goes through the services."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import display

from artnex.administration.menu import MenuGroup
from artnex.administration.model_admin import ServiceModelAdmin
from brands.figure_charts import shown_value
from brands.kpi_types import KpiType, kpi_type
from brands.models import Competitor, CompetitorKpi, Kpi, KpiRevision, Persona, Product
from brands.services.children import create_child, delete_child, update_child
from brands.services.kpis import change_kpi, delete_kpi, enter_kpi


class ReadOnlyInline(TabularInline):
    """Rows to look at beside their parent."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RevisionInline(ReadOnlyInline):
    model = KpiRevision
    fields = readonly_fields = ("value", "replaced_by", "replaced_at")


class CompetitorKpiInline(ReadOnlyInline):
    model = CompetitorKpi
    fields = readonly_fields = ("kpi_type", "value", "measurement_date")


class UnderBrandAdmin(ServiceModelAdmin):
    """What hangs from a brand; it cannot move to another one."""

    menu_group = MenuGroup.PRODUCT
    raw_id_fields: tuple[str, ...] = ("brand",)
    list_select_related: tuple[str, ...] = ("brand",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("brand",) if obj is not None else ()


@admin.register(Kpi)
class KpiAdmin(UnderBrandAdmin):
    menu_icon = "monitoring"
    menu_order = 20
    list_display = ("brand", "shown_type", "shown_value", "measurement_date", "source", "created_by")
    list_filter = (("source", ChoicesDropdownFilter), ("measurement_date", RangeDateFilter))
    search_fields = ("=kpi_type", "brand__brand_name")
    list_select_related = ("brand", "created_by")
    fields = ("brand", "kpi_type", "value", "measurement_date")
    inlines = (RevisionInline,)

    @display(description=_("KPI"), ordering="kpi_type")
    def shown_type(self, row: Kpi) -> Any:
        return getattr(kpi_type(row.kpi_type), "label", row.kpi_type)

    @display(description=_("value"), ordering="value")
    def shown_value(self, row: Kpi) -> str:
        return shown_value(kpi_type(row.kpi_type) or KpiType(row.kpi_type, row.kpi_type, "count"), row.value)

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        values = {name: form.cleaned_data[name] for name in ("kpi_type", "value", "measurement_date")}
        if change:
            change_kpi(user=request.user, kpi=Kpi.objects.select_related("brand").get(pk=obj.pk), fields=values)
        else:
            row, _is_new = enter_kpi(user=request.user, brand=obj.brand, **values)
            obj.pk = row.pk

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_kpi(user=request.user, kpi=obj)


class ChildAdmin(UnderBrandAdmin):
    """Personas, competitors, products."""

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        values = {name: value for name, value in form.cleaned_data.items() if name != "brand"}
        if change:
            update_child(user=request.user, child=self.model.objects.get(pk=obj.pk), fields=values)  # type: ignore[type-var]
        else:
            obj.pk = create_child(self.model, user=request.user, brand=obj.brand, fields=values).pk  # type: ignore[type-var]

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_child(user=request.user, child=obj)


@admin.register(Persona)
class PersonaAdmin(ChildAdmin):
    menu_icon = "person_pin"
    menu_order = 30
    list_display = ("persona_name", "brand", "age_range", "gender", "updated_at")
    search_fields = ("persona_name", "brand__brand_name")
    fields = ("brand", "persona_name", "age_range", "gender", "characteristics", "pain_points")


@admin.register(Competitor)
class CompetitorAdmin(ChildAdmin):
    menu_icon = "swords"
    menu_order = 40
    list_display = ("competitor_name", "brand", "category", "market_share", "updated_at")
    search_fields = ("competitor_name", "brand__brand_name")
    fields = ("brand", "competitor_name", "category", "website", "strengths", "weaknesses", "market_share")
    inlines = (CompetitorKpiInline,)


@admin.register(Product)
class ProductAdmin(ChildAdmin):
    menu_icon = "inventory_2"
    menu_order = 50
    list_display = ("sku", "name", "brand", "price", "currency", "status", "updated_at")
    list_filter = (("status", ChoicesDropdownFilter),)
    search_fields = ("sku", "name", "brand__brand_name")
    fields = ("brand", "sku", "name", "price", "currency", "status")
