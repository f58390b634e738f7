"""Reports for tests and measurements, as rich as the longest that a brand can get."""

from dataclasses import asdict
from typing import Any

from brands.tests.factories import BrandFactory
from reports.content import (
    Action,
    Bilingual,
    BulletList,
    ChartBlock,
    ChartSeries,
    Paragraph,
    Statement,
    TableBlock,
    TableColumn,
    blocks_to_json,
)
from reports.export_enums import ExportFormat
from reports.models import Report, ReportExport, ReportSection
from reports.rendering.options import ExportOptions
from reports.services.exports import store_export

AREAS = (
    ("market", "시장", "Market", 61.3),
    ("competitors", "경쟁사", "Competitors", 48.8),
    ("manufacturing", "제조 역량", "Manufacturing", 82.5),
    ("brand", "브랜드", "Brand", 55.0),
    ("marketing", "마케팅", "Marketing", None),
)
CHAPTERS = (
    ("summary", "요약", "Summary", None),
    *AREAS,
    ("indicators", "자료로 본 지표", "Indicators from data", None),
    ("target", "고객", "Target customers", None),
    ("keyword", "키워드", "Keywords", None),
    ("managing", "운영", "Managing", None),
    ("design", "디자인", "Design", None),
    ("marketing_plan", "마케팅 방향", "Marketing direction", None),
    ("comparison", "경쟁사 비교", "Competitor comparison", None),
    ("strengths", "강점과 약점", "Strengths and weaknesses", None),
    ("actions", "실행 과제", "Actions", None),
    ("method", "방법과 출처", "Method and sources", None),
)
KINDS = ("line", "bar", "radar", "donut", "horizontal_bar", "stacked", "area", "scatter", "heatmap", "gauge")
MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun")
MONTHS = tuple(Bilingual(f"{month}월", name) for month, name in enumerate(MONTH_NAMES, 1))
LONG_KO = (
    "감속기와 기어드 모터를 만드는 이 회사의 최근 열두 달 팔로워는 1,280명에서 2,140명으로 늘었습니다. "
    "납기 준수율은 96.5%로 경쟁사 평균보다 높지만, 검색에서 브랜드 이름으로 들어오는 방문은 전체의 18%에 그칩니다. "
)
LONG_EN = (
    "In the last twelve months the followers of this maker of reducers and geared motors grew from 1,280 to 2,140. "
    "On-time delivery is 96.5%, above the average of its competitors, yet only 18% of visits come by the brand's name. "
)
FACTS = [
    {
        "id": "kpi.followers",
        "label_ko": "팔로워",
        "label_en": "Followers",
        "value": 2140,
        "unit": "명",
        "as_of": "2026-10-31",
        "source": {"ko": "입력한 KPI", "en": "KPIs entered"},
    },
    {
        "id": "kpi.revenue",
        "label_ko": "매출",
        "label_en": "Revenue",
        "value": 1284500000,
        "unit": "KRW",
        "as_of": "2026-10-31",
        "source": "ERP",
    },
    {
        "id": "score.market",
        "label_ko": "시장 점수",
        "label_en": "Market score",
        "value": 61.3,
        "unit": "",
        "as_of": "2026-11-01",
        "source": {"ko": "진단 응답 9개", "en": "9 answers of the diagnosis"},
    },
]
BOTH = Bilingual


def paragraph(name: str, ko: str = LONG_KO * 2, en: str = LONG_EN * 2) -> Paragraph:
    """Three sentences: a fact, an assumption, and advice."""
    return Paragraph(
        name,
        (
            Statement(BOTH(ko.strip(), en.strip()), ("kpi.followers",), "fact"),
            Statement(BOTH("분기마다 3% 자란다고 가정했습니다.", "We assumed 3% growth a quarter."), (), "assumption"),
            Statement(
                BOTH("대표 제품의 이름을 먼저 알리세요.", "Make the main product's name known first."), (), "advice"
            ),
        ),
    )


def chart(name: str, kind: str, shift: int = 0) -> ChartBlock:
    """A chart of any kind over six months, with a gap."""
    values = (12.5 + shift, 14.0, 13.25, None, 18.0 + shift, 21.75)
    one = ChartSeries(BOTH("우리 브랜드", "Our brand"), values, xs=(1.0, 2.0, 3.0, 4.0, 5.0, 6.0))
    other = ChartSeries(BOTH("경쟁사 평균", "Competitors"), (11.0, 12.0, 12.5, 13.0, 13.5, 14.0), xs=(1.5,) * 6)
    series = (one,) if kind in {"donut", "gauge"} else (one, other)
    note = BOTH("입력한 KPI 6개월, 결측 1개월", "Six months of KPIs entered, one missing")
    title = BOTH(f"월별 추이 {name}", f"By month {name}")
    maximum = {"radar": 30.0, "gauge": 100.0}.get(kind)
    return ChartBlock(name, kind, title, MONTHS, series, "점", maximum, note, ("kpi.followers",))  # type: ignore[arg-type]


def table(name: str, rows: int = 6) -> TableBlock:
    """Every kind of column."""
    columns = (
        TableColumn(BOTH("항목", "Item")),
        TableColumn(BOTH("매출", "Revenue"), "money", "KRW"),
        TableColumn(BOTH("비중", "Share"), "percent", decimals=1),
        TableColumn(BOTH("수량", "Count"), "number", "개"),
        TableColumn(BOTH("점수", "Score"), "score"),
        TableColumn(BOTH("기준일", "As of"), "date"),
    )
    body = tuple(
        (BOTH(f"제품군 {n}", f"Product line {n}"), 1_234_567 * n, 0.1234, 1000 + n, 60.0 + n, "2026-10-31")
        for n in range(1, rows)
    )
    return TableBlock(
        name, BOTH("제품군별 실적", "Results by product line"), columns, (*body, ("=1+1", None, None, None, None, None))
    )


def actions(count: int = 5) -> list[Action]:
    return [
        Action(
            f"a{n}",
            BOTH(f"{n}순위: 제품 상세 페이지를 다시 씁니다", f"Priority {n}: rewrite the product pages"),
            BOTH(LONG_KO.strip(), LONG_EN.strip()),
            BOTH("마케팅 담당자", "Marketing lead"),
            BOTH("대표 제품 한 개의 상세 페이지부터 고칩니다.", "Begin with the page of one main product."),
            "studio",
            impact=5,
            effort=n,
            confidence=4,
            fact_ids=("kpi.revenue",),
        )
        for n in range(1, count + 1)
    ]


def section_blocks(position: int) -> list[Any]:
    name = CHAPTERS[position][0]
    return [
        paragraph(f"{name}-p1"),
        chart(f"{name}-c1", KINDS[position % len(KINDS)], position),
        BulletList(
            f"{name}-l1",
            BOTH("눈에 띄는 점", "What stands out"),
            (
                Statement(BOTH("납기 준수율이 높습니다.", "Deliveries are on time."), ("kpi.revenue",), "fact"),
                Statement(BOTH("이름이 덜 알려져 있습니다.", "The name is little known.")),
            ),
        ),
        table(f"{name}-t1"),
        paragraph(f"{name}-p2"),
    ]


def make_report(*, brand: Any = None, **fields: Any) -> Report:
    """A finished report with sixteen sections, as many charts and tables, five actions and three facts."""
    brand = brand or BrandFactory()
    given: dict[str, Any] = {
        "brand": brand,
        "user": brand.user,
        "title_ko": "한빛정밀 브랜드 진단 리포트",
        "title_en": "Hanbit Precision brand diagnosis",
        "overall_score": 62.4,
        "facts": FACTS,
        "actions": [asdict(action) for action in actions()],
    }
    report = Report.objects.create(**given | fields)
    ReportSection.objects.bulk_create(
        ReportSection(
            report=report,
            position=position,
            section_name=name,
            title_ko=ko,
            title_en=en,
            score=score,
            blocks=blocks_to_json(section_blocks(position)),
        )
        for position, (name, ko, en, score) in enumerate(CHAPTERS)
    )
    return report


def make_short_report(*, brand: Any = None, blocks: list[Any] | None = None, **fields: Any) -> Report:
    """A report with the section "market" alone: quick to draw."""
    brand = brand or BrandFactory()
    report = Report.objects.create(
        **{
            "brand": brand,
            "user": brand.user,
            "title_ko": "짧은 리포트",
            "title_en": "Short report",
            "overall_score": 61.3,
            "facts": FACTS,
            **fields,
        }
    )
    given: list[Any] = [paragraph("p1"), chart("c1", "bar"), table("t1", 3)] if blocks is None else blocks
    ReportSection.objects.create(
        report=report,
        position=0,
        section_name="market",
        title_ko="시장",
        title_en="Market",
        score=61.3,
        blocks=blocks_to_json(given),
    )
    return report


def make_export(report: Report, file_format: str = "html", content: bytes = b"<!doctype html><p>x</p>") -> ReportExport:
    """A file of the report, without the time it takes to draw one."""
    return store_export(
        user=report.brand.user,
        report=report,
        file_format=ExportFormat(file_format),
        options=ExportOptions(),
        content=content,
        provenance=None,
    )


def answered_diagnosis(brand: Any, *, value: int = 4, customers: int = 0) -> Any:
    """A round in which the owner (and some customers) answered everything with `value`, in its good direction."""
    from reports.models import RespondentKind
    from reports.services.diagnosis import current_diagnosis, invite_respondent, save_answers, save_answers_by_link

    save_answers(user=brand.user, brand=brand, answers=same_answers(value))
    for number in range(customers):
        person, _url = invite_respondent(
            user=brand.user, brand=brand, kind=RespondentKind.CUSTOMER, name=f"고객 {number}"
        )
        save_answers_by_link(respondent=person, answers=same_answers(max(1, value - 1)), finished=True)
    return current_diagnosis(user=brand.user, brand=brand)


def same_answers(value: int) -> dict[str, int | None]:
    from reports.questions import questions

    return {question.id: 6 - value if question.reverse else value for question in questions()}
