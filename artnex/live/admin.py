"""Live processes, to look at."""

from django.contrib import admin

from artnex.administration.menu import MenuGroup
from artnex.administration.model_admin import ReadOnlyModelAdmin
from artnex.live.models import LivePulse


@admin.register(LivePulse)
class LivePulseAdmin(ReadOnlyModelAdmin):
    menu_group = MenuGroup.WORK
    menu_icon = "sensors"
    menu_order = 5
    list_display = ("process", "connections", "subscriptions", "seen_at")
