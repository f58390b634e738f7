from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StudioConfig(AppConfig):
    name = "studio"
    verbose_name = _("Studio")

    def ready(self) -> None:
        """Every module of `studio/places/` registers what its branch brings: pages, events, search, checks."""
        from studio import places

        for branch in iter_modules(places.__path__):
            import_module(f"{places.__name__}.{branch.name}").register()
