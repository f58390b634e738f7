"""The administration site: the theme's, entered through our own log-in page by administrators and staff."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite


class AdministrationSite(UnfoldAdminSite):
    """One door: whoever wants in logs in where everybody does, so that lock-out and two-factor hold here too."""

    index_title = _("Overview")
    empty_value_display = "–"

    def has_permission(self, request: HttpRequest) -> bool:
        """Administrators, and staff who were given rights on single models or objects."""
        user = request.user
        return bool(user.is_authenticated and user.is_active and (user.is_staff or getattr(user, "is_admin", False)))

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:
        """As Django's, but members who are no staff are refused at once instead of being asked to log in."""
        guarded = super().admin_view(view, cacheable)

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return guarded(request, *args, **kwargs)

        return update_wrapper(inner, view)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send strangers to our log-in page and back; tell members who are no staff that this is not theirs."""
        overview = reverse("admin:index")
        if self.has_permission(request):
            return redirect(overview)
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or overview, resolve_url(settings.LOGIN_URL))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Our own log-out ends the session and leaves its event."""
        return redirect("accounts:logout", preserve_request=True)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Passwords are changed on the account pages, where other sessions end with it."""
        return redirect("accounts:password_change")
