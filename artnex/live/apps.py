from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LiveConfig(AppConfig):
    name = "artnex.live"
    label = "live"
    verbose_name = _("Live connections")

    def ready(self) -> None:
        from artnex.events.registry import subscribe
        from artnex.live import pulse
        from artnex.live.waking import wake_after_commit

        subscribe("*", wake_after_commit)
        pulse.register()
