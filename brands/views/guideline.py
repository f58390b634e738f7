"""The guideline of a brand, and having it made as a PDF."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from artnex.web.preferences import language_codes
from brands.queries.guideline import documents_of, guideline_of
from brands.services.guideline import request_guideline
from brands.tabs import BrandTab, register_tab
from brands.views.base import BrandAction, BrandPage

register_tab(BrandTab("guideline", _("Guideline"), "brands:guideline", order=95, shows=("brand", "brand_dna")))


class GuidelinePage(BrandPage):
    tab = "guideline"
    template_name = "brands/guideline/guideline.html"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(guideline=guideline_of(self.brand), documents=documents_of(self.brand), **extra)


class MakeGuideline(BrandAction):
    success_text = _("The guideline is being made.")

    def act(self) -> str:
        language = self.request.POST.get("language", "")
        language = language if language in language_codes() else "ko"
        return request_guideline(user=self.request.user, brand=self.brand, language=language).get_absolute_url()
