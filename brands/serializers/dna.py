"""Brand DNA, its versions, comments and presets as JSON."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from brands.engine.dna import AXES
from brands.models import Brand, BrandDna, BrandDnaVersion, DnaComment, DnaPreset

AXES_SCHEMA = {
    "type": "object",
    "properties": {axis: {"type": "number", "minimum": 0, "maximum": 1} for axis in AXES},
    "examples": [dict.fromkeys(AXES, 0.5)],
}
TOKENS_SCHEMA = {
    "type": "object",
    "description": "Design tokens by their name: colours as #RRGGBB, everything else as numbers.",
    "additionalProperties": {"type": ["number", "string"]},
    "examples": [{"color.primary": "#2E6F57", "radius.control": 11.5}],
}


@extend_schema_field(AXES_SCHEMA)
class AxesShown(serializers.DictField):
    """The five axes as numbers."""

    child = serializers.FloatField()


@extend_schema_field(TOKENS_SCHEMA)
class TokensShown(serializers.JSONField):
    """The design tokens that follow from the axes."""


class PersonShownSerializer(serializers.Serializer):
    """Somebody, by name; never by address."""

    id = serializers.IntegerField()
    name = serializers.CharField()


@extend_schema_field(AXES_SCHEMA | {"properties": {axis: {"type": "number"} for axis in AXES}})
class AxesDifference(serializers.DictField):
    """A number from −1 to 1 for each axis."""

    child = serializers.FloatField()


@extend_schema_field(AXES_SCHEMA)
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
    axes = AxesShown(read_only=True)
    tokens = TokensShown(read_only=True)

    class Meta:
        model = BrandDna
        fields = ["id", "user_id", "brand_id", "name", "axes", "tokens", "version", "created_at", "updated_at"]


class DnaInputSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=200)
    brand_id = serializers.PrimaryKeyRelatedField(
        source="brand", queryset=Brand.objects.none(), required=False, allow_null=True
    )
    axes = AxesField()
    note = serializers.CharField(
        max_length=500, required=False, allow_blank=True, help_text="Kept with the version that this save makes."
    )
    version = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=1,
        max_value=10**9 - 1,
        help_text="The version that was read; another one by now is a 409. Without it the last write wins.",
    )

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        request = self.context.get("request")
        if request is not None:
            fields["brand_id"].queryset = Brand.objects.restrict(request.user, "update")  # type: ignore[attr-defined]
        return fields


class DnaVersionSerializer(serializers.ModelSerializer):
    axes = AxesShown(read_only=True)
    tokens = TokensShown(read_only=True)
    author = PersonShownSerializer(allow_null=True, read_only=True)
    version = serializers.IntegerField(source="number")

    class Meta:
        model = BrandDnaVersion
        fields = ["version", "name", "axes", "tokens", "note", "author", "restored_from", "created_at"]


class TokenChangeSerializer(serializers.Serializer):
    """One token that differs, with both values."""

    token = serializers.CharField()

    def get_fields(self) -> dict[str, serializers.Field]:
        return super().get_fields() | {"from": TokenValue(), "to": TokenValue()}


@extend_schema_field({"type": ["number", "string"]})
class TokenValue(serializers.JSONField):
    """A colour, a number or a font family."""


class DnaComparisonSerializer(serializers.Serializer):
    """`diff` is `v2` − `v1` for each axis, 0.0 where they are equal."""

    v1 = DnaVersionSerializer()
    v2 = DnaVersionSerializer()
    diff = AxesDifference()
    changes = TokenChangeSerializer(many=True)


class SeenVersionSerializer(serializers.Serializer):
    version = serializers.IntegerField(
        required=False, help_text="The version that was read; another one by now is 409."
    )


class DnaCommentSerializer(serializers.ModelSerializer):
    author = PersonShownSerializer(allow_null=True, read_only=True)

    class Meta:
        model = DnaComment
        fields = ["id", "body", "version", "author", "created_at"]


class DnaCommentInputSerializer(serializers.ModelSerializer):
    class Meta:
        model = DnaComment
        fields = ["body"]


class PresetSerializer(serializers.ModelSerializer):
    axes = AxesShown(read_only=True)
    type = serializers.SerializerMethodField()
    description = serializers.SerializerMethodField()

    class Meta:
        model = DnaPreset
        fields = ["id", "name", "description", "type", "axes", "is_shared", "created_at"]

    @extend_schema_field({"type": "string", "enum": ["default", "custom"]})
    def get_type(self, preset: DnaPreset) -> str:
        return "default" if preset.is_default else "custom"

    @extend_schema_field({"type": "string"})
    def get_description(self, preset: DnaPreset) -> str:
        return preset.about


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
