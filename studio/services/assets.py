"""The asset store: bringing files, describing them, taking them away."""

from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from artnex.access import require
from artnex.errors import ValidationFailed
from artnex.events.services import record_event
from artnex.files.kinds import ASSET_LIMITS, Kind
from artnex.files.provenance import Provenance
from artnex.files.services import delete_file, store_file
from brands.models import Brand
from studio.models import Asset, AssetSource, AssetType

PURPOSE = "asset"
MOST_TAGS, TAG_LENGTH, TITLE_LENGTH = 20, 40, 200


@transaction.atomic
def store_asset(
    *,
    user: Any,
    brand: Brand | None,
    content: bytes | BinaryIO,
    filename: str,
    source: str = AssetSource.UPLOADED,
    title: str = "",
    tags: Sequence[str] = (),
    prompt: str = "",
    call_id: int | None = None,
    provenance: Provenance | None = None,
) -> Asset:
    """Keep a file as an asset; event asset.created. Raises TooLarge, UnsupportedMediaType, ValidationFailed.

    Whether the person may add to the brand is the caller's to check.
    """
    require(user, "update:brand")
    wanted = clean_tags(tags)
    file = store_file(
        content=content,
        filename=filename,
        owner=user,
        purpose=PURPOSE,
        limits=ASSET_LIMITS,
        brand_id=brand.pk if brand else None,
        provenance=provenance,
    )
    types = {Kind.PDF: AssetType.DOCUMENT, Kind.MP4: AssetType.VIDEO}
    asset = Asset(
        user=user,
        brand=brand,
        file=file,
        type=types.get(file.kind, AssetType.IMAGE),
        source=source,
        title=(title.strip() or file.name.rsplit(".", 1)[0])[:TITLE_LENGTH],
        prompt=prompt,
        call_id=call_id,
    )
    _set_tags(asset, wanted)
    asset.save()
    _record("asset.created", asset, user, type=str(asset.type), source=str(asset.source))
    return asset


@transaction.atomic
def update_asset(*, user: Any, asset: Asset, fields: Mapping[str, Any]) -> Asset:
    """Change title and tags; event asset.updated when anything changed."""
    changed = []
    if "title" in fields and fields["title"] != asset.title:
        asset.title = fields["title"]
        changed.append("title")
    if "tags" in fields and (wanted := clean_tags(fields["tags"])) != asset.tags:
        _set_tags(asset, wanted)
        changed.append("tags")
    if changed:
        asset.save(update_fields=[*changed, "tag_text", "updated_at"])
        _record("asset.updated", asset, user, fields=changed)
    return asset


@transaction.atomic
def delete_asset(*, user: Any, asset: Asset) -> None:
    """Take the asset and its file away; history entries stay without the picture. Event asset.deleted."""
    _record("asset.deleted", asset, user)
    file = asset.file
    asset.delete()
    delete_file(file=file, actor=user)


def clean_tags(tags: Sequence[str]) -> list[str]:
    """Trimmed, each once whatever its case; ValidationFailed for too many or too long ones."""
    kept: dict[str, str] = {}
    for tag in tags:
        text = " ".join(tag.replace("|", " ").replace("#", " ").split())
        if len(text) > TAG_LENGTH:
            raise ValidationFailed.field("tags", _("A tag has at most %(most)d characters.") % {"most": TAG_LENGTH})
        if text:
            kept.setdefault(text.lower(), text)
    if len(kept) > MOST_TAGS:
        raise ValidationFailed.field("tags", _("At most %(most)d tags.") % {"most": MOST_TAGS})
    return list(kept.values())


def _set_tags(asset: Asset, tags: list[str]) -> None:
    asset.tags = tags
    asset.tag_text = f"|{'|'.join(tag.lower() for tag in tags)}|" if tags else ""


def _record(name: str, asset: Asset, user: Any, **data: Any) -> None:
    record_event(name, actor=user, subject=asset, brand_id=asset.brand_id, data={"id": str(asset.pk), **data})
