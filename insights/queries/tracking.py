"""Trackings, their contents and what follows from them, for pages, the API, the analyst and reports."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from artnex.access import fetch
from artnex.ai.facts import Fact
from artnex.jobs.texts import in_active_language
from brands.engine.trend import Trend, kpi_trend
from brands.models import Brand
from insights.engine.contents import (
    ANOMALY_METHOD,
    POPULARITY_METHOD,
    anomalies,
    counts_by_day,
    daily_gains,
    growth_of,
    percentile_of,
)
from insights.models import Content, Tracking
from insights.platforms import SOURCES
from insights.tracking_enums import Platform

TREND_DAYS = 90
SPARK_DAYS = 30
MOST_SNAPSHOTS = 1000
MOST_TITLES = 2000
MOST_KEYWORDS = 200
TOP_ITEMS = 5
NOUN_TAGS = ("NNG", "NNP", "SL")


def with_counts(rows: QuerySet) -> QuerySet:
    """Trackings with how many contents each holds, how many of them rise, and when the newest was published."""
    return rows.annotate(
        content_count=Count("contents"),
        rising_count=Count("contents", filter=Q(contents__is_rising=True)),
        newest=Max("contents__published_at"),
    )


def published_by_day(tracking_ids: Sequence[int], *, days: int) -> dict[int, list[tuple[date, int]]]:
    """For each tracking how many of its contents were published on each of the last `days` days."""
    end = timezone.localdate()
    start = end - timedelta(days=days - 1)
    since = Content.objects.filter(
        tracking__in=tracking_ids, published_at__date__gte=start, published_at__date__lte=end
    )
    found: dict[int, list[date]] = {pk: [] for pk in tracking_ids}
    for pk, moment in since.values_list("tracking_id", "published_at"):
        found[pk].append(timezone.localtime(moment).date())
    return {pk: counts_by_day(these, start=start, end=end) for pk, these in found.items()}


def platform_states(tracking: Tracking) -> list[dict[str, Any]]:
    """Each platform of the tracking: whether it is set up here, and what it said last."""
    return [
        {
            "platform": name,
            "label": Platform(name).label,
            "is_ready": name not in SOURCES or SOURCES[name].is_ready(),
            "status": tracking.platform_state.get(name, {}).get("status"),
            "message": in_active_language(tracking.platform_state.get(name, {}).get("texts", {})),
        }
        for name in tracking.platforms
    ]


# ── the trend of a keyword ─────────────────────────────────────────────────────────────────────────────────────────
def keyword_trend(tracking: Tracking) -> dict[str, Any]:
    """How the interest in the keyword develops: what Naver's users searched where that is known, else what was found.

    `source` says which of the two, `n` and `period` what it was computed from; `verdict` is "up" or "down" only when a
    test says so, else "no_clear_trend" or "not_enough_data".
    """
    kept = tracking.search_trend.get("points") or []
    if kept:
        points = [(date.fromisoformat(day), float(ratio)) for day, ratio in kept]
        return _trend_json(points, source="naver_datalab", unit="ratio")
    counts = published_by_day([tracking.pk], days=TREND_DAYS)[tracking.pk]
    first = next((index for index, (_day, count) in enumerate(counts) if count), len(counts))
    points = [(day, float(count)) for day, count in counts[first:]]
    return _trend_json(points, source="tracked_counts", unit="contents")


def _trend_json(points: list[tuple[date, float]], *, source: str, unit: str) -> dict[str, Any]:
    trend: Trend = kpi_trend([(day.toordinal(), value) for day, value in points])
    return {
        "source": source,
        "unit": unit,
        "points": [{"date": day, "value": value} for day, value in points],
        "n": len(points),
        "period": {"start": points[0][0], "end": points[-1][0]} if points else None,
        "verdict": trend.verdict,
        "score": trend.score,
        "growth_30_days": trend.growth_30_days,
        "p_value": trend.p_value,
        "method": trend.method,
    }


# ── one content ────────────────────────────────────────────────────────────────────────────────────────────────────
def content_history(content: Content) -> dict[str, Any]:
    """The numbers of a content over time, its growth, and the days on which its views grew out of the ordinary."""
    shots: Any = content.snapshots.order_by("-taken_at", "-pk")[:MOST_SNAPSHOTS]
    points = [
        {
            "taken_at": shot.taken_at,
            "view_count": shot.view_count,
            "like_count": shot.like_count,
            "comment_count": shot.comment_count,
        }
        for shot in reversed(shots)
    ]
    totals = {
        timezone.localtime(point["taken_at"]).date(): point["view_count"]
        for point in points
        if point["view_count"] is not None
    }
    gains = daily_gains(totals)
    growth = growth_of(totals)
    return {
        "content_id": content.pk,
        "points": points,
        "n": len(points),
        "growth": growth.fraction if growth else None,
        "growth_days": growth.days if growth else None,
        "gained_views": growth.gained if growth else None,
        "is_rising": content.is_rising,
        "anomalies": [gains[index][0] for index in anomalies([gain for _day, gain in gains])],
        "anomaly_method": ANOMALY_METHOD,
        "popularity_index": content.popularity_index,
        "popularity_method": POPULARITY_METHOD,
        "popularity_percentile": popularity_percentile(content),
    }


def popularity_percentile(content: Content) -> int | None:
    """Where the content stands among those of its tracking, 0–100."""
    if content.popularity_index is None:
        return None
    others = Content.objects.filter(tracking=content.tracking_id, popularity_index__isnull=False)
    indices: Any = others.values_list("popularity_index", flat=True)
    return percentile_of(content.popularity_index, list(indices))


# ── for the analyst, reports and clustering ────────────────────────────────────────────────────────────────────────
def tracked_summary(brand: Brand) -> dict[str, Any]:
    """What the trackings of a brand say: counts, the most popular contents, and the trend of each keyword.

    Every figure comes with what it was computed from; nothing is said where there is nothing.
    """
    trackings = list(with_counts(Tracking.objects.filter(brand=brand)).order_by("-created_at"))
    contents = Content.objects.filter(tracking__brand=brand)
    totals = contents.aggregate(n=Count("pk"), rising=Count("pk", filter=Q(is_rising=True)), as_of=Max("refreshed_at"))
    counts = Counter(dict(contents.order_by().values_list("platform").annotate(n=Count("pk"))))
    top = contents.filter(popularity_index__isnull=False).order_by("-popularity_index", "-pk")[:TOP_ITEMS]
    labels = dict(Platform.choices)
    return {
        "content_count": totals["n"],
        "rising_count": totals["rising"],
        "as_of": totals["as_of"],
        "by_platform": {name: counts[name] for name in labels if counts[name]},
        "top": [
            {
                "id": row.pk,
                "title": row.title,
                "platform": row.platform,
                "url": row.url,
                "view_count": row.view_count,
                "popularity_index": row.popularity_index,
                "as_of": row.refreshed_at,
                "source": row.source,
            }
            for row in top
        ],
        "keywords": [
            {
                "tracking_id": tracking.pk,
                "keyword": tracking.keyword,
                "content_count": tracking.content_count,
                "rising_count": tracking.rising_count,
                "is_demo": tracking.is_demo,
                "trend": {key: value for key, value in keyword_trend(tracking).items() if key != "points"},
            }
            for tracking in trackings
        ],
    }


def tracked_facts(brand: Brand) -> Iterator[Fact]:
    """The most popular tracked contents, to be quoted with their day."""
    for row in tracked_summary(brand)["top"]:
        start, url = f"content.{row['id']}", f"/brands/{brand.pk}/contents/{row['id']}/"
        day = timezone.localtime(row["as_of"]).date().isoformat() if row["as_of"] else ""
        yield Fact(f"{start}.title", "추적 콘텐츠", "tracked content", row["title"], "", day, "content", url)
        if row["view_count"] is not None:
            labels = (f"{row['title']} 조회 수", f"views of {row['title']}")
            yield Fact(f"{start}.views", *labels, row["view_count"], "", day, "content", url)


def keywords_of_tracking(user: Any, tracking_id: int) -> list[str]:
    """The words that occur most often in the titles of a tracking's contents, the keyword's own spellings left out.

    NotFound when this person may not see the tracking.
    """
    tracking = fetch(Tracking.objects.all(), user, "read", pk=tracking_id)
    titles = list(
        Content.objects.filter(tracking=tracking)
        .order_by("-popularity_index", "-pk")
        .values_list("title", flat=True)[:MOST_TITLES]
    )
    own = {word.casefold() for word in tracking.words}
    counts: Counter[str] = Counter()
    for title in titles:
        counts.update({word for word in nouns_of(title) if word.casefold() not in own})
    return [word for word, _count in counts.most_common(MOST_KEYWORDS)]


def nouns_of(text: str) -> list[str]:
    """Korean nouns (neighbouring ones as one term) and foreign words of at least two characters."""
    from insights.engine.morphemes import analyser

    terms: list[str] = []
    end = -1
    for token in analyser().tokenize(text):
        if token.tag not in NOUN_TAGS:
            continue
        if terms and token.start == end and token.tag != "SL":
            terms[-1] += token.form
        else:
            terms.append(token.form)
        end = token.start + token.len
    return [term for term in terms if len(term) > 1]
