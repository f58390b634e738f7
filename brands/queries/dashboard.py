"""What the dashboard shows: brands with their figures, what to do next, what happened. Page and API share it.

The values behind the small charts are kept in the cache under the number of the brand's newest event. Every change
writes an event in its own transaction, so a changed brand is another key and nobody ever sees old values. A number is
taken before its transaction ends, though: while the newest event is fresh, nothing is kept.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Window
from django.urls import reverse
from django.utils import timezone

from artnex.events.models import Event
from brands.engine.next_actions import NextAction, next_actions
from brands.engine.trend import MIN_POINTS
from brands.enums import BrandRole
from brands.kpi_types import kpi_type
from brands.models import Brand, BrandUserObjectPermission, Kpi
from brands.queries.facts import facts_from, with_facts
from brands.queries.registry import logo_url, matching, with_role
from brands.services.kpis import TREND_KPI

SHOWN = 12
SERIES_DAYS = 90
SETTLED = timedelta(seconds=60)
KEPT_SECONDS = 3600
STABLE_CHANGE = 0.01
Point = tuple[date, float]


@dataclass(frozen=True, slots=True)
class BrandFigures:
    """The values of the KPI that speaks for a brand; no name and no values where there are none."""

    kpi: str = ""
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Something to do for a brand; `engine` says who found it: our own rules, no model."""

    brand: Brand
    action: NextAction
    engine: str = "builtin"

    @property
    def url(self) -> str:
        return reverse(self.action.url_name, args=[self.brand.pk])


@dataclass(frozen=True, slots=True)
class BrandCard:
    """A brand as the dashboard shows it; `brand.my_role` says what the person is on it."""

    brand: Any
    figures: BrandFigures
    actions: Sequence[NextAction]

    @property
    def role(self) -> BrandRole:
        return BrandRole(self.brand.my_role)

    @property
    def logo_url(self) -> str | None:
        logo = self.brand.logo
        return logo_url(logo.pk, logo.content_type) if logo else None

    @property
    def page_url(self) -> str:
        return reverse("brands:brand", args=[self.brand.pk])

    @property
    def latest(self) -> Point | None:
        return self.figures.points[-1] if self.figures.points else None

    @property
    def latest_kpi(self) -> dict[str, Any] | None:
        known = kpi_type(self.figures.kpi)
        if known is None or self.latest is None:
            return None
        day, value = self.latest
        kpi = {"kpi_type": known.name, "unit": known.unit, "measurement_date": day, "value": value}
        return kpi | {"change_percent": self.change_percent}

    @property
    def values(self) -> list[float]:
        return [value for _day, value in self.figures.points]

    @property
    def sparkline(self) -> list[dict[str, Any]]:
        return [{"date": day, "value": value} for day, value in self.figures.points]

    @property
    def change(self) -> float | None:
        """The change over the shown period as a fraction; None when there is nothing to compare with."""
        points = self.figures.points
        return points[-1][1] / points[0][1] - 1 if len(points) > 1 and points[0][1] > 0 else None

    @property
    def change_percent(self) -> float | None:
        return None if self.change is None else round(100 * self.change, 1)

    @property
    def trend(self) -> str:
        """ "up" or "down" only where it can be said: by the trend test over the last year where there are enough
        values, else by the change between the last two; otherwise "stable"."""
        if self.figures.kpi == TREND_KPI and self.brand.trend_score:
            return "up" if self.brand.trend_score > 0 else "down"
        points = self.figures.points
        if not 2 <= len(points) < MIN_POINTS:
            return "stable"
        before, after = points[-2][1], points[-1][1]
        if abs(after - before) <= STABLE_CHANGE * abs(before):
            return "stable"
        return "up" if after > before else "down"

    @property
    def next(self) -> Recommendation | None:
        return Recommendation(self.brand, self.actions[0]) if self.actions else None


def brands_of(user: Any) -> QuerySet[Any]:
    """The brands somebody works on, with `my_role`. Of an administrator the own and shared ones, not everybody's."""
    rows = Brand.objects.restrict(user, "read")
    if user.is_admin:
        granted = BrandUserObjectPermission.objects.filter(user=user.pk)
        rows = rows.filter(Q(user=user.pk) | Q(pk__in=granted.values("content_object_id")))
    return with_role(rows, user)


def recent_brands(user: Any, *, limit: int) -> list[Any]:
    """The brands on which something happened last, each with the number of all (`total`) and of own ones (`owned`)."""
    newest = Event.objects.filter(brand_id=OuterRef("pk")).order_by("-id")
    rows = brands_of(user).annotate(
        newest_event=Subquery(newest.values("id")[:1]),
        newest_event_at=Subquery(newest.values("created_at")[:1]),
        total=Window(Count("pk")),
        owned=Window(Count("pk", filter=Q(user=user.pk))),
    )
    return list(
        with_facts(rows).select_related("logo").order_by(F("newest_event").desc(nulls_last=True), "-id")[:limit]
    )


def brand_cards(user: Any, *, limit: int = SHOWN) -> list[BrandCard]:
    """Cards of the latest brands: one query, and another for those whose values are not kept."""
    brands = recent_brands(user, limit=limit)
    figures, facts = _figures(brands), facts_from(brands)
    return [BrandCard(brand, figures[brand.pk], next_actions(facts[brand.pk])) for brand in brands]


def recommendations(cards: Iterable[BrandCard], *, limit: int = 5) -> list[Recommendation]:
    """The most urgent action of each brand that the person may change, the most urgent first."""
    found = [card.next for card in cards if card.next and card.role != BrandRole.VIEWER]
    return sorted(found, key=lambda one: -one.action.weight)[:limit]


def search_brands(user: Any, text: str, *, limit: int = 8) -> list[Any]:
    """Brands the person may see in whose name, category, slogan or keywords every word occurs."""
    rows = with_role(Brand.objects.restrict(user, "read"), user).select_related("logo")
    return list(matching(rows, text).order_by("brand_name", "pk")[:limit])


# ── figures ────────────────────────────────────────────────────────────────────────────────────────
def _figures(brands: Sequence[Any]) -> dict[int, BrandFigures]:
    today = timezone.localdate()
    keys = {brand.pk: _key(brand, today) for brand in brands}
    kept = cache.get_many([key for key in keys.values() if key])
    found = {pk: kept[key] for pk, key in keys.items() if key in kept}
    missing = [pk for pk in keys if pk not in found]
    if missing:
        made = _read_figures(missing, today)
        cache.set_many({keys[pk]: one for pk, one in made.items() if keys[pk]}, KEPT_SECONDS)
        found |= made
    return found


def _key(brand: Any, today: date) -> str:
    """Under which the brand's figures are kept; empty while they must not be."""
    if brand.newest_event is None or timezone.now() - brand.newest_event_at < SETTLED:
        return ""
    return f"brand-figures:{brand.pk}:{brand.newest_event}:{brand.updated_at.timestamp()}:{today}"


def _read_figures(ids: list[int], today: date) -> dict[int, BrandFigures]:
    series: dict[int, dict[str, list[Point]]] = {}
    rows = Kpi.objects.filter(brand_id__in=ids, measurement_date__gt=today - timedelta(days=SERIES_DAYS))
    values = rows.order_by("measurement_date").values_list("brand_id", "kpi_type", "measurement_date", "value")
    for brand_id, name, day, value in values:
        series.setdefault(brand_id, {}).setdefault(name, []).append((day, float(value)))
    return {pk: _speaking(series.get(pk, {})) for pk in ids}


def _speaking(series: dict[str, list[Point]]) -> BrandFigures:
    """The KPI that speaks for a brand: its followers, else what was measured last and most often."""
    if not series:
        return BrandFigures()
    name = TREND_KPI if TREND_KPI in series else max(series, key=lambda kpi: (series[kpi][-1][0], len(series[kpi])))
    return BrandFigures(name, tuple(series[name]))
