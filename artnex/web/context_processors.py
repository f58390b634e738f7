"""What every page template can use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    return {"version": settings.VERSION, "base_url": settings.BASE_URL}
