"""The dashboard as JSON."""

from rest_framework import serializers

from brands.enums import BrandRole


class PointSerializer(serializers.Serializer):
    date = serializers.DateField()
    value = serializers.FloatField()


class RecommendationSerializer(serializers.Serializer):
    """What to do next for a brand; `weight` orders them, `url` is a page."""

    brand_id = serializers.IntegerField(source="brand.pk")
    brand_name = serializers.CharField(source="brand.brand_name")
    code = serializers.CharField(source="action.code")
    title = serializers.CharField(source="action.title")
    reason = serializers.CharField(source="action.reason")
    weight = serializers.IntegerField(source="action.weight")
    url = serializers.CharField()
    engine = serializers.CharField()


class LatestKpiSerializer(serializers.Serializer):
    kpi_type = serializers.CharField()
    unit = serializers.CharField()
    measurement_date = serializers.DateField()
    value = serializers.FloatField()
    change_percent = serializers.FloatField(allow_null=True)


class ShortcutSerializer(serializers.Serializer):
    """A brand at a glance: the KPI that speaks for it over 90 days, and what to do next.

    `kpi_trend` is up or down by the trend test over a year of followers where there are enough values, else by the
    change between the last two values; stable otherwise.
    """

    id = serializers.IntegerField(source="brand.pk")
    brand_name = serializers.CharField(source="brand.brand_name")
    category = serializers.CharField(source="brand.category")
    logo_url = serializers.CharField(allow_null=True)
    my_role = serializers.ChoiceField(choices=BrandRole.choices, source="role")
    followers = serializers.IntegerField(source="brand.followers", allow_null=True)
    popularity_index = serializers.FloatField(source="brand.popularity_index", allow_null=True)
    trend_score = serializers.FloatField(source="brand.trend_score", allow_null=True)
    latest_kpi = LatestKpiSerializer(allow_null=True)
    kpi_trend = serializers.ChoiceField(choices=["up", "down", "stable"], source="trend")
    sparkline = PointSerializer(many=True)
    next_action = RecommendationSerializer(source="next", allow_null=True)
    url = serializers.CharField(source="page_url")
    updated_at = serializers.DateTimeField(source="brand.updated_at")


class QuickActionSerializer(serializers.Serializer):
    code = serializers.CharField()
    title = serializers.CharField()
    url = serializers.CharField()


class ActivitySerializer(serializers.Serializer):
    id = serializers.IntegerField(source="event.pk")
    name = serializers.CharField(source="event.name")
    what = serializers.CharField()
    who = serializers.CharField()
    subject = serializers.CharField(allow_blank=True)
    brand_id = serializers.IntegerField(source="event.brand_id", allow_null=True)
    created_at = serializers.DateTimeField(source="event.created_at")


class FoundBrandSerializer(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    brand_name = serializers.CharField()
    category = serializers.CharField()
    logo_url = serializers.CharField(allow_null=True)
    my_role = serializers.ChoiceField(choices=BrandRole.choices)
    url = serializers.CharField()
