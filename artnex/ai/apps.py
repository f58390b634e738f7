from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AIConfig(AppConfig):
    name = "artnex.ai"
    label = "ai"
    verbose_name = _("AI")

    def ready(self) -> None:
        from artnex.ai.events import register_events

        register_events()
