"""The side menu, built from what is registered: a new model's admin names its group and icon, and is in it."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from artnex.administration.model_admin import ServiceModelAdmin


class MenuGroup(models.TextChoices):
    """In the order of the menu."""

    PEOPLE = "people", _("People and access")
    PRODUCT = "product", _("Brands and content")
    WORK = "work", _("Background work")
    AI = "ai", _("AI and cost")
    FILES = "files", _("Files")
    RECORDS = "records", _("Records")


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """Groups of links to the lists that this person may open."""
    from artnex.administration.model_admin import ServiceModelAdmin

    groups: dict[str, list[ServiceModelAdmin]] = {}
    for model_admin in admin.site._registry.values():  # noqa: SLF001 (Django offers no other list)
        if isinstance(model_admin, ServiceModelAdmin) and model_admin.has_module_permission(request):
            groups.setdefault(model_admin.menu_group, []).append(model_admin)
    overview = {"title": _("Overview"), "icon": "space_dashboard", "link": reverse("admin:index")}
    menu: list[dict[str, Any]] = [{"items": [overview]}]
    for group in MenuGroup:
        members = sorted(groups.get(group, ()), key=lambda m: (m.menu_order, str(m.opts.verbose_name_plural)))
        if members:
            menu.append({"title": group.label, "separator": True, "items": [_entry(member) for member in members]})
    return menu


def _entry(model_admin: "ServiceModelAdmin") -> dict[str, Any]:
    options = model_admin.opts
    return {
        "title": capfirst(str(model_admin.menu_title or options.verbose_name_plural)),
        "icon": model_admin.menu_icon,
        "link": reverse(f"admin:{options.app_label}_{options.model_name}_changelist"),
    }
