"""A brand as plain values, and the fact sheet made of it: the only thing an answer may quote."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from artnex.ai.facts import RATIO, Fact, FactSheet

SHORT = 160
FIRST_SENTENCE = re.compile(r"(?<=[.!?。])\s|\n")


@dataclass(frozen=True, slots=True)
class PersonaFacts:
    id: int
    name: str
    age: str = ""
    gender: str = ""
    characteristics: str = ""
    pain_points: str = ""


@dataclass(frozen=True, slots=True)
class CompetitorFacts:
    id: int
    name: str
    strengths: str = ""
    weaknesses: str = ""
    share: Decimal | None = None
    share_as_of: str = ""
    kpis: Mapping[str, tuple[Decimal, str]] = field(default_factory=dict)  # value, day


@dataclass(frozen=True, slots=True)
class ProductFacts:
    id: int
    name: str
    price: Decimal | None = None
    currency: str = "KRW"


@dataclass(frozen=True, slots=True)
class KpiFacts:
    """The newest value of a KPI; `growth_30_days` only where the trend is more than noise."""

    name: str
    label_ko: str
    label_en: str
    unit: str
    value: Decimal
    day: date
    trend: str = "not_enough_data"
    growth_30_days: float | None = None


@dataclass(frozen=True, slots=True)
class ContentFacts:
    """A tracked piece of content."""

    id: int
    title: str
    platform: str
    views: int
    day: str = ""


@dataclass(frozen=True, slots=True)
class BrandSnapshot:
    """All that is known of a brand at one moment."""

    id: int
    name: str
    category: str
    slogan: str = ""
    mission: str = ""
    voice: str = ""
    target: str = ""
    keywords: tuple[str, ...] = ()
    palette: tuple[str, ...] = ()
    personas: tuple[PersonaFacts, ...] = ()
    competitors: tuple[CompetitorFacts, ...] = ()
    products: tuple[ProductFacts, ...] = ()
    kpis: tuple[KpiFacts, ...] = ()
    projects: tuple[tuple[int, str], ...] = ()
    contents: tuple[ContentFacts, ...] = ()

    def kpi(self, name: str) -> KpiFacts | None:
        return next((kpi for kpi in self.kpis if kpi.name == name), None)

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing but a name and a category to go by."""
        told = (self.target, self.keywords, self.personas, self.competitors, self.products, self.kpis, self.contents)
        return not any(told)


def short(text: str) -> str:
    """The first sentence, as it is quoted."""
    first = FIRST_SENTENCE.split(" ".join(text.split(" ")).strip(), maxsplit=1)[0].strip().rstrip(".。")
    return first if len(first) <= SHORT else first[: SHORT - 1].rstrip() + "…"


def sheet_of(brand: BrandSnapshot) -> FactSheet:
    """Every fact of the snapshot, with where it can be looked at."""
    sheet = FactSheet()
    home = f"/brands/{brand.id}/"
    for name, korean, english in (
        ("name", "브랜드", "brand"), ("category", "분야", "category"), ("slogan", "슬로건", "slogan"),
        ("mission", "미션", "mission"), ("voice", "말투", "voice"), ("target", "타깃", "target"),
    ):  # fmt: skip
        if text := short(getattr(brand, name)):
            sheet.add(Fact(f"brand.{name}", korean, english, text, source="brand", url=home))
    if brand.keywords:
        words = ", ".join(brand.keywords)
        sheet.add(Fact("brand.keywords", "브랜드 키워드", "brand keywords", words, source="brand", url=home))
    for number, colour in enumerate(brand.palette, 1):
        sheet.add(Fact(f"brand.palette.{number}", "브랜드 색", "brand colour", colour, source="brand", url=home))
    _add_people(sheet, brand, home)
    _add_rivals(sheet, brand, home)
    _add_goods(sheet, brand, home)
    _add_figures(sheet, brand, home)
    return sheet


def _add_people(sheet: FactSheet, brand: BrandSnapshot, home: str) -> None:
    for persona in brand.personas:
        parts = (
            ("name", "페르소나", "persona", persona.name), ("age", "나이", "age", persona.age),
            ("gender", "성별", "gender", persona.gender),
            ("characteristics", "특징", "characteristics", persona.characteristics),
            ("pain_points", "불편", "pain points", persona.pain_points),
        )  # fmt: skip
        for name, korean, english, text in parts:
            if said := short(text):
                labels = (f"{persona.name} {korean}", f"{english} of {persona.name}")
                sheet.add(Fact(f"persona.{persona.id}.{name}", *labels, said, source="persona", url=f"{home}personas/"))


def _add_rivals(sheet: FactSheet, brand: BrandSnapshot, home: str) -> None:
    url = f"{home}competitors/"
    for rival in brand.competitors:
        start = f"competitor.{rival.id}"
        texts = (
            ("name", "경쟁사", "competitor", rival.name), ("strengths", "강점", "strengths", rival.strengths),
            ("weaknesses", "약점", "weaknesses", rival.weaknesses),
        )  # fmt: skip
        for name, korean, english, text in texts:
            if said := short(text):
                labels = (f"{rival.name} {korean}", f"{english} of {rival.name}")
                sheet.add(Fact(f"{start}.{name}", *labels, said, source="competitor", url=url))
        if rival.share is not None:
            labels = (f"{rival.name} 시장 점유율(직접 입력)", f"market share of {rival.name} (your entry)")
            sheet.add(Fact(f"{start}.share", *labels, rival.share, "%", rival.share_as_of, "competitor", url))
        for kpi, (value, day) in rival.kpis.items():
            korean, english = KPI_WORDS.get(kpi, (kpi, kpi))
            labels = (f"{rival.name} {korean}", f"{english} of {rival.name}")
            unit = RATIO if kpi == "engagement_rate" else ""
            sheet.add(Fact(f"{start}.{kpi}", *labels, value, unit, day, "competitor", url))


def _add_goods(sheet: FactSheet, brand: BrandSnapshot, home: str) -> None:
    url = f"{home}products/"
    for product in brand.products:
        sheet.add(Fact(f"product.{product.id}.name", "제품", "product", product.name, source="product", url=url))
        if product.price is not None:
            labels = (f"{product.name} 가격", f"price of {product.name}")
            price = Fact(f"product.{product.id}.price", *labels, product.price, product.currency, "", "product", url)
            sheet.add(price)
    for pk, name in brand.projects:
        sheet.add(Fact(f"project.{pk}", "프로젝트", "project", short(name), source="project", url=f"{home}projects/"))


def _add_figures(sheet: FactSheet, brand: BrandSnapshot, home: str) -> None:
    url = f"{home}kpis/"
    for kpi in brand.kpis:
        unit = {"fraction": RATIO, "money": "KRW"}.get(kpi.unit, "")
        day = kpi.day.isoformat()
        sheet.add(Fact(f"kpi.{kpi.name}", kpi.label_ko, kpi.label_en, kpi.value, unit, day, "kpi", url))
        if kpi.growth_30_days is not None:
            growth = Decimal(str(round(abs(kpi.growth_30_days), 4)))
            labels = (f"{kpi.label_ko} 30일 변화", f"{kpi.label_en}, change in 30 days")
            sheet.add(Fact(f"trend.{kpi.name}", *labels, growth, RATIO, day, "kpi", url))
            sheet.add(Fact(f"trend.{kpi.name}.period", "기간", "period", "30일", source="kpi", url=url))
            sheet.add(Fact(f"trend.{kpi.name}.period_en", "기간", "period", "30 days", source="kpi", url=url))
    for content in brand.contents:
        start = f"content.{content.id}"
        sheet.add(Fact(f"{start}.title", "추적 콘텐츠", "tracked content", short(content.title), source="content"))
        sheet.add(Fact(f"{start}.views", "조회 수", "views", content.views, "", content.day, "content"))


KPI_WORDS = {
    "followers": ("팔로워", "followers"),
    "engagement_rate": ("참여율", "engagement rate"),
    "views": ("조회 수", "views"),
    "posts": ("게시물", "posts"),
    "revenue": ("매출", "revenue"),
    "orders": ("주문", "orders"),
    "visitors": ("방문자", "visitors"),
    "nps": ("순추천지수", "net promoter score"),
    "popularity_index": ("인기도", "popularity"),
    "trend_score": ("추세", "trend"),
}
