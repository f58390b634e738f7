from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    """Django's admin with our site as the default one."""

    default_site = "artnex.administration.site.AdministrationSite"
