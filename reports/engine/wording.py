"""Words for scores, in both languages."""

from brands.engine.suggestions import with_particle
from reports.content import Bilingual

STRONG, WEAK = 70.0, 50.0
AREAS: dict[str, Bilingual] = {
    "market": Bilingual("시장", "Market"),
    "competitors": Bilingual("경쟁사", "Competitors"),
    "manufacturing": Bilingual("제조", "Manufacturing"),
    "brand": Bilingual("브랜드", "Brand"),
    "marketing": Bilingual("마케팅", "Marketing"),
}
OWNERS: dict[str, Bilingual] = {
    "market": Bilingual("영업·기획", "Sales and planning"),
    "competitors": Bilingual("영업·기획", "Sales and planning"),
    "manufacturing": Bilingual("생산·품질", "Production and quality"),
    "brand": Bilingual("브랜드 담당", "Brand"),
    "marketing": Bilingual("마케팅 담당", "Marketing"),
}
MODULES = {
    "market": ("insights", "/brands/{brand}/insights/"),
    "competitors": ("brands", "/brands/{brand}/competitors/"),
    "manufacturing": ("brands", "/brands/{brand}/projects/"),
    "brand": ("brands", "/brands/{brand}/guideline/"),
    "marketing": ("brands", "/brands/{brand}/projects/"),
}
# How much work it usually is to change something in an area, 1 to 5: a judgement of ours, shown with each action.
EFFORTS = {"market": 2, "competitors": 2, "manufacturing": 4, "brand": 2, "marketing": 3}


def level(score: float) -> Bilingual:
    """What a score says in a word."""
    if score >= STRONG:
        return Bilingual("강점", "a strength")
    if score >= WEAK:
        return Bilingual("보통", "middling")
    return Bilingual("보완이 필요한 곳", "in need of work")


def topic(word: str) -> str:
    return with_particle(word, "은", "는")


def subject(word: str) -> str:
    return with_particle(word, "이", "가")


def shown(score: float) -> str:
    """A score as texts write it."""
    return f"{round(score, 1):g}"
