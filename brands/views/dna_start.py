"""Where Brand DNA begins: a brand's tab, the list of one's own, choosing a preset, and the presets themselves."""

from functools import cached_property
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artnex.access import fetch
from artnex.web.pages import ListPage, ObjectConfirmPage, ObjectFormPage, PrivateFormPage, PrivatePage, Text
from artnex.web.tables import Column, TableSpec
from artnex.web.toasts import toast
from brands.forms.dna import NewDnaForm, PresetForm
from brands.models import Brand, BrandDna, DnaPreset
from brands.queries.dna import newest_dna, visible_presets
from brands.services.dna import create_dna, delete_preset, update_preset
from brands.views.base import BrandMixin, BrandPage, BrandTitle
from brands.views.dna_base import TAB


class DnaTabPage(BrandPage):
    """The DNA of the brand that was saved last; an invitation to begin when there is none."""

    tab = TAB
    template_name = "brands/dna/none.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        dna = newest_dna(self.brand.pk)
        return HttpResponseRedirect(reverse("brands:dna", args=[dna.pk])) if dna else super().get(request)


class StartsFromPreset:
    """A form that makes a DNA from a preset; `?preset=` chooses one beforehand."""

    template_name = "brands/dna/start.html"
    form_class: type[forms.BaseForm] = NewDnaForm
    submit_label: Text = gettext_lazy("Create the Brand DNA")
    request: Any
    brand: Any

    @cached_property
    def presets(self) -> list[DnaPreset]:
        return list(visible_presets(self.request.user))

    def get_form_kwargs(self) -> dict[str, Any]:
        known = {str(preset.pk) for preset in self.presets}
        asked = self.request.GET.get("preset", "")
        chosen = asked if asked in known else (self.presets[0].pk if self.presets else None)
        initial = {"name": self.first_name(), "preset": chosen}
        return {
            "presets": visible_presets(self.request.user),
            "initial": initial,
            **super().get_form_kwargs(),  # type: ignore[misc]
        }

    def first_name(self) -> str:
        return _("Brand DNA")

    def save(self, form: NewDnaForm) -> str:
        typed = form.cleaned_data
        note = _("From the preset “%(name)s”") % {"name": typed["preset"].label}
        dna = create_dna(
            user=self.request.user, brand=self.brand, name=typed["name"], axes=typed["preset"].axes, note=note
        )
        return reverse("brands:dna", args=[dna.pk])

    def get_context(self, **extra: Any) -> dict[str, Any]:
        form = extra["form"]
        chosen = str(form["preset"].value())
        cards = [{"preset": preset, "is_chosen": str(preset.pk) == chosen} for preset in self.presets]
        shell = "brands/brand_base.html" if self.brand else "base.html"
        return super().get_context(cards=cards, shell=shell, **extra)  # type: ignore[misc]


class NewBrandDnaPage(StartsFromPreset, BrandMixin, BrandTitle, PrivateFormPage):
    tab = TAB
    tab_url_name = "brands:dna_tab"
    title = gettext_lazy("New Brand DNA")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            if request.method not in {"GET", "HEAD"}:
                fetch(Brand.objects.all(), request.user, "update", pk=self.kwargs["brand_id"])
            elif not self.may_edit:
                return HttpResponseRedirect(reverse("brands:dna_tab", args=[self.brand.pk]))
        return super().dispatch(request, *args, **kwargs)

    def first_name(self) -> str:
        return self.brand.brand_name


class NewOwnDnaPage(StartsFromPreset, PrivateFormPage):
    """A DNA without a brand, for oneself."""

    brand = None
    permission = "update:brand"
    title = gettext_lazy("New Brand DNA")
    lead = gettext_lazy("It belongs to you alone. For a brand, begin on the brand's own page.")
    breadcrumbs = [(gettext_lazy("Brand DNA"), "brands:dna_list")]
    cancel_url = "/brand-dna/"


class DnaListPage(ListPage):
    """All Brand DNA one may see, with a brand or without."""

    model = BrandDna
    title = gettext_lazy("Brand DNA")
    lead = gettext_lazy("What your brands feel like, as five sliders that become colours, type and spacing.")
    template_name = "brands/dna/all.html"
    table = TableSpec(
        columns=[
            Column("name", gettext_lazy("Name"), sort="name", template="brands/dna/cells/name.html", primary=True),
            Column("brand", gettext_lazy("Brand"), value="brand.brand_name", sort="brand__brand_name"),
            Column("look", gettext_lazy("Look"), value="axes", template="brands/dna/cells/look.html", exported=False),
            Column("version", gettext_lazy("Version"), sort="version", numeric=True),
            Column("updated_at", gettext_lazy("Saved"), sort="updated_at"),
        ],
        search_fields=["name", "brand__brand_name"],
        default_sort="-updated_at",
        export_name="brand-dna",
        caption=gettext_lazy("Brand DNA"),
        empty={
            "title": gettext_lazy("No Brand DNA yet"),
            "text": gettext_lazy("Open a brand and begin there, or make one of your own to try it out."),
            "icon": "palette",
            "action_url": "brands:dna_new",
            "action_label": gettext_lazy("New Brand DNA"),
        },
    )

    def get_rows(self) -> QuerySet:
        return super().get_rows().select_related("brand")


# ── presets ────────────────────────────────────────────────────────────────────────────────────────
class PresetsPage(PrivatePage):
    template_name = "brands/dna/presets.html"
    title = gettext_lazy("Presets")
    lead = gettext_lazy("Starting points for Brand DNA: those of ArtNex, your own, and what others share.")
    breadcrumbs = [(gettext_lazy("Brand DNA"), "brands:dna_list")]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        query = self.request.GET.get("q", "").replace("\x00", "").strip()[:100]
        words = query.casefold().split()
        presets = visible_presets(self.request.user).select_related("user")
        found = [p for p in presets if all(w in f"{p.name} {p.label} {p.about}".casefold() for w in words)]
        rows = [{"preset": preset, "is_own": preset.user_id == self.request.user.pk} for preset in found]
        return super().get_context(rows=rows, query=query, **extra)


class OwnPreset:
    """One's own preset; those of others and of ArtNex are refused."""

    model = DnaPreset
    cancel_url = "/presets/"
    success_url = "brands:presets"


class ChangePresetPage(OwnPreset, ObjectFormPage):
    form_class = PresetForm
    title = gettext_lazy("Change the preset")
    breadcrumbs = [(gettext_lazy("Presets"), "brands:presets")]
    narrow = True
    success_text = gettext_lazy("The preset is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        fields = ("name", "description", "is_shared")
        return {"initial": {name: getattr(self.object, name) for name in fields}, **super().get_form_kwargs()}

    def save(self, form: PresetForm) -> None:  # type: ignore[override]
        update_preset(user=self.request.user, preset=self.object, fields=form.cleaned_data)


class DeletePresetPage(OwnPreset, ObjectConfirmPage):
    title = gettext_lazy("Delete this preset?")
    lead = gettext_lazy("Brand DNA that began with it stays as it is.")
    submit_label = gettext_lazy("Delete")

    def save(self, form: Any) -> None:
        delete_preset(user=self.request.user, preset=self.object)
        toast(self.request, _("The preset is deleted."))
