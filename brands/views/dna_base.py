"""What all pages of one Brand DNA have in common: the DNA, and the brand's shell around it when it has a brand."""

from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from artnex.access import Action, fetch
from artnex.web.pages import Text
from brands.enums import BrandRole
from brands.models import Brand, BrandDna
from brands.services.team import role_on
from brands.tabs import BrandTab, register_tab, tabs_of
from brands.views.base import BrandMixin

TAB = "dna"
register_tab(BrandTab(TAB, _("Brand DNA"), "brands:dna_tab", order=90, shows=("brand_dna", "brand")))


class DnaMixin:
    """`self.dna`: the one the URL names by `pk`. Whoever may only look is led from forms to the DNA itself."""

    dna_action: ClassVar[Action] = "read"
    everybody_may_look: ClassVar[bool] = False  # even where only some may change
    part: str = ""  # which of the DNA's pages this is
    leads_back_to: str = "dna"
    title: Text = ""
    cancel_url: str = ""
    request: Any
    kwargs: dict[str, Any]

    @cached_property
    def dna(self) -> BrandDna:
        rows = BrandDna.objects.select_related("brand__logo")
        return fetch(rows, self.request.user, self.asked_action, pk=self.kwargs["pk"])  # type: ignore[arg-type]

    @property
    def asked_action(self) -> Action:
        return "read" if self.request.method in {"GET", "HEAD"} else self.dna_action

    @property
    def brand(self) -> Brand | None:
        return self.dna.brand

    @cached_property
    def may_edit(self) -> bool:
        return BrandDna.objects.restrict(self.request.user, "update").filter(pk=self.dna.pk).exists()

    @cached_property
    def may_delete(self) -> bool:
        return BrandDna.objects.restrict(self.request.user, "delete").filter(pk=self.dna.pk).exists()

    @cached_property
    def role(self) -> BrandRole | None:
        return role_on(self.brand, self.request.user) if self.brand else BrandRole.OWNER

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            allowed = {"read": True, "update": self.may_edit, "delete": self.may_delete}[self.dna_action]
            if request.method in {"GET", "HEAD"} and not allowed and not self.everybody_may_look:
                return HttpResponseRedirect(self.editor_url)
            self.title = self.title or self.dna.name
            self.cancel_url = self.url_of(self.leads_back_to)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    # ── addresses ──────────────────────────────────────────────────────────────────────────────────
    def url_of(self, name: str, *more: Any) -> str:
        return reverse(f"brands:{name}", args=[self.dna.pk, *more])

    @property
    def editor_url(self) -> str:
        return self.url_of("dna")

    def get_success_url(self) -> str:
        return self.editor_url

    # ── what is drawn ──────────────────────────────────────────────────────────────────────────────
    @property
    def shell(self) -> str:
        """The frame around the page."""
        return "brands/brand_base.html" if self.brand else "base.html"

    def get_breadcrumbs(self) -> list[tuple[Text, str]]:
        if self.brand is None:
            return [(_("Brand DNA"), reverse("brands:dna_list"))]
        return BrandMixin.get_breadcrumbs(self)  # type: ignore[arg-type]

    @property
    def parts(self) -> list[dict[str, Any]]:
        """The pages of this DNA, for `<c-tabs>`."""
        pages = (("dna", _("Sliders")), ("dna_versions", _("Versions")), ("dna_compare", _("Compare")))
        names = [*pages, ("dna_export", _("Export"))]
        return [{"label": label, "url": self.url_of(name), "current": name == self.part} for name, label in names]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        brand = self.brand
        in_brand = {"brand_tabs": tabs_of(brand.pk, role=self.role, current=TAB)} if brand else {}
        facts = {"dna": self.dna, "brand": brand, "role": self.role, "may_edit": self.may_edit, "shell": self.shell}
        return super().get_context(**facts, **in_brand, **extra)  # type: ignore[misc]
