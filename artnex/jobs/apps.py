from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "artnex.jobs"
    label = "jobs"
    verbose_name = _("Jobs")

    def ready(self) -> None:
        from artnex.jobs import metrics
        from artnex.jobs.events import register_events
        from artnex.web.navigation import Place, register_place

        register_events()
        metrics.register()
        register_place(
            Place(
                _("My jobs"), "jobs:list", "jobs", section="account", order=30, keywords=_("progress tasks background")
            )
        )
        autodiscover_modules("jobs")
