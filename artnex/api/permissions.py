"""Who may call an endpoint at all, before any object is looked at."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from artnex.access import require


class MayCall(BasePermission):
    """Logged in, unless the view is open, and holding the permission the view names for this call."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user.is_authenticated:
            return view.open_to_everyone
        needed = view.needed_permission(request)
        if needed:
            require(request.user, needed)
        return True
