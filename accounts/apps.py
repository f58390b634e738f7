from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from django.contrib.auth.models import Group
        from django.db.models.signals import m2m_changed, post_migrate

        from accounts import events, live, places
        from accounts.permissions import create_roles, role_book
        from accounts.plans import register_own_usage
        from accounts.services.export import register_own_exports

        events.register()
        places.register()
        live.register()
        register_own_exports()
        register_own_usage()
        post_migrate.connect(create_roles, sender=self, dispatch_uid="accounts.create_roles")
        m2m_changed.connect(
            role_book.forget, sender=Group.permissions.through, weak=False, dispatch_uid="accounts.role_book"
        )
