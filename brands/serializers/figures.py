"""KPIs, personas, competitors and products as JSON."""

from typing import Any

from rest_framework import serializers

from artnex.files.models import StoredFile
from brands.models import Competitor, Kpi, Persona, Product
from brands.serializers.fields import Currency, Number


class KpiSerializer(serializers.ModelSerializer):
    value = Number()

    class Meta:
        model = Kpi
        fields = ["id", "brand_id", "kpi_type", "value", "measurement_date", "source", "created_at", "updated_at"]
        read_only_fields = ["source"]
        validators: list[Any] = []  # the day's value is replaced, not refused


class KpiBulkSerializer(serializers.Serializer):
    """Several values at once; `items` or a bare list under `kpis`."""

    items = KpiSerializer(many=True, allow_empty=False, max_length=5000)


class PersonaSerializer(serializers.ModelSerializer):
    class Meta:
        model = Persona
        fields = [
            "id",
            "brand_id",
            "persona_name",
            "age_range",
            "gender",
            "characteristics",
            "pain_points",
            "created_at",
            "updated_at",
        ]


class CompetitorSerializer(serializers.ModelSerializer):
    market_share = serializers.DecimalField(
        max_digits=5,
        decimal_places=2,
        min_value=0,
        max_value=100,
        coerce_to_string=False,
        required=False,
        allow_null=True,
    )

    class Meta:
        model = Competitor
        fields = [
            "id",
            "brand_id",
            "competitor_name",
            "category",
            "website",
            "strengths",
            "weaknesses",
            "market_share",
            "created_at",
            "updated_at",
        ]


class ProductSerializer(serializers.ModelSerializer):
    price = serializers.DecimalField(
        max_digits=14, decimal_places=2, min_value=0, coerce_to_string=False, required=False, allow_null=True
    )
    currency = Currency(required=False)
    image = serializers.PrimaryKeyRelatedField(queryset=StoredFile.objects.none(), required=False, allow_null=True)
    image_url = serializers.SerializerMethodField()

    class Meta:
        model = Product
        fields = [
            "id",
            "brand_id",
            "sku",
            "name",
            "price",
            "currency",
            "status",
            "image",
            "image_url",
            "created_at",
            "updated_at",
        ]
        validators: list[Any] = []  # the service says which SKU is taken

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        request = self.context.get("request")
        if request is not None:
            fields["image"].queryset = StoredFile.objects.restrict(request.user, "read")  # type: ignore[attr-defined]
        return fields

    def get_image_url(self, product: Product) -> str | None:
        return product.image.url if product.image else None
