from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "artnex.web"
    label = "web"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from artnex.deploy_checks import check_services
        from artnex.migrating import listen_for_migrations
        from artnex.web.navigation import Place, register_place

        register(check_services, deploy=True)
        listen_for_migrations()
        register_place(
            Place(_("Home"), "web:home", "home", order=0, on_phone=True, keywords=_("start dashboard overview"))
        )
