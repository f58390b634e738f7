"""Files as the API shows them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from artnex.files.models import StoredFile
from artnex.files.provenance import SourceType


class ProvenanceSerializer(serializers.Serializer):
    """Where a file came from, when that is known."""

    source_type = serializers.ChoiceField(choices=[term.value for term in SourceType])
    system = serializers.CharField(allow_blank=True)
    system_version = serializers.CharField(allow_blank=True)
    signed = serializers.BooleanField(help_text="A signed C2PA manifest inside the file says so too.")
    is_ai = serializers.BooleanField()


class StoredFileSerializer(serializers.ModelSerializer):
    """One stored file. The links hold for an hour or two: ask again for fresh ones."""

    url = serializers.CharField(read_only=True)
    download_url = serializers.CharField(read_only=True)
    brand_id = serializers.IntegerField(read_only=True, allow_null=True)
    provenance = serializers.SerializerMethodField()

    class Meta:
        model = StoredFile
        fields = (
            *("id", "brand_id", "purpose", "name", "content_type", "size", "sha256", "width", "height", "provenance"),
            *("url", "download_url", "created_at"),
        )
        read_only_fields = fields

    @extend_schema_field(ProvenanceSerializer(allow_null=True))
    def get_provenance(self, file: StoredFile) -> dict[str, Any] | None:
        return file.provenance or None
