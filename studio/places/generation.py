"""Studio in navigation, search, audit and one's own copy."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.services.export import register_export
from artnex.events.registry import register_event
from artnex.web.navigation import MAX_FOUND, Found, Place, register_place, register_search


def register() -> None:
    """Called at start."""
    made = {"id": "integer", "content_type": "string", "engine": "string"}
    register_event("content.generated", _("Text or picture made"), made)
    register_event("content.deleted", _("Text or picture deleted"), {"id": "integer"})
    register_event("asset.created", _("Asset stored"), {"id": "string", "type": "string", "source": "string"})
    register_event("asset.updated", _("Asset changed"), {"id": "string", "fields": "array"})
    register_event("asset.deleted", _("Asset deleted"), {"id": "string"})
    words = _("text picture copy image generate")
    register_place(Place(_("Studio"), "studio:text", "sparkle", order=30, permission="read:brand", keywords=words))
    register_place(
        Place(_("Write a text"), "studio:text", "sparkle", order=52, permission="update:brand", is_action=True)
    )
    register_place(
        Place(_("Make a picture"), "studio:image", "image", order=53, permission="update:brand", is_action=True)
    )
    register_place(
        Place(
            _("Library"), "studio:library", "image", order=31, permission="read:brand", keywords=_("asset file photo")
        )
    )
    register_search("assets", _("Library"), find_assets)
    register_export("generations", own_generations)
    register_export("assets", own_assets)


def find_assets(user: Any, text: str) -> Iterator[Found]:
    from studio.models import Asset

    for asset in Asset.objects.restrict(user, "read").filter(title__icontains=text)[:MAX_FOUND]:
        yield Found(asset.title, reverse("studio:asset", args=[asset.pk]), "image")


def own_generations(user: Any) -> list[dict[str, Any]]:
    from studio.models import Generation

    columns = ("id", "content_type", "prompt", "params", "text", "engine", "model", "cost", "created_at")
    return [dict(row) for row in Generation.objects.filter(user=user).values(*columns)]


def own_assets(user: Any) -> list[dict[str, Any]]:
    from studio.models import Asset

    columns = ("id", "file_id", "type", "source", "title", "tags", "prompt", "created_at")
    return [dict(row) for row in Asset.objects.filter(user=user).values(*columns)]
