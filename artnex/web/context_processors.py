"""What every page template can use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from artnex.events.queries import unread_count
from artnex.web.middleware import active_language
from artnex.web.navigation import Navigation, topbar_templates
from artnex.web.preferences import theme_of
from artnex.web.toasts import waiting_toasts


def site(request: HttpRequest) -> dict[str, Any]:
    """Cheap for pages that use none of it: navigation and counts are worked out when a template asks."""
    user = getattr(request, "user", None)
    return {
        "version": settings.VERSION,
        "base_url": settings.BASE_URL,
        "language": active_language(),
        "theme": theme_of(request),
        "navigation": SimpleLazyObject(lambda: Navigation(request)),
        "topbar": topbar_templates(),
        "unread": lambda: unread_count(user),
        "toasts": lambda: waiting_toasts(request),
    }
