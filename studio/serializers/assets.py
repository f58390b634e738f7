"""Assets and platforms as JSON."""

from typing import Any

from rest_framework import serializers

from artnex.api.filters import BIGGEST_ID
from studio.models import Asset
from studio.services.assets import MOST_TAGS, TAG_LENGTH, TITLE_LENGTH


class TagsField(serializers.ListField):
    child = serializers.CharField(max_length=TAG_LENGTH)


class AssetSerializer(serializers.ModelSerializer):
    """A file with its links, which open for about an hour; only `title` and `tags` can be changed."""

    title = serializers.CharField(max_length=TITLE_LENGTH)
    tags = TagsField(max_length=MOST_TAGS)
    filename = serializers.CharField(source="file.name", read_only=True)
    content_type = serializers.CharField(source="file.content_type", read_only=True)
    size = serializers.IntegerField(source="file.size", read_only=True, help_text="In bytes.")
    width = serializers.IntegerField(source="file.width", read_only=True, allow_null=True)
    height = serializers.IntegerField(source="file.height", read_only=True, allow_null=True)
    url = serializers.CharField(source="file.url", read_only=True)
    thumbnail_url = serializers.SerializerMethodField()
    provenance = serializers.DictField(source="file.provenance", read_only=True)

    class Meta:
        model = Asset
        fields = [
            *("id", "brand_id", "type", "source", "title", "tags", "prompt", "filename", "content_type", "size"),
            *("width", "height", "url", "thumbnail_url", "provenance", "created_at", "updated_at"),
        ]
        read_only_fields = ("type", "source", "prompt")

    def get_thumbnail_url(self, asset: Asset) -> str:
        return asset.file.thumbnail_url(400)


class AssetUploadSerializer(serializers.Serializer):
    file = serializers.FileField(help_text="PNG, JPEG, WebP, SVG, PDF or MP4, at most 50 MB.")
    brand_id = serializers.IntegerField(min_value=1, max_value=BIGGEST_ID, required=False, allow_null=True)
    title = serializers.CharField(required=False, allow_blank=True, max_length=TITLE_LENGTH)
    tags = TagsField(required=False, max_length=MOST_TAGS)


class AssetVersionSerializer(serializers.Serializer):
    """The content of an asset at a time."""

    version = serializers.IntegerField()
    file_id = serializers.UUIDField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    url = serializers.CharField()
    is_current = serializers.BooleanField()
    created_at = serializers.DateTimeField()


def versions_of(asset: Asset) -> list[dict[str, Any]]:
    """The one version there is: a changed picture is a new asset."""
    file = asset.file
    facts = {"size": file.size, "sha256": file.sha256, "url": file.url, "created_at": file.created_at}
    return [{"version": 1, "file_id": file.pk, "is_current": True, **facts}]


class PictureSizeSerializer(serializers.Serializer):
    use = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()


class PlatformSerializer(serializers.Serializer):
    """What a platform takes; null where it publishes no limit. `advised_…` is what works, and never enforced."""

    name = serializers.CharField()
    label_ko = serializers.CharField()
    label_en = serializers.CharField()
    max_text = serializers.IntegerField(allow_null=True)
    max_title = serializers.IntegerField(allow_null=True)
    max_hashtags = serializers.IntegerField(allow_null=True)
    advised_text = serializers.IntegerField()
    advised_hashtags = serializers.IntegerField()
    pictures = PictureSizeSerializer(many=True)
    source = serializers.CharField()  # type: ignore[assignment]
