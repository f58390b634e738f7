"""A brand as plain values; what of it may be quoted stands on its fact sheet (brands/queries/fact_sheet.py)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from brands.engine.trades import Trade, trade_of

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
    kpis: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProductFacts:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class KpiFacts:
    """The newest value of a KPI; `growth_30_days` only where the trend is more than noise."""

    name: str
    label_ko: str
    label_en: str
    value: Decimal
    trend: str = "not_enough_data"
    growth_30_days: float | None = None


@dataclass(frozen=True, slots=True)
class ContentFacts:
    """A tracked piece of content."""

    id: int
    platform: str
    views: int


@dataclass(frozen=True, slots=True)
class BrandSnapshot:
    """All that is known of a brand at one moment."""

    id: int
    name: str
    category: str
    target: str = ""
    keywords: tuple[str, ...] = ()
    palette: tuple[str, ...] = ()
    personas: tuple[PersonaFacts, ...] = ()
    competitors: tuple[CompetitorFacts, ...] = ()
    products: tuple[ProductFacts, ...] = ()
    kpis: tuple[KpiFacts, ...] = ()
    contents: tuple[ContentFacts, ...] = ()

    @property
    def trade(self) -> Trade:
        """By category, then keywords and products."""
        products = " ".join(product.name for product in self.products)
        return trade_of(self.category, f"{' '.join(self.keywords)} {products}", self.name)

    def kpi(self, name: str) -> KpiFacts | None:
        return next((kpi for kpi in self.kpis if kpi.name == name), None)

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing but a name and a category to go by."""
        told = (self.target, self.keywords, self.personas, self.competitors, self.products, self.kpis, self.contents)
        return not any(told)


def short(text: str) -> str:
    """The first sentence, as it is quoted."""
    return clipped(FIRST_SENTENCE.split(" ".join(text.split(" ")).strip(), maxsplit=1)[0].strip().rstrip(".。"), SHORT)


def clipped(text: str, most: int) -> str:
    """At most so many characters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
