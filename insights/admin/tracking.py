"""Trackings, contents, crawls and the quota in the administration."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import BooleanRadioFilter, ChoicesDropdownFilter
from unfold.decorators import display

from artnex.administration.menu import MenuGroup
from artnex.administration.model_admin import ServiceModelAdmin
from artnex.errors import Message
from insights.models import Content, CrawlRun, QuotaUse, Tracking
from insights.services.trackings import create_tracking, delete_tracking, update_tracking

TONES = {"succeeded": "success", "partial": "warning", "failed": "danger", "running": "info"}


class ReadOnly(ServiceModelAdmin):
    """Rows that only the platforms write."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Tracking)
class TrackingAdmin(ServiceModelAdmin):
    menu_group = MenuGroup.PRODUCT
    menu_icon = "radar"
    menu_order = 70
    list_display = ("keyword", "brand", "is_active", "interval_hours", "last_crawled_at", "next_crawl_at")
    list_filter = (("is_active", BooleanRadioFilter),)
    search_fields = ("keyword", "brand__brand_name")
    list_select_related = ("brand",)
    raw_id_fields = ("brand",)
    fields = (
        "brand",
        "keyword",
        "synonyms",
        "exclude_words",
        "platforms",
        "feeds",
        "links",
        "start_date",
        "end_date",
        "interval_hours",
        "is_active",
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("brand",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        given = dict(form.cleaned_data)
        if change:
            update_tracking(user=request.user, tracking=Tracking.objects.get(pk=obj.pk), fields=given)
            return
        made = create_tracking(user=request.user, brand=given.pop("brand"), fields=given)
        obj.__dict__.update(made.__dict__)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_tracking(user=request.user, tracking=obj)


@admin.register(Content)
class ContentAdmin(ReadOnly):
    menu_group = MenuGroup.PRODUCT
    menu_icon = "smart_display"
    menu_order = 71
    list_display = ("title", "platform", "tracking", "view_count", "popularity_index", "is_rising", "refreshed_at")
    list_filter = (("platform", ChoicesDropdownFilter), ("is_rising", BooleanRadioFilter))
    search_fields = ("title", "channel", "external_id")
    list_select_related = ("tracking",)


@admin.register(CrawlRun)
class CrawlRunAdmin(ReadOnly):
    menu_group = MenuGroup.PRODUCT
    menu_icon = "travel_explore"
    menu_order = 72
    list_display = ("tracking", "shown_status", "is_scheduled", "started_at", "finished_at")
    list_filter = (("status", ChoicesDropdownFilter),)
    search_fields = ("tracking__keyword",)
    list_select_related = ("tracking",)

    @display(description=_("status"), label=TONES, ordering="status")
    def shown_status(self, run: CrawlRun) -> tuple[str, Message]:
        return run.status, run.get_status_display()


@admin.register(QuotaUse)
class QuotaUseAdmin(ReadOnly):
    menu_group = MenuGroup.PRODUCT
    menu_icon = "data_usage"
    menu_order = 73
    list_display = ("service", "day", "units", "searches")
