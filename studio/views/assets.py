"""The library: a grid of files, one file, bringing and changing them."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from artnex.web.pages import ListPage, ObjectConfirmPage, ObjectFormPage, ObjectPage, PrivateFormPage
from artnex.web.tables import Column, TableSpec
from studio.forms.generation import AssetForm, UploadForm, split_words
from studio.models import Asset, AssetSource, AssetType
from studio.services.assets import delete_asset, store_asset, update_asset
from studio.services.generation import brand_for
from studio.views.generation import CRUMBS, StudioTabs

LIBRARY_CRUMBS = (*CRUMBS, (_("Library"), "studio:library"))


class AssetFilter(django_filters.FilterSet):
    type = django_filters.ChoiceFilter(
        label=pgettext_lazy("asset", "Type"), choices=AssetType.choices, empty_label=_("All")
    )
    source = django_filters.ChoiceFilter(label=_("Source"), choices=AssetSource.choices, empty_label=_("All"))


class LibraryPage(StudioTabs, ListPage):
    model = Asset
    permission = "read:brand"
    title = _("Library")
    lead = _("Pictures, documents and videos, each with where it comes from.")
    template_name = "studio/library.html"
    part_template_name = "studio/library_part.html"
    breadcrumbs = CRUMBS
    tab = "library"
    table = TableSpec(
        id="assets",
        columns=[
            Column("title", _("Title"), sort="title", primary=True),
            Column("created_at", _("Stored"), sort="created_at"),
        ],
        filterset_class=AssetFilter,
        search_fields=["title", "tag_text", "prompt"],
        search_label=_("Title, tag or request"),
        default_sort="-created_at",
        caption=_("Library"),
        empty={
            "icon": "image",
            "title": _("The library is empty"),
            "text": _("Make a picture, or bring your own files."),
            "action_url": "studio:upload",
            "action_label": _("Upload"),
        },
    )

    def get_rows(self) -> QuerySet:
        return super().get_rows().select_related("file", "brand")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        user: Any = self.request.user
        return super().get_context(may_make=user.may("update:brand"), **extra)


class AssetPage(ObjectPage):
    model = Asset
    permission = "read:brand"
    template_name = "studio/asset.html"
    breadcrumbs = LIBRARY_CRUMBS

    def get_title(self) -> str:
        return self.object.title

    def get_rows(self) -> Any:
        return Asset.objects.select_related("file", "brand", "user")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        rows = Asset.objects.filter(pk=self.object.pk)
        return super().get_context(
            may_edit=rows.restrict(self.request.user, "update").exists(),
            may_delete=rows.restrict(self.request.user, "delete").exists(),
            **extra,
        )


class EditAssetPage(ObjectFormPage):
    model = Asset
    form_class = AssetForm
    title = _("Edit the asset")
    breadcrumbs = LIBRARY_CRUMBS
    narrow = True
    success_text = _("The asset is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        initial = {"title": self.object.title, "tags": ", ".join(self.object.tags)}
        return super().get_form_kwargs() | {"initial": initial}

    @property
    def cancel_url(self) -> str:  # type: ignore[override]
        return self.get_success_url()

    def get_success_url(self) -> str:
        return reverse("studio:asset", args=[self.object.pk])

    def save(self, form: AssetForm) -> None:
        update_asset(user=self.request.user, asset=self.object, fields=form.as_fields())


class DeleteAssetPage(ObjectConfirmPage):
    model = Asset
    title = _("Delete this asset?")
    lead = _("The file goes for everybody. This cannot be undone.")
    submit_label = _("Delete")
    success_url = "studio:library"
    success_text = _("The asset is deleted.")

    def save(self, form: Any) -> None:
        delete_asset(user=self.request.user, asset=self.object)


class UploadPage(PrivateFormPage):
    permission = "update:brand"
    form_class = UploadForm
    title = _("Upload")
    lead = _("What a file says of its own origin is kept and shown.")
    breadcrumbs = LIBRARY_CRUMBS
    narrow = True
    submit_label = _("Upload")
    success_text = _("The file is in the library.")

    @property
    def cancel_url(self) -> str:  # type: ignore[override]
        return reverse("studio:library")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def save(self, form: UploadForm) -> str:
        given = form.cleaned_data
        brand_id = given["brand_id"]
        asset = store_asset(
            user=self.request.user,
            brand=None if brand_id is None else brand_for(self.request.user, brand_id),
            content=given["file"],
            filename=given["file"].name,
            title=given["title"],
            tags=split_words(given["tags"]),
        )
        return reverse("studio:asset", args=[asset.pk])
