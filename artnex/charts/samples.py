"""One of every chart, easy and difficult, with made-up figures: for the style guide and for measuring."""

import math
from collections.abc import Iterator

from artnex.charts import (
    AreaChart,
    BarChart,
    Chart,
    DonutChart,
    Dot,
    GaugeChart,
    HeatMap,
    HorizontalBarChart,
    LineChart,
    RadarChart,
    ScatterChart,
    Series,
    Sparkline,
    StackedChart,
)

MONTHS = [f"{month}월" for month in range(1, 13)]
REVENUE = [3200, 3450, 3310, 3900, 4210, 4080, 4520, 4300, 4850, 5120, 4980, 5610]
COST = [2100, 2240, 2400, 2380, 2600, 2710, 2680, 2890, 2950, 3010, 3190, 3240]
AREAS = ["시장", "경쟁사", "제조 역량", "브랜드", "마케팅"]


def gallery() -> Iterator[Chart]:
    """Every kind of chart."""
    yield from _lines()
    yield from _bars()
    yield from _rounds()
    yield from _fields()


def _lines() -> Iterator[Chart]:
    wan = [value * 10_000 for value in REVENUE]
    yield LineChart(
        title="Two lines with a target",
        labels=MONTHS,
        unit="원",
        series=[Series("매출", wan), Series("비용", [value * 10_000 for value in COST])],
        target=50_000_000,
        target_label="목표 5,000만원",
    )
    days = [f"{1 + day // 28}월 {1 + day % 28}일" for day in range(336)]
    views = [1200 + 400 * math.sin(day / 20) + 150 * math.sin(day * 1.7) + day * 3 for day in range(336)]
    yield LineChart(title="Many points", labels=days, series=[Series("Views", views)])
    values = [12.0, 14.0, None, None, 13.0, None, 18.0, 17.0, 21.0, 22.0, 24.0, 25.0]
    low = [None] * 8 + [21.0, 20.0, 20.5, 20.0]
    high = [None] * 8 + [21.0, 24.5, 28.0, 31.0]
    yield LineChart(
        title="Gaps, a single point and a forecast",
        labels=MONTHS,
        unit="%",
        series=[Series("Engagement", values, low, high, forecast_from=9)],
    )
    yield LineChart(
        title="Below and above zero",
        labels=MONTHS,
        unit="%",
        series=[Series("Growth", [4, 2, -3, -6, -2, 1, 5, 7, 3, -1, -4, 2])],
    )
    yield AreaChart(title="Area", labels=MONTHS, unit="원", series=[Series("매출", wan)])
    yield AreaChart(
        title="Stacked areas",
        labels=MONTHS,
        stacked=True,
        series=[
            Series("인스타그램", REVENUE),
            Series("유튜브", [value * 0.6 for value in COST]),
            Series("네이버 블로그", [900 + 30 * month for month in range(12)]),
        ],
    )
    yield LineChart(title="One point", labels=["3월"], series=[Series("Followers", [1280])])
    yield LineChart(title="No data", labels=MONTHS, series=[Series("Followers", [None] * 12)])
    yield Sparkline(title="Followers", labels=MONTHS, series=[Series("Followers", REVENUE)])


def _bars() -> Iterator[Chart]:
    yield BarChart(
        title="Bars that carry their values",
        labels=["스마트스토어", "자사몰", "쿠팡", "오프라인 대리점", "해외 박람회"],
        unit="원",
        series=[Series("매출", [84_000_000, 61_500_000, 47_200_000, 128_000_000, 9_300_000])],
    )
    yield BarChart(
        title="Groups",
        labels=["1분기", "2분기", "3분기", "4분기"],
        series=[Series("2024", [320, 410, 380, 520]), Series("2025", [360, 450, None, 610]), Series("목표", [400] * 4)],
    )
    yield BarChart(
        title="Gains and losses",
        labels=MONTHS,
        ordered=True,
        series=[Series("Change", [4, 2, -3, -6, -2, 1, 5, 7, 3, -1, -4, 2])],
    )
    yield StackedChart(
        title="Stacked",
        labels=MONTHS,
        ordered=True,
        series=[Series("신규", REVENUE), Series("재구매", COST), Series("반품", [-value * 0.2 for value in COST])],
    )
    yield StackedChart(
        title="Shares",
        labels=["20대", "30대", "40대", "50대 이상"],
        shares=True,
        series=[Series("여성", [62, 55, 48, 40]), Series("남성", [38, 45, 52, 60])],
    )
    yield HorizontalBarChart(
        title="A ranking with long names",
        labels=[
            "산업용 소형 감속기 브랜드 인지도 제고",
            "봄 신제품 출시",
            "B2B 전시회",
            "검색 광고",
            "뉴스레터",
        ],
        series=[Series("전환", [1840, 1220, 640, 610, 95])],
    )
    yield HorizontalBarChart(
        title="Gap between two views",
        labels=["품질", "납기", "디자인", "가격"],
        unit="점",
        series=[Series("자기 평가", [82, 74, 61, 55]), Series("고객 평가", [77, 58, 66, 49])],
    )
    yield HorizontalBarChart(title="Lying, with losses", labels=["A", "B", "C"], series=[Series("±", [12, -7, 3])])


def _rounds() -> Iterator[Chart]:
    yield DonutChart(
        title="Parts of a whole",
        labels=[
            "인스타그램",
            "유튜브",
            "네이버 블로그",
            "틱톡",
            "페이스북",
            "카카오",
            "X",
            "링크드인",
            "기타 커뮤니티",
        ],
        values=[4200, 3100, 1800, 1200, 700, 400, 200, 120, 60],
        total_label="도달",
    )
    yield DonutChart(title="A single part", labels=["자사몰"], values=[120], unit="건")
    yield RadarChart(title="One brand", labels=AREAS, maximum=100, series=[Series("아트텍", [72, 58, 85, 64, 49])])
    yield RadarChart(
        title="Three brands and a missing value",
        labels=["밀도", "온기", "재미", "세련됨", "에너지", "신뢰"],
        maximum=1,
        series=[
            Series("아트텍", [0.6, 0.4, 0.2, 0.8, 0.5, 0.9]),
            Series("경쟁사 A", [0.3, 0.7, 0.6, 0.4, None, 0.5]),
            Series("경쟁사 B", [0.8, 0.2, 0.3, 0.5, 0.7, 0.6]),
        ],
    )
    yield GaugeChart(title="Score", value=68.4, target=75, caption="종합 점수")
    yield GaugeChart(title="Usage", value=131, maximum=100, unit="%", caption="AI 호출")


def _fields() -> Iterator[Chart]:
    yield ScatterChart(
        title="Influencers",
        x_label="팔로워",
        y_label="참여율",
        unit="%",
        dots=[
            Dot(12_000, 6.2, "기계공방", "나노"),
            Dot(48_000, 4.1, "팩토리톡", "마이크로"),
            Dot(52_000, 4.3, "오늘의공장", "마이크로"),
            Dot(155_000, 2.9, "테크메이커", "매크로"),
            Dot(210_000, 1.8, "데일리디자인", "매크로"),
            Dot(18_500, 5.4, "나사하나", "나노"),
        ],
    )
    yield ScatterChart(
        title="Bubbles",
        dots=[Dot(x, (x * 37 % 11) - 3, f"키워드 {x}", size=x * 13 % 17 + 1) for x in range(1, 13)],
    )
    weeks = ["월", "화", "수", "목", "금", "토", "일"]
    hours = [f"{hour}시" for hour in range(8, 22, 2)]
    yield HeatMap(
        title="When people respond",
        columns=hours,
        row_names=weeks,
        values=[
            [None if (r, c) in {(2, 3), (5, 0)} else round(30 + 25 * math.sin(c) + 8 * r, 1) for c in range(len(hours))]
            for r in range(len(weeks))
        ],
    )
    yield HeatMap(
        title="Better and worse",
        columns=["품질", "가격", "디자인", "서비스"],
        row_names=["아트텍", "경쟁사 A", "경쟁사 B"],
        values=[[0.4, -0.2, 0.7, 0.1], [-0.5, 0.3, -0.1, 0.2], [0.1, 0.0, -0.8, None]],
    )
