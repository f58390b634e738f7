"""Trackings and contents as JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from insights.models import Content, Tracking
from insights.models.tracking import LONGEST_INTERVAL, SHORTEST_INTERVAL
from insights.queries.tracking import platform_states
from insights.services.trackings import LONGEST_WORD, MOST_FEEDS, MOST_LINKS, MOST_WORDS
from insights.tracking_enums import TRACKED, Platform, PlatformStatus


class PlatformStateSerializer(serializers.Serializer):
    """How a platform fared in the last crawl; `status` is null before the first."""

    platform = serializers.ChoiceField(choices=Platform.values)
    is_ready = serializers.BooleanField(help_text="False while the operator has entered no key.")
    status = serializers.ChoiceField(choices=PlatformStatus.values, allow_null=True)
    message = serializers.CharField()


class TrackingSerializer(serializers.ModelSerializer):
    """`feeds` belong to the platform rss, `links` (of single videos) to tiktok; the service checks them."""

    synonyms = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_WORD), max_length=MOST_WORDS, required=False
    )
    exclude_words = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_WORD), max_length=MOST_WORDS, required=False
    )
    platforms = serializers.ListField(
        child=serializers.ChoiceField(choices=[(str(name), name.label) for name in TRACKED]), min_length=1
    )
    feeds = serializers.ListField(child=serializers.CharField(max_length=2000), max_length=MOST_FEEDS, required=False)
    links = serializers.ListField(child=serializers.CharField(max_length=2000), max_length=MOST_LINKS, required=False)
    interval_hours = serializers.IntegerField(
        min_value=SHORTEST_INTERVAL, max_value=LONGEST_INTERVAL, required=False, default=24
    )
    content_count = serializers.SerializerMethodField()
    rising_count = serializers.SerializerMethodField()
    platform_state = serializers.SerializerMethodField()

    class Meta:
        model = Tracking
        fields = [
            "id",
            "brand_id",
            "keyword",
            "synonyms",
            "exclude_words",
            "platforms",
            "feeds",
            "links",
            "start_date",
            "end_date",
            "interval_hours",
            "is_active",
            "is_demo",
            "content_count",
            "rising_count",
            "platform_state",
            "last_crawled_at",
            "next_crawl_at",
            "created_at",
            "updated_at",
        ]
        read_only_fields = ["is_demo", "last_crawled_at", "next_crawl_at"]

    def get_content_count(self, tracking: Tracking) -> int:
        return getattr(tracking, "content_count", 0)  # a new tracking has none

    def get_rising_count(self, tracking: Tracking) -> int:
        return getattr(tracking, "rising_count", 0)

    @extend_schema_field(PlatformStateSerializer(many=True))
    def get_platform_state(self, tracking: Tracking) -> list[dict[str, Any]]:
        return PlatformStateSerializer(platform_states(tracking), many=True).data  # type: ignore[return-value]


class ContentSerializer(serializers.ModelSerializer):
    """A number that the platform does not tell is null, never 0."""

    thumbnail_url = serializers.SerializerMethodField()

    class Meta:
        model = Content
        fields = [
            "id",
            "tracking_id",
            "platform",
            "external_id",
            "url",
            "title",
            "channel",
            "thumbnail_url",
            "published_at",
            "view_count",
            "like_count",
            "comment_count",
            "popularity_index",
            "growth",
            "is_rising",
            "is_anomalous",
            "source",
            "refreshed_at",
            "created_at",
        ]

    def get_thumbnail_url(self, content: Content) -> str | None:
        return content.thumbnail.url if content.thumbnail else None


class SnapshotSerializer(serializers.Serializer):
    taken_at = serializers.DateTimeField()
    view_count = serializers.IntegerField(allow_null=True)
    like_count = serializers.IntegerField(allow_null=True)
    comment_count = serializers.IntegerField(allow_null=True)


class ContentHistorySerializer(serializers.Serializer):
    """`growth` is that of the views in about seven days, as a fraction; null when nothing is old enough."""

    content_id = serializers.IntegerField()
    points = SnapshotSerializer(many=True)
    n = serializers.IntegerField()
    growth = serializers.FloatField(allow_null=True)
    growth_days = serializers.IntegerField(allow_null=True)
    gained_views = serializers.IntegerField(allow_null=True)
    is_rising = serializers.BooleanField()
    anomalies = serializers.ListField(child=serializers.DateField())
    anomaly_method = serializers.CharField()
    popularity_index = serializers.FloatField(allow_null=True)
    popularity_method = serializers.CharField()
    popularity_percentile = serializers.IntegerField(allow_null=True)


class TrendPointSerializer(serializers.Serializer):
    date = serializers.DateField()
    value = serializers.FloatField()


class TrendPeriodSerializer(serializers.Serializer):
    start = serializers.DateField()
    end = serializers.DateField()


class KeywordTrendSerializer(serializers.Serializer):
    """Naver's relative searches (busiest day = 100) where there is a key, else contents published a day."""

    source = serializers.ChoiceField(choices=["naver_datalab", "tracked_counts"])  # type: ignore[assignment]
    unit = serializers.ChoiceField(choices=["ratio", "contents"])
    points = TrendPointSerializer(many=True)
    n = serializers.IntegerField()
    period = TrendPeriodSerializer(allow_null=True)
    verdict = serializers.ChoiceField(choices=["up", "down", "no_clear_trend", "not_enough_data"])
    score = serializers.FloatField(allow_null=True)
    growth_30_days = serializers.FloatField(allow_null=True)
    p_value = serializers.FloatField(allow_null=True)
    method = serializers.CharField()


class ContentFileSerializer(serializers.Serializer):
    """A table of contents; with `dry_run` nothing is stored."""

    file = serializers.FileField()
    dry_run = serializers.BooleanField(required=False, default=False)
