"""Endpoints of the audit trail and of notifications."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from artnex.access import RestrictedQuerySet
from artnex.api.pagination import CursorPages
from artnex.api.responses import respond
from artnex.api.viewsets import Listing
from artnex.events.filters import EventFilters, NotificationFilters
from artnex.events.models import Event, Notification
from artnex.events.queries import audit_for, notifications_for, unread_count
from artnex.events.serializers import (
    EventSerializer,
    NotificationSerializer,
    ReadAnswerSerializer,
    ReadSerializer,
)
from artnex.events.services import mark_read


class AuditViewSet(Listing):
    """Who did what, when, from where: own deeds and own brands; everything for administrators."""

    queryset = Event.objects.all()
    serializer_class = EventSerializer
    filterset_class = EventFilters
    pagination_class = CursorPages
    ordering_fields = {"created_at": "id"}  # ids grow with time, and have the index

    def get_queryset(self) -> RestrictedQuerySet[Event]:
        return audit_for(self.request.user)


class NotificationViewSet(Listing):
    """What the caller should know of."""

    queryset = Notification.objects.all()
    serializer_class = NotificationSerializer
    filterset_class = NotificationFilters
    pagination_class = CursorPages

    def get_queryset(self) -> RestrictedQuerySet[Notification]:
        return notifications_for(self.request.user)

    @extend_schema(request=ReadSerializer, responses=ReadAnswerSerializer)
    def mark(self, request: Request) -> Response:
        """Mark notifications as read: those named by `ids`, or all."""
        form = ReadSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        marked = mark_read(user=request.user, ids=form.validated_data.get("ids"))
        return respond({"marked": marked, "unread": unread_count(request.user)})
