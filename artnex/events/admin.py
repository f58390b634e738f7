"""The audit trail and notifications in the administration: to read, never to change."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import display

from artnex.administration.dashboard import Figure, register_figure
from artnex.administration.display import as_json, as_number
from artnex.administration.menu import MenuGroup
from artnex.administration.model_admin import ReadOnlyModelAdmin
from artnex.events.models import Event, Notification
from artnex.events.registry import event_types, label_of


class EventNameFilter(admin.SimpleListFilter):
    """Kinds of events, by their labels."""

    title = _("event")
    parameter_name = "name"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return sorted(((kind.name, str(kind.label)) for kind in event_types()), key=lambda pair: pair[1])

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(name=self.value()) if self.value() else queryset


@admin.register(Event)
class EventAdmin(ReadOnlyModelAdmin):
    menu_group = MenuGroup.RECORDS
    menu_icon = "history"
    menu_title = _("Audit trail")
    menu_order = 1
    list_display = ("created_at", "what", "actor_name", "subject_name", "ip")
    list_display_links = ("created_at", "what")
    list_filter = (EventNameFilter, ("created_at", RangeDateTimeFilter))
    search_fields = ("actor_name", "subject_name", "=request_id", "=ip")
    search_help_text = _("Name of a person or object, request id or address")
    date_hierarchy = "created_at"
    fields = (
        "created_at",
        "what",
        "name",
        "actor",
        "actor_name",
        "subject_line",
        "brand_id",
        "ip",
        "request_id",
        "shown_data",
    )
    list_select_related = False

    @display(description=_("event"), ordering="name")
    def what(self, event: Event) -> str:
        return label_of(event.name)

    @display(description=_("object"))
    def subject_line(self, event: Event) -> str:
        return f"{event.subject_name} ({event.subject_type} {event.subject_id})" if event.subject_type else ""

    @display(description=_("data"))
    def shown_data(self, event: Event) -> SafeString:
        return as_json(event.data)


@admin.register(Notification)
class NotificationAdmin(ReadOnlyModelAdmin):
    menu_group = MenuGroup.RECORDS
    menu_icon = "notifications"
    menu_order = 2
    includes_private_rows = True
    list_display = ("created_at", "user", "what", "shown_read")
    list_filter = (("created_at", RangeDateTimeFilter), ("read_at", admin.EmptyFieldListFilter))
    search_fields = ("user__email", "user__name")
    list_select_related = ("user", "event")
    fields = ("created_at", "user", "event", "url", "read_at")

    @display(description=_("event"))
    def what(self, notification: Notification) -> str:
        return label_of(notification.event.name)

    @display(description=_("read"), boolean=True)
    def shown_read(self, notification: Notification) -> bool:
        return notification.is_read


def events_today() -> Figure:
    since = timezone.now() - timedelta(days=1)
    count = Event.objects.filter(created_at__gte=since).count()
    return Figure(_("Events in 24 hours"), as_number(count), url=reverse("admin:events_event_changelist"))


register_figure(90, events_today)
