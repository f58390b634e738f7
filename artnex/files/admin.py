"""Stored files in the administration: who keeps what, and who may see it."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateTimeFilter
from unfold.decorators import display

from artnex.administration.dashboard import Figure, register_figure
from artnex.administration.display import as_bytes, as_json, as_number
from artnex.administration.menu import MenuGroup
from artnex.administration.object_rights import ObjectRightsModelAdmin
from artnex.files.models import StoredFile, Visibility


@admin.register(StoredFile)
class StoredFileAdmin(ObjectRightsModelAdmin):
    menu_group = MenuGroup.FILES
    menu_icon = "folder"
    list_display = ("name", "owner", "purpose", "content_type", "shown_size", "visibility", "created_at")
    list_filter = (("visibility", ChoicesDropdownFilter), "content_type", ("created_at", RangeDateTimeFilter))
    search_fields = ("=id", "name", "owner__email", "owner__name", "=sha256")
    search_help_text = _("File id, name, owner or SHA-256")
    date_hierarchy = "created_at"
    list_select_related = ("owner",)
    fields = readonly_fields = (
        *("name", "link", "owner", "brand_id", "purpose", "content_type", "shown_size", "width", "height"),
        *("sha256", "visibility", "shown_provenance", "created_at"),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @display(description=_("size"), ordering="size")
    def shown_size(self, stored: StoredFile) -> str:
        return as_bytes(stored.size)

    @display(description=_("link"))
    def link(self, stored: StoredFile) -> SafeString | None:
        if stored.visibility == Visibility.GUARDED:
            return None
        return format_html('<a href="{}">{}</a>', stored.url, _("Open"))

    @display(description=_("provenance"))
    def shown_provenance(self, stored: StoredFile) -> SafeString:
        return as_json(stored.provenance)


def files_kept() -> Figure:
    kept = StoredFile.objects.filter(deleted_at__isnull=True).aggregate(count=Count("pk"), size=Sum("size"))
    return Figure(
        _("Files"), as_number(kept["count"]), as_bytes(kept["size"] or 0), reverse("admin:files_storedfile_changelist")
    )


register_figure(50, files_kept)
