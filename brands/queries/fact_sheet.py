"""What is known of a brand, as facts that texts may quote (see artnex/ai/grounding.py)."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import override

from artnex.ai.facts import RATIO, Fact, FactSheet
from brands.kpi_types import kpi_type
from brands.models import Brand
from brands.queries.figures import Newest, newest_kpis
from brands.services.kpis import brand_trend

MOST_PRODUCTS, MOST_COMPETITORS, MOST_PERSONAS = 20, 10, 10
UNITS = {"fraction": RATIO, "money": "KRW"}
Source = Callable[[Brand], Iterable[Fact]]
_sources: dict[str, Source] = {}


def register_facts(name: str, source: Source) -> None:
    """Rooms above brands add what they know: `source(brand)` gives facts. The same name again replaces it."""
    _sources[name] = source


def fact_sheet(brand: Brand) -> FactSheet:
    """Everything that may be quoted about this brand, each with its day and source."""
    newest = newest_kpis(brand)
    sheet = FactSheet(_identity(brand))
    for facts in (
        _kpis(brand, newest),
        _trend(brand),
        _products(brand),
        _personas(brand),
        _competitors(brand),
        *(source(brand) for source in _sources.values()),
    ):
        for fact in facts:
            sheet.add(fact)
    return sheet


def _both(text: Any) -> tuple[str, str]:
    """A translatable text in Korean and in English."""
    with override("ko"):
        korean = str(text)
    with override("en"):
        return korean, str(text)


def _identity(brand: Brand) -> Iterable[Fact]:
    day, url = brand.updated_at.date().isoformat(), f"/brands/{brand.pk}/"
    rows = {
        "name": ("브랜드 이름", "brand name", brand.brand_name),
        "category": ("카테고리", "category", brand.category),
        "slogan": ("슬로건", "slogan", brand.slogan),
        "mission": ("미션", "mission", brand.mission),
        "vision": ("비전", "vision", brand.vision),
        "target": ("타깃", "target", brand.target),
        "voice": ("말투", "voice", brand.voice),
        "keywords": ("키워드", "keywords", ", ".join(brand.keywords)),
    }
    for name, (korean, english, value) in rows.items():
        if value:
            yield Fact(f"brand.{name}", korean, english, value, "", day, "brand", url)


def _kpis(brand: Brand, newest: Newest) -> Iterable[Fact]:
    url = f"/brands/{brand.pk}/kpis/"
    for name, values in newest.items():
        kind = kpi_type(name)
        if kind is None:
            continue
        korean, english = _both(kind.label)
        day, value = values[0]
        unit = UNITS.get(kind.unit, "")
        yield Fact(f"kpi.{name}", korean, english, value, unit, day.isoformat(), "kpi", url)
        if len(values) > 1 and values[1][1]:
            change = (value - values[1][1]) / abs(values[1][1])
            since = values[1][0].isoformat()
            labels = (f"{korean} 변화({since} 이후)", f"change of {english.lower()} since {since}")
            yield Fact(f"kpi.{name}.change", *labels, round(change, 4), RATIO, day.isoformat(), "kpi", url)


def _trend(brand: Brand) -> Iterable[Fact]:
    trend = brand_trend(brand)
    url = f"/brands/{brand.pk}/kpis/"
    yield Fact(
        "trend.points",
        "추세 계산에 쓴 값의 수",
        "values the trend is computed from",
        trend.points,
        source="kpi",
        url=url,
    )
    if trend.verdict in ("up", "down") and trend.growth_30_days is not None:
        growth = round(trend.growth_30_days, 4)
        yield Fact(
            "trend.growth", "30일 팔로워 증가율", "30-day growth of followers", growth, RATIO, source="kpi", url=url
        )


def _products(brand: Brand) -> Iterable[Fact]:
    url = f"/brands/{brand.pk}/products/"
    rows = list(brand.products.order_by("pk")[:MOST_PRODUCTS])
    yield Fact("products.count", "제품 수", "number of products", brand.products.count(), source="product", url=url)
    for row in rows:
        day = row.updated_at.date().isoformat()
        yield Fact(f"product.{row.pk}", "제품", "product", row.name, "", day, "product", url)
        if row.price is not None:
            labels = (f"{row.name} 가격", f"price of {row.name}")
            yield Fact(f"product.{row.pk}.price", *labels, row.price, row.currency, day, "product", url)


def _personas(brand: Brand) -> Iterable[Fact]:
    url = f"/brands/{brand.pk}/personas/"
    for row in brand.personas.order_by("pk")[:MOST_PERSONAS]:
        day = row.updated_at.date().isoformat()
        yield Fact(f"persona.{row.pk}", "페르소나", "persona", row.persona_name, "", day, "persona", url)
        for name, korean, english in (
            ("age_range", "나이", "age"),
            ("characteristics", "특징", "characteristics"),
            ("pain_points", "불편한 점", "pain points"),
        ):
            if getattr(row, name):
                labels = (f"{row.persona_name}: {korean}", f"{row.persona_name}: {english}")
                yield Fact(f"persona.{row.pk}.{name}", *labels, getattr(row, name), "", day, "persona", url)


def _competitors(brand: Brand) -> Iterable[Fact]:
    url = f"/brands/{brand.pk}/competitors/"
    rows = list(brand.competitors.prefetch_related("kpis").order_by("pk")[:MOST_COMPETITORS])
    count = brand.competitors.count()
    yield Fact("competitors.count", "경쟁사 수", "number of competitors", count, source="competitor", url=url)
    for row in rows:
        day = row.updated_at.date().isoformat()
        name = row.competitor_name
        yield Fact(f"competitor.{row.pk}", "경쟁사", "competitor", name, "", day, "competitor", url)
        for field, korean, english in (("strengths", "강점", "strengths"), ("weaknesses", "약점", "weaknesses")):
            if getattr(row, field):
                labels = (f"{name}: {korean}", f"{name}: {english}")
                yield Fact(f"competitor.{row.pk}.{field}", *labels, getattr(row, field), "", day, "competitor", url)
        if row.market_share is not None:
            labels = (f"{name} 시장 점유율", f"market share of {name}")
            yield Fact(f"competitor.{row.pk}.share", *labels, row.market_share, "%", day, "competitor", url)
        yield from _competitor_kpis(row, url)


def _competitor_kpis(row: Any, url: str) -> Iterable[Fact]:
    for kpi in row.kpis.all():
        kind = kpi_type(kpi.kpi_type)
        if kind is not None:
            korean, english = _both(kind.label)
            labels = (f"{row.competitor_name} {korean}", f"{english.lower()} of {row.competitor_name}")
            day, unit = kpi.measurement_date.isoformat(), UNITS.get(kind.unit, "")
            yield Fact(f"competitor.{row.pk}.{kpi.kpi_type}", *labels, kpi.value, unit, day, "competitor", url)
