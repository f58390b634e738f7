from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        """Every module of `reports/places/` registers what its branch brings: pages, events, search, checks."""
        from reports import places

        for branch in iter_modules(places.__path__):
            import_module(f"{places.__name__}.{branch.name}").register()
