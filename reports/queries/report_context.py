"""Everything the chapters of a diagnosis are made from, read once."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils import timezone

from artnex.ai.facts import Fact, FactSheet
from brands.engine.popularity import brand_popularity
from brands.models import Brand, BrandDna, Kpi
from brands.queries.fact_sheet import fact_sheet
from brands.queries.figures import newest_kpis
from brands.services.kpis import brand_trend
from insights.queries.ask import kept_cards, snapshot_of
from reports.chapters import ChapterContext, KeptFinding
from reports.engine.actions import ranked_actions
from reports.engine.scoring import NEEDED_ITEMS, NEEDED_SHARE, AreaScore, Scores
from reports.enums import ReportType
from reports.models import Diagnosis, Report
from reports.queries.diagnosis import scores_of
from reports.questions import by_id
from reports.step_data import entered_facts

MOST_FINDINGS = 12


def context_for(brand: Brand, diagnosis: Diagnosis) -> ChapterContext:
    """Plain values: chapters need no database, and may run side by side."""
    scores = scores_of(diagnosis)
    previous = _previous_scores(brand)
    newest = newest_kpis(brand)
    facts = fact_sheet(brand)
    today = timezone.localdate()
    for fact in (
        *_method_facts(),
        *_score_facts(brand, scores, previous, today.isoformat()),
        *entered_facts(brand, diagnosis.data, today.isoformat()),
    ):
        facts.add(fact)
    completeness = _completeness(brand)
    done = Fact(
        "completeness.done",
        "채운 아이덴티티 항목",
        "identity items filled in",
        sum(completeness.values()),
        source="brand",
    )
    facts.add(done)
    return ChapterContext(
        brand_id=brand.pk,
        brand_name=brand.brand_name,
        category=brand.category,
        snapshot=snapshot_of(brand),
        facts=facts,
        scores=scores,
        data=diagnosis.data,
        series=_series(brand),
        completeness=completeness,
        popularity=brand_popularity({kpi: float(values[0][1]) for kpi, values in newest.items()}),
        trend=brand_trend(brand),
        rivals=_rivals(brand),
        findings=_findings(brand, facts),
        previous=previous,
        actions=ranked_actions(scores, brand.pk),
        today=today,
    )


def _previous_scores(brand: Brand) -> dict[str, float]:
    """The scores of the report before, by area and overall."""
    rows = Report.objects.filter(brand=brand, report_type=ReportType.DIAGNOSIS, deleted_at__isnull=True)
    last = rows.order_by("-created_at", "-id").first()
    if last is None:
        return {}
    areas = {name: row["score"] for name, row in last.scores.get("areas", {}).items() if row.get("score") is not None}
    return areas | ({"overall": last.overall_score} if last.overall_score is not None else {})


def _method_facts() -> Iterable[Fact]:
    yield Fact("scale.top", "점수 척도의 끝", "top of the scale", 100, source="method")
    yield Fact("areas.count", "진단 영역의 수", "areas of the diagnosis", 5, source="method")
    yield Fact("rule.items", "점수에 필요한 문항 수", "statements needed for a score", NEEDED_ITEMS, source="method")
    share = round(NEEDED_SHARE * 100)
    yield Fact(
        "rule.share", "점수에 필요한 응답 비율", "share of answers needed for a score", share, "%", source="method"
    )
    yield Fact("priority.rule", "우선순위 식의 상수", "constant of the priority formula", 6, source="method")


def _score_facts(brand: Brand, scores: Scores, previous: dict[str, float], day: str) -> Iterable[Fact]:
    url = f"/brands/{brand.pk}/diagnosis/"

    def fact(key: str, korean: str, english: str, value: Any) -> Fact:
        return Fact(key, korean, english, value, "", day, "diagnosis", url)

    yield fact("respondents.count", "응답자 수", "respondents", scores.respondents)
    if scores.straight_liners:
        yield fact("respondents.straight", "한 값만 고른 응답", "sheets with one value", scores.straight_liners)
    if scores.overall is not None:
        yield fact("score.overall", "종합 점수", "overall score", round(scores.overall, 1))
        if "overall" in previous:
            change = round(abs(scores.overall - previous["overall"]), 1)
            yield fact("score.overall.change", "종합 점수의 변화", "change of the overall score", change)
    for area in scores.areas:
        yield from _area_facts(area, previous, fact)


def _area_facts(area: AreaScore, previous: dict[str, float], fact: Callable[..., Fact]) -> Iterable[Fact]:
    name = area.area
    yield fact(f"score.{name}.answered", f"{name} 답한 문항", f"statements answered in {name}", area.answered)
    if area.score is not None:
        yield fact(f"score.{name}", f"{name} 점수", f"score of {name}", round(area.score, 1))
        if name in previous:
            change = round(abs(area.score - previous[name]), 1)
            yield fact(f"score.{name}.change", f"{name} 점수의 변화", f"change of the score of {name}", change)
    if area.alpha is not None:
        yield fact(f"score.{name}.alpha", f"{name} 크론바흐 알파", f"Cronbach's alpha of {name}", round(area.alpha, 2))
    if area.gap is not None:
        yield fact(f"gap.{name}", f"{name} 두 시각의 차이", f"gap of views in {name}", round(abs(area.gap), 1))
    for key, mean in area.item_means.items():
        text = by_id()[key].text
        yield fact(f"item.{key}", text.ko, text.en, round(mean, 1))


def _series(brand: Brand) -> dict[str, list]:
    series: dict[str, list] = {}
    rows = Kpi.objects.filter(brand=brand).order_by("kpi_type", "measurement_date")
    for name, day, value in rows.values_list("kpi_type", "measurement_date", "value"):
        series.setdefault(name, []).append((day, value))
    return series


def _completeness(brand: Brand) -> dict[str, bool]:
    texts = {name: bool(getattr(brand, name)) for name in ("slogan", "mission", "vision", "voice", "target")}
    return texts | {
        "keywords": bool(brand.keywords),
        "palette": bool(brand.palette),
        "logo": brand.logo_id is not None,
        "dna": BrandDna.objects.filter(brand=brand).exists(),
        "personas": brand.personas.exists(),
        "competitors": brand.competitors.exists(),
        "products": brand.products.exists(),
    }


def _rivals(brand: Brand) -> list[dict[str, Any]]:
    return [
        {
            "id": row.pk,
            "name": row.competitor_name,
            "strengths": row.strengths,
            "weaknesses": row.weaknesses,
            "share": None if row.market_share is None else float(row.market_share),
            "kpis": {kpi.kpi_type: float(kpi.value) for kpi in row.kpis.all()},
        }
        for row in brand.competitors.prefetch_related("kpis").order_by("pk")[:8]
    ]


def _findings(brand: Brand, facts: FactSheet) -> list[KeptFinding]:
    """Kept findings whose facts still hold."""
    return [
        KeptFinding(card.title, card.text, card.kind, tuple(key for key in card.fact_ids if key in facts))
        for card in kept_cards(brand)[:MOST_FINDINGS]
    ]
