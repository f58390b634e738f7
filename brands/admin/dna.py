"""Brand DNA and presets in the administration."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import display

from artnex.administration.display import as_json
from artnex.administration.menu import MenuGroup
from artnex.administration.model_admin import ReadOnlyModelAdmin, ServiceModelAdmin
from brands.engine.dna import AXES
from brands.models import BrandDna, BrandDnaVersion, DnaComment, DnaPreset
from brands.services.dna import create_preset, delete_dna, delete_preset, save_dna, update_preset


class ReadOnlyInline(TabularInline):
    """Rows to look at."""

    extra = 0
    can_delete = False
    show_change_link = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True  # whoever may open the DNA sees what belongs to it


class VersionInline(ReadOnlyInline):
    model = BrandDnaVersion
    fields = readonly_fields = ("number", "name", *AXES, "note", "author", "created_at")
    per_page = 20

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("author")


class CommentInline(ReadOnlyInline):
    model = DnaComment
    fields = readonly_fields = ("created_at", "author", "version", "body")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("author")


@admin.register(BrandDna)
class BrandDnaAdmin(ServiceModelAdmin):
    """Changed by the same service as everywhere: a save here is a version too."""

    menu_group = MenuGroup.PRODUCT
    menu_icon = "palette"
    list_display = ("name", "brand", "user", "version", "updated_at")
    list_filter = (("updated_at", RangeDateTimeFilter),)
    search_fields = ("name", "brand__brand_name", "user__email")
    list_select_related = ("brand", "user")
    fields = ("name", "brand", "user", *AXES, "version", "shown_tokens", "created_at", "updated_at")
    readonly_fields = ("brand", "user", "version", "shown_tokens", "created_at", "updated_at")
    inlines = (VersionInline, CommentInline)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        axes = {axis: getattr(obj, axis) for axis in AXES}
        save_dna(user=request.user, dna=obj, name=obj.name, axes=axes, note=str(_("In the administration")))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_dna(user=request.user, dna=obj)

    @display(description=_("design tokens"))
    def shown_tokens(self, dna: BrandDna) -> SafeString:
        return as_json(dna.tokens)


@admin.register(BrandDnaVersion)
class BrandDnaVersionAdmin(ReadOnlyModelAdmin):
    """All versions of all DNA; never changed."""

    menu_group = MenuGroup.PRODUCT
    menu_icon = "history"
    menu_title = _("versions of Brand DNA")
    list_display = ("dna", "number", "note", "author", "created_at")
    search_fields = ("dna__name", "note", "author__email")
    list_select_related = ("dna", "author")
    date_hierarchy = "created_at"


@admin.register(DnaPreset)
class DnaPresetAdmin(ServiceModelAdmin):
    """Presets of people, and those that come with ArtNex (without an owner)."""

    menu_group = MenuGroup.PRODUCT
    menu_icon = "tune"
    menu_title = _("presets")
    list_display = ("name", "user", "is_shared", "position", "created_at")
    list_filter = ("is_shared", ("user", admin.EmptyFieldListFilter))
    search_fields = ("name", "description", "user__email")
    list_select_related = ("user",)
    fields = ("name", "description", *AXES, "is_shared", "user", "created_at")
    readonly_fields = ("user", "created_at")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        fields: dict[str, Any] = {"name": obj.name, "description": obj.description, "is_shared": obj.is_shared}
        if not change:
            obj.pk = create_preset(user=request.user, axes=obj.axes, **fields).pk
            return
        stored = DnaPreset.objects.get(pk=obj.pk)
        update_preset(user=request.user, preset=stored, fields={**fields, "axes": obj.axes})

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_preset(user=request.user, preset=obj)
