from django.urls import path

from artnex.events.api import AuditViewSet, NotificationViewSet

urlpatterns = [
    path("audit", AuditViewSet.as_view({"get": "list"}), name="audit-list"),
    path("notifications", NotificationViewSet.as_view({"get": "list"}), name="notification-list"),
    path("notifications/read", NotificationViewSet.as_view({"post": "mark"}), name="notification-read"),
]
