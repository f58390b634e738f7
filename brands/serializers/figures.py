"""KPIs, personas, competitors and products as JSON."""

from typing import Any

from rest_framework import serializers

from artnex.files.models import StoredFile
from brands.models import Competitor, CompetitorKpi, Kpi, KpiRevision, Persona, Product
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

    items = serializers.ListField(child=KpiSerializer(), allow_empty=False, max_length=5000)


class KpiRevisionSerializer(serializers.ModelSerializer):
    value = Number(read_only=True)
    replaced_by_id = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = KpiRevision
        fields = ["id", "value", "replaced_by_id", "replaced_at"]


class KpiLatestSerializer(serializers.Serializer):
    kpi_type = serializers.CharField()
    unit = serializers.CharField()
    value = serializers.FloatField()
    measurement_date = serializers.DateField()
    previous = serializers.FloatField(allow_null=True)
    change = serializers.FloatField(allow_null=True)
    change_percent = serializers.FloatField(allow_null=True)


class PopularityTermSerializer(serializers.Serializer):
    kpi_type = serializers.CharField()
    value = serializers.FloatField(allow_null=True)
    as_of = serializers.DateField(allow_null=True)
    weight = serializers.FloatField()
    points = serializers.FloatField()


class PopularitySerializer(serializers.Serializer):
    """The index with the numbers that went in; null while none of its KPIs is known."""

    index = serializers.FloatField(allow_null=True)
    method = serializers.CharField()
    terms = PopularityTermSerializer(many=True)


# "from" is a word of Python: it cannot stand in a class body.
KpiTrendSerializer = type(
    "KpiTrendSerializer",
    (serializers.Serializer,),
    {
        "__doc__": "The trend with how it was found; no score without a clear trend.",
        "kpi_type": serializers.CharField(),
        "verdict": serializers.CharField(),
        "score": serializers.FloatField(allow_null=True),
        "growth_30_days": serializers.FloatField(allow_null=True),
        "p_value": serializers.FloatField(allow_null=True),
        "points": serializers.IntegerField(),
        "from": serializers.DateField(allow_null=True),
        "to": serializers.DateField(allow_null=True),
        "method": serializers.CharField(),
    },
)


class KpiSummarySerializer(serializers.Serializer):
    latest = KpiLatestSerializer(many=True)
    popularity = PopularitySerializer()
    trend = KpiTrendSerializer()


class KpiPointSerializer(serializers.Serializer):
    date = serializers.DateField()
    value = serializers.FloatField()


KpiSeriesSerializer = type(
    "KpiSeriesSerializer",
    (serializers.Serializer,),
    {
        "__doc__": "The values of a period, and those of the period of equal length before it.",
        "kpi_type": serializers.CharField(),
        "unit": serializers.CharField(),
        "from": serializers.DateField(),
        "to": serializers.DateField(),
        "points": KpiPointSerializer(many=True),
        "previous": KpiPointSerializer(many=True),
    },
)


class KpiFileErrorSerializer(serializers.Serializer):
    row = serializers.IntegerField()
    text = serializers.CharField(allow_blank=True)
    message = serializers.CharField()


class KpiFileResultSerializer(serializers.Serializer):
    found = serializers.IntegerField()
    stored = serializers.IntegerField()
    errors = KpiFileErrorSerializer(many=True)  # type: ignore[assignment]


class KpiFileSerializer(serializers.Serializer):
    """A table of KPI values; with `dry_run` nothing is stored."""

    file = serializers.FileField()
    dry_run = serializers.BooleanField(required=False, default=False)


class PictureSerializer(serializers.Serializer):
    """One picture: PNG, JPEG or WebP, up to 5 MB."""

    file = serializers.FileField()


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


class CompetitorKpiSerializer(serializers.ModelSerializer):
    value = Number()

    class Meta:
        model = CompetitorKpi
        fields = ["kpi_type", "value", "measurement_date"]


class CompetitorSerializer(serializers.ModelSerializer):
    """`kpis` are the latest figures known of the competitor; those given replace those of the same type."""

    kpis = CompetitorKpiSerializer(many=True, required=False)
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
            "kpis",
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
