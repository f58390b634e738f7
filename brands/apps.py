from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BrandsConfig(AppConfig):
    name = "brands"
    verbose_name = _("Brands")

    def ready(self) -> None:
        from artnex.access import brand_boundary
        from brands.access import reachable_brand_ids
        from brands.events import register_brand_events

        register_brand_events()
        brand_boundary.visible_ids = reachable_brand_ids
