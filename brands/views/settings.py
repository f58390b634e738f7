"""What a brand says of itself, on one page; and its end."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from brands.enums import BrandRole
from brands.forms.registry import DeleteBrandForm, SettingsForm
from brands.services.brands import delete_brand, remove_logo, set_logo_of_form, update_brand
from brands.tabs import BrandTab, register_tab
from brands.views.base import BrandConfirmPage, BrandFormPage

register_tab(
    BrandTab(
        "settings",
        _("Settings"),
        "brands:settings",
        order=110,
        roles=(BrandRole.OWNER, BrandRole.EDITOR),
        shows=("brand",),
    )
)


class SettingsPage(BrandFormPage):
    tab = "settings"
    title = _("Settings")
    form_class = SettingsForm
    template_name = "brands/registry/settings.html"
    tab_url_name = "brands:settings"
    success_text = _("The brand is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"brand": self.brand}

    def save(self, form: SettingsForm) -> None:
        user, upload = self.request.user, form.cleaned_data["logo"]
        if upload:
            set_logo_of_form(user=user, brand=self.brand, upload=upload)
        elif form.cleaned_data.get("remove_logo"):
            remove_logo(user=user, brand=self.brand)
        update_brand(user=user, brand=self.brand, fields=form.brand_fields)


class DeleteBrandPage(BrandConfirmPage):
    brand_action = "delete"
    form_class = DeleteBrandForm
    tab_url_name = "brands:settings"
    title = _("Delete this brand?")
    lead = _("Everything under it goes with it: KPIs, projects, brand DNA. This cannot be undone.")
    submit_label = _("Delete the brand for good")
    success_text = _("The brand is deleted.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"brand_name": self.brand.brand_name}

    def save(self, form: DeleteBrandForm) -> str:
        delete_brand(user=self.request.user, brand=self.brand)
        return reverse("brands:list")
