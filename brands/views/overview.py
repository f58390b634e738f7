"""The first tab of a brand: who it is and how it is doing."""

from django.utils.translation import gettext_lazy as _

from brands.tabs import BrandTab, register_tab
from brands.views.base import BrandPage

register_tab(BrandTab("overview", _("Overview"), "brands:brand", order=10))


class OverviewPage(BrandPage):
    tab = "overview"
    template_name = "brands/figures/overview.html"
