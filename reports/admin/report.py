"""Reports and what became of them in the administration: to look at, to take away, to revoke."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import display

from artnex.administration.menu import MenuGroup
from artnex.administration.model_admin import ReadOnlyModelAdmin, ServiceModelAdmin
from artnex.errors import Message
from reports.models import (
    ParagraphEdit,
    Report,
    ReportComment,
    ReportExport,
    ReportSchedule,
    ReportSection,
    ReportShare,
    ScheduledRun,
)
from reports.services.reports import delete_report
from reports.services.schedules import delete_schedule, update_schedule
from reports.services.shares import revoke_share

RUN_TONES = {"sent": "success", "failed": "danger", "skipped": "warning", "pending": "info"}


class TakenAwayOnly(ServiceModelAdmin):
    """Rows that people make in the product: nothing is added or changed here, only taken away."""

    menu_group = MenuGroup.PRODUCT

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Report)
class ReportAdmin(TakenAwayOnly):
    menu_icon = "summarize"
    menu_order = 80
    list_display = ("title_ko", "brand", "report_type", "overall_score", "engine", "created_at", "deleted_at")
    list_filter = (("report_type", ChoicesDropdownFilter), ("created_at", RangeDateFilter))
    search_fields = ("title_ko", "title_en", "brand__brand_name")
    list_select_related = ("brand",)
    fields = ("brand", "user", "report_type", "title_ko", "title_en", "overall_score", "engine", "scores", "facts")

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_report(user=request.user, report=obj)


@admin.register(ReportSection)
class ReportSectionAdmin(ReadOnlyModelAdmin):
    menu_group = MenuGroup.PRODUCT
    menu_icon = "article"
    menu_order = 81
    list_display = ("title_ko", "report", "section_name", "score", "engine", "updated_at")
    search_fields = ("title_ko", "title_en", "report__title_ko")
    list_select_related = ("report",)


@admin.register(ReportExport)
class ReportExportAdmin(ReadOnlyModelAdmin):
    menu_group = MenuGroup.PRODUCT
    menu_icon = "picture_as_pdf"
    menu_order = 82
    list_display = ("file", "report", "format", "language", "user", "created_at")
    list_filter = (("format", ChoicesDropdownFilter), ("created_at", RangeDateFilter))
    list_select_related = ("file", "report", "user")


@admin.register(ReportShare)
class ReportShareAdmin(TakenAwayOnly):
    """Deleting a link here revokes it: that it was there stays on record."""

    menu_icon = "link"
    menu_order = 83
    list_display = ("report", "user", "expires_at", "revoked_at", "view_count", "last_viewed_at", "created_at")
    list_filter = (("created_at", RangeDateFilter),)
    search_fields = ("report__title_ko",)
    list_select_related = ("report", "user")
    fields = ("report", "user", "expires_at", "revoked_at", "view_count", "last_viewed_at")

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        revoke_share(user=request.user, share=obj)


@admin.register(ReportSchedule)
class ReportScheduleAdmin(ServiceModelAdmin):
    menu_group = MenuGroup.PRODUCT
    menu_icon = "schedule_send"
    menu_order = 84
    list_display = ("brand", "user", "frequency", "format", "language", "is_active", "next_run_at")
    list_filter = (("frequency", ChoicesDropdownFilter),)
    search_fields = ("brand__brand_name", "user__email")
    list_select_related = ("brand", "user")
    fields = ("brand", "user", "frequency", "format", "language", "recipients", "is_active", "next_run_at")
    readonly_fields = ("brand", "user", "recipients", "next_run_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        update_schedule(
            user=request.user, schedule=ReportSchedule.objects.get(pk=obj.pk), fields=dict(form.cleaned_data)
        )

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_schedule(user=request.user, schedule=obj)


@admin.register(ScheduledRun)
class ScheduledRunAdmin(ReadOnlyModelAdmin):
    menu_group = MenuGroup.PRODUCT
    menu_icon = "outgoing_mail"
    menu_order = 85
    list_display = ("schedule", "shown_status", "attempts", "created_at", "finished_at")
    list_filter = (("status", ChoicesDropdownFilter), ("created_at", RangeDateFilter))
    list_select_related = ("schedule__brand",)

    @display(description=_("status"), label=RUN_TONES, ordering="status")
    def shown_status(self, run: ScheduledRun) -> tuple[str, Message]:
        return run.status, run.get_status_display()


@admin.register(ReportComment)
class ReportCommentAdmin(TakenAwayOnly):
    menu_icon = "comment"
    menu_order = 86
    list_display = ("__str__", "report", "author", "created_at")
    search_fields = ("body", "author__email", "report__title_ko")
    list_select_related = ("report", "author")
    fields = ("report", "section", "author", "body")


@admin.register(ParagraphEdit)
class ParagraphEditAdmin(ReadOnlyModelAdmin):
    menu_group = MenuGroup.PRODUCT
    menu_icon = "edit_note"
    menu_order = 87
    list_display = ("__str__", "section", "paragraph_id", "author", "created_at")
    search_fields = ("text_ko", "text_en", "author__email")
    list_select_related = ("section", "author")
