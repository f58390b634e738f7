"""What happened: notifications, and the trail of who did what."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from artnex.access import fetch
from artnex.events.models import Event, Notification
from artnex.events.queries import audit_for, line_of, notifications_for
from artnex.events.registry import event_types, label_of
from artnex.events.services import mark_read
from artnex.web.pages import ActionView, ListPage, LoginRequired, Page
from artnex.web.tables import Column, TableSpec
from artnex.web.widgets import DatePicker


def event_choices() -> list[tuple[str, Any]]:
    return [(kind.name, kind.label) for kind in event_types()]


class ActivityFilter(django_filters.FilterSet):
    name = django_filters.ChoiceFilter(label=_("What"), choices=event_choices, empty_label=_("Everything"))
    since = django_filters.DateFilter(
        label=_("From day"), field_name="created_at", lookup_expr="date__gte", widget=DatePicker
    )
    until = django_filters.DateFilter(
        label=_("Until day"), field_name="created_at", lookup_expr="date__lte", widget=DatePicker
    )


class ActivityPage(ListPage):
    model = Event
    title = _("Activity")
    lead = _("Who did what, when and from where.")
    table = TableSpec(
        id="activity",
        columns=[
            Column("what", _("What"), value=lambda event: label_of(event.name), primary=True),
            Column("subject", _("Concerning"), value=lambda event: line_of(event).subject),
            Column("who", _("Who"), value=lambda event: event.actor_name or _("System")),
            Column("ip", _("From where")),
            Column("created_at", _("When"), sort="created_at"),
        ],
        search_fields=["subject_name", "actor_name"],
        filterset_class=ActivityFilter,
        default_sort="-created_at",
        export_name="artnex-activity",
        caption=_("Activity"),
        empty={"icon": "activity", "title": _("Nothing has happened yet")},
    )

    def get_rows(self) -> QuerySet:
        return audit_for(self.request.user)


class NotificationsPage(ListPage):
    model = Notification
    title = _("Notifications")
    template_name = "accounts/notifications.html"
    narrow = True
    table = TableSpec(
        id="notifications",
        columns=[
            Column(
                "what",
                _("What"),
                value=lambda row: label_of(row.event.name),
                template="accounts/cells/notification.html",
                primary=True,
            ),
            Column("created_at", _("When"), sort="created_at"),
        ],
        default_sort="-created_at",
        caption=_("Notifications"),
        empty={"icon": "bell", "title": _("No notifications"), "text": _("We tell you here what concerns you.")},
    )

    def get_rows(self) -> QuerySet:
        return notifications_for(self.request.user)


class OpenNotificationView(LoginRequired, Page):
    """Follow a notification to what it is about; it counts as read then."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        row = fetch(Notification.objects.all(), request.user, "read", pk=kwargs["pk"])
        mark_read(user=request.user, ids=[row.pk])
        is_ours = url_has_allowed_host_and_scheme(row.url, allowed_hosts=None)
        response: HttpResponse = redirect(row.url if is_ours else "accounts:notifications")
        return response


class MarkAllReadView(ActionView):
    success_url = "accounts:notifications"
    success_text = _("All notifications are marked as read.")

    def act(self) -> None:
        mark_read(user=self.request.user)
