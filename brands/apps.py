from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BrandsConfig(AppConfig):
    name = "brands"
    verbose_name = _("Brands")

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from artnex.access import brand_boundary
        from brands import dashboard, places
        from brands.access import reachable_brand_ids
        from brands.contract_places import register as register_contracts
        from brands.default_presets import create_default_presets
        from brands.events import register_brand_events
        from brands.services.brands import listen_for_deleted_brands
        from brands.services.tasks import listen_for_leavers
        from brands.work_places import register as register_work

        register_brand_events()
        places.register()
        dashboard.register()
        listen_for_leavers()
        listen_for_deleted_brands()
        register_work()
        register_contracts()
        brand_boundary.visible_ids = reachable_brand_ids
        post_migrate.connect(create_default_presets, sender=self, dispatch_uid="brands.default_presets")
