from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "artnex.files"
    label = "files"
    verbose_name = _("Files")

    def ready(self) -> None:
        from artnex.files import events, system_checks  # noqa: F401 - the checks register themselves

        events.register()
