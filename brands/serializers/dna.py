"""Brand DNA, its versions, comments and presets as JSON."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from brands.engine.dna import AXES
from brands.models import Brand, BrandDna, BrandDnaVersion, DnaComment, DnaPreset


class AxesField(serializers.DictField):
    """Numbers by the name of the axis; ranges are the service's to check, in its words."""

    child = serializers.FloatField()

    def to_internal_value(self, data: Any) -> dict[str, float]:
        axes = super().to_internal_value(data)
        unknown = sorted(set(axes) - set(AXES))
        if unknown:
            raise serializers.ValidationError({axis: [_("There is no such axis.")] for axis in unknown})
        return axes


class DnaSerializer(serializers.ModelSerializer):
    axes = serializers.DictField(child=serializers.FloatField(), read_only=True)

    class Meta:
        model = BrandDna
        fields = ["id", "user_id", "brand_id", "name", "axes", "tokens", "version", "created_at", "updated_at"]


class DnaInputSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=200)
    brand_id = serializers.PrimaryKeyRelatedField(
        source="brand", queryset=Brand.objects.none(), required=False, allow_null=True
    )
    axes = AxesField()
    note = serializers.CharField(max_length=500, required=False, allow_blank=True)

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        request = self.context.get("request")
        if request is not None:
            fields["brand_id"].queryset = Brand.objects.restrict(request.user, "update")  # type: ignore[attr-defined]
        return fields


class DnaVersionSerializer(serializers.ModelSerializer):
    axes = serializers.DictField(child=serializers.FloatField(), read_only=True)
    author = serializers.SerializerMethodField()
    version = serializers.IntegerField(source="number")

    class Meta:
        model = BrandDnaVersion
        fields = ["version", "name", "axes", "tokens", "note", "author", "restored_from", "created_at"]

    def get_author(self, version: BrandDnaVersion) -> dict[str, Any] | None:
        return {"id": version.author.pk, "name": str(version.author)} if version.author else None


class DnaCommentSerializer(serializers.ModelSerializer):
    author = serializers.SerializerMethodField()

    class Meta:
        model = DnaComment
        fields = ["id", "body", "version", "author", "created_at"]
        read_only_fields = ["version"]

    def get_author(self, comment: DnaComment) -> dict[str, Any] | None:
        return {"id": comment.author.pk, "name": str(comment.author)} if comment.author else None


class PresetSerializer(serializers.ModelSerializer):
    axes = serializers.DictField(child=serializers.FloatField(), read_only=True)
    type = serializers.SerializerMethodField()

    class Meta:
        model = DnaPreset
        fields = ["id", "name", "description", "type", "axes", "is_shared", "created_at"]

    def get_type(self, preset: DnaPreset) -> str:
        return "default" if preset.user_id is None else "custom"


class PresetInputSerializer(serializers.Serializer):
    """From axes, or from a Brand DNA that one may read."""

    name = serializers.CharField(max_length=100)
    description = serializers.CharField(max_length=500, required=False, allow_blank=True)
    axes = AxesField(required=False)
    brand_dna_id = serializers.PrimaryKeyRelatedField(
        source="brand_dna", queryset=BrandDna.objects.none(), required=False, allow_null=True
    )
    is_shared = serializers.BooleanField(required=False)

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        request = self.context.get("request")
        if request is not None:
            fields["brand_dna_id"].queryset = BrandDna.objects.restrict(request.user, "read")  # type: ignore[attr-defined]
        return fields
