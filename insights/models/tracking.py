"""What is said about a keyword: trackings, the contents found, their numbers over time, and the crawls."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from artnex.access import AdminOnly, RestrictedQuerySet
from artnex.jobs.texts import in_active_language
from brands.access import UnderBrand
from brands.models import Brand
from insights.tracking_enums import ContentSource, CrawlStatus, Platform, PlatformStatus

SHORTEST_INTERVAL, LONGEST_INTERVAL = 1, 720


class Tracking(models.Model):
    """A keyword that is watched for a brand, with its other spellings, on some platforms.

    `feeds` are addresses of RSS and Atom feeds, `links` those of single TikTok videos. `platform_state` remembers for
    each platform where the last crawl stopped and what it said: {"youtube": {"status", "texts", "token", …}}.
    `search_trend` is the last answer of Naver DataLab: {"points": [[day, ratio], …], "fetched_at"}.
    """

    brand = models.ForeignKey(Brand, verbose_name=_("brand"), on_delete=models.CASCADE, related_name="trackings")
    keyword = models.CharField(_("keyword"), max_length=100)
    synonyms = models.JSONField(_("synonyms"), default=list, blank=True)
    exclude_words = models.JSONField(_("excluded words"), default=list, blank=True)
    platforms = models.JSONField(_("platforms"), default=list)
    feeds = models.JSONField(_("feeds"), default=list, blank=True)
    links = models.JSONField(_("TikTok links"), default=list, blank=True)
    start_date = models.DateField(_("start"), null=True, blank=True)
    end_date = models.DateField(_("end"), null=True, blank=True)
    interval_hours = models.PositiveSmallIntegerField(
        _("hours between crawls"),
        default=24,
        validators=[MinValueValidator(SHORTEST_INTERVAL), MaxValueValidator(LONGEST_INTERVAL)],
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_demo = models.BooleanField(_("demonstration data"), default=False, editable=False)
    last_crawled_at = models.DateTimeField(_("last crawl"), null=True, blank=True, editable=False)
    next_crawl_at = models.DateTimeField(_("next crawl"), null=True, blank=True, editable=False)
    platform_state = models.JSONField(_("state of the platforms"), default=dict, blank=True, editable=False)
    search_trend = models.JSONField(_("search trend"), default=dict, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("created by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = RestrictedQuerySet.as_manager()
    access = UnderBrand()

    class Meta:
        verbose_name = _("tracking")
        verbose_name_plural = _("trackings")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start_date__isnull=True) | Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="tracking_ends_after_start",
            )
        ]
        indexes = [
            models.Index(fields=["brand", "-created_at", "-id"], name="tracking_brand_created"),
            models.Index(fields=["next_crawl_at"], condition=Q(is_active=True), name="tracking_due"),
        ]

    def __str__(self) -> str:
        return self.keyword

    @property
    def words(self) -> list[str]:
        """The keyword and its other spellings, each once."""
        return list(dict.fromkeys([self.keyword, *self.synonyms]))

    @property
    def platform_labels(self) -> list[str]:
        return [str(Platform(name).label) for name in self.platforms]


class Content(models.Model):
    """A video, post or article that a tracking found; a number that the platform does not tell is None, never 0.

    `growth` is the growth of the views in seven days as a fraction, where it is known.
    """

    tracking = models.ForeignKey(
        Tracking, verbose_name=_("tracking"), on_delete=models.CASCADE, related_name="contents"
    )
    platform = models.CharField(_("platform"), max_length=10, choices=Platform.choices)
    external_id = models.CharField(_("id on the platform"), max_length=300)
    url = models.URLField(_("address"), max_length=2000, blank=True)
    title = models.CharField(_("title"), max_length=500)
    channel = models.CharField(_("channel"), max_length=200, blank=True)
    thumbnail = models.ForeignKey(
        "files.StoredFile",
        verbose_name=_("thumbnail"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    view_count = models.BigIntegerField(_("views"), null=True, blank=True)
    like_count = models.BigIntegerField(_("likes"), null=True, blank=True)
    comment_count = models.BigIntegerField(_("comments"), null=True, blank=True)
    popularity_index = models.FloatField(_("popularity"), null=True, blank=True)
    growth = models.FloatField(_("growth"), null=True, blank=True)
    is_rising = models.BooleanField(_("rising"), default=False)
    is_anomalous = models.BooleanField(_("out of the ordinary"), default=False)
    source = models.CharField(_("source"), max_length=6, choices=ContentSource.choices, default=ContentSource.CRAWL)
    refreshed_at = models.DateTimeField(_("numbers as of"))
    created_at = models.DateTimeField(_("first seen"), auto_now_add=True)

    objects = RestrictedQuerySet.as_manager()
    access = UnderBrand("tracking__brand")

    class Meta:
        verbose_name = _("content")
        verbose_name_plural = _("contents")
        ordering = ["-popularity_index", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["tracking", "platform", "external_id"], name="content_once_a_tracking")
        ]
        indexes = [
            models.Index(fields=["tracking", "-popularity_index", "-id"], name="content_popularity"),
            models.Index(fields=["tracking", "-view_count", "-id"], name="content_views"),
            models.Index(fields=["tracking", "-published_at", "-id"], name="content_published"),
            models.Index(fields=["platform", "refreshed_at"], name="content_retention"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def growth_percent(self) -> float | None:
        return None if self.growth is None else self.growth * 100


class ContentSnapshot(models.Model):
    """The numbers of a content at one moment; the last one of a day stands for that day."""

    content = models.ForeignKey(Content, verbose_name=_("content"), on_delete=models.CASCADE, related_name="snapshots")
    taken_at = models.DateTimeField(_("taken"))
    view_count = models.BigIntegerField(_("views"), null=True, blank=True)
    like_count = models.BigIntegerField(_("likes"), null=True, blank=True)
    comment_count = models.BigIntegerField(_("comments"), null=True, blank=True)

    objects = RestrictedQuerySet.as_manager()
    access = UnderBrand("content__tracking__brand")

    class Meta:
        verbose_name = _("numbers of a content")
        verbose_name_plural = _("numbers of contents")
        ordering = ["taken_at", "id"]
        indexes = [
            models.Index(fields=["content", "taken_at"], name="snapshot_content_taken"),
            models.Index(fields=["taken_at"], name="snapshot_taken"),
        ]

    def __str__(self) -> str:
        return f"{self.taken_at:%Y-%m-%d}"


class CrawlRun(models.Model):
    """One crawl of a tracking. `platforms` says what each platform gave:
    {"youtube": {"status", "found", "new", "updated", "excluded", "texts"}}."""

    tracking = models.ForeignKey(Tracking, verbose_name=_("tracking"), on_delete=models.CASCADE, related_name="runs")
    status = models.CharField(_("status"), max_length=9, choices=CrawlStatus.choices, default=CrawlStatus.RUNNING)
    is_scheduled = models.BooleanField(_("by schedule"), default=False)
    platforms = models.JSONField(_("platforms"), default=dict)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = RestrictedQuerySet.as_manager()
    access = UnderBrand("tracking__brand")

    class Meta:
        verbose_name = _("crawl")
        verbose_name_plural = _("crawls")
        ordering = ["-started_at", "-id"]
        indexes = [models.Index(fields=["tracking", "-started_at", "-id"], name="crawl_tracking_started")]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"

    @property
    def lines(self) -> list[dict[str, object]]:
        """What each platform gave, in words of the language at hand and in the order of the form: JSONB keeps none."""
        known = dict(Platform.choices)
        order = {name: place for place, name in enumerate(known)}
        return [
            {
                **about,
                "platform": name,
                "label": known.get(name, name),
                "status_label": PlatformStatus(about["status"]).label,
                "message": in_active_language(about.get("texts", {})),
            }
            for name, about in sorted(self.platforms.items(), key=lambda row: order.get(row[0], len(order)))
        ]


class QuotaUse(models.Model):
    """What the whole installation has used of a platform's quota on one day of that platform's calendar."""

    service = models.CharField(_("service"), max_length=20)
    day = models.DateField(_("day"))
    units = models.PositiveIntegerField(_("units"), default=0)
    searches = models.PositiveIntegerField(_("searches"), default=0)

    objects = RestrictedQuerySet.as_manager()
    access = AdminOnly()

    class Meta:
        verbose_name = _("use of a quota")
        verbose_name_plural = _("use of quotas")
        ordering = ["-day", "service"]
        constraints = [models.UniqueConstraint(fields=["service", "day"], name="quota_once_a_day")]

    def __str__(self) -> str:
        return f"{self.service} {self.day}"


class SearchAnswer(models.Model):
    """An answer to a search, kept for some hours so that the same search costs the quota once."""

    key = models.CharField(_("key"), max_length=64, unique=True)
    answer = models.JSONField(_("answer"))
    fetched_at = models.DateTimeField(_("fetched"), db_index=True)

    objects = RestrictedQuerySet.as_manager()
    access = AdminOnly()

    class Meta:
        verbose_name = _("kept search answer")
        verbose_name_plural = _("kept search answers")
        ordering = ["-fetched_at"]

    def __str__(self) -> str:
        return self.key
