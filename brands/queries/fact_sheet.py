"""What is known of a brand, as facts that texts may quote (see artnex/ai/grounding.py)."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import override

from artnex.ai.facts import RATIO, Fact, FactSheet
from brands.engine.trend import trend_fact_id
from brands.kpi_types import kpi_type
from brands.models import Brand
from brands.queries.figures import Newest, newest_kpis
from brands.services.kpis import brand_trend

MOST_PRODUCTS, MOST_COMPETITORS, MOST_PERSONAS, MOST_PROJECTS = 20, 10, 10, 10
WITH_TREND = ("followers", "engagement_rate", "views", "revenue", "orders", "visitors")
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
        _trends(brand, newest),
        _products(brand),
        _projects(brand),
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
    for number, colour in enumerate(brand.palette, start=1):
        yield Fact(f"brand.palette.{number}", "브랜드 색", "brand colour", str(colour), "", day, "brand", url)


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


def _trends(brand: Brand, newest: Newest) -> Iterable[Fact]:
    """How KPIs grow, only where a test says that they do; `trend.growth` is that of followers."""
    url = f"/brands/{brand.pk}/kpis/"
    trends = {name: brand_trend(brand, name) for name in WITH_TREND if name in newest}
    followers = trends.get("followers")
    points = followers.points if followers else 0
    labels = ("추세 계산에 쓴 값의 수", "values the trend is computed from")
    yield Fact("trend.points", *labels, points, source="kpi", url=url)
    has_growth = False
    for name, trend in trends.items():
        kind = kpi_type(name)
        if kind is None or trend.verdict not in ("up", "down") or trend.growth_30_days is None:
            continue
        korean, english = _both(kind.label)
        day = newest[name][0][0].isoformat()
        labels = (f"30일 {korean} 증가율", f"30-day growth of {english.lower()}")
        yield Fact(trend_fact_id(name), *labels, round(trend.growth_30_days, 4), RATIO, day, "kpi", url)
        has_growth = True
    if has_growth:
        yield Fact("trend.window", "추세를 보는 기간", "what a trend is given for", "30일 / 30 days", source="method")


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


def _projects(brand: Brand) -> Iterable[Fact]:
    url = f"/brands/{brand.pk}/projects/"
    for row in brand.projects.order_by("pk")[:MOST_PROJECTS]:
        day = row.updated_at.date().isoformat()
        yield Fact(f"project.{row.pk}", "프로젝트", "project", row.project_name, "", day, "project", url)


def _personas(brand: Brand) -> Iterable[Fact]:
    url = f"/brands/{brand.pk}/personas/"
    for row in brand.personas.order_by("pk")[:MOST_PERSONAS]:
        day = row.updated_at.date().isoformat()
        yield Fact(f"persona.{row.pk}", "페르소나", "persona", row.persona_name, "", day, "persona", url)
        for name, korean, english in (
            ("age_range", "나이", "age"),
            ("gender", "성별", "gender"),
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
            labels = (f"{name} 시장 점유율(직접 입력)", f"market share of {name} (your entry)")
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
