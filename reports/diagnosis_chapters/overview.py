"""Summary, indicators from data, strengths and weaknesses, actions, method."""

from collections.abc import Iterator

from reports.chapters import ChapterContext, chapter, paragraph, say, section
from reports.content import (
    Bilingual,
    Block,
    BulletList,
    ChartBlock,
    ChartSeries,
    SectionContent,
    Statement,
    TableBlock,
    TableColumn,
)
from reports.engine.wording import AREAS, STRONG, WEAK, level, shown
from reports.questions import by_id

COMPLETENESS: dict[str, Bilingual] = {
    "slogan": Bilingual("슬로건", "slogan"), "mission": Bilingual("미션", "mission"), "vision": Bilingual("비전", "vision"),
    "voice": Bilingual("말투", "voice"), "target": Bilingual("타깃", "target"), "keywords": Bilingual("키워드", "keywords"),
    "palette": Bilingual("팔레트", "palette"), "logo": Bilingual("로고", "logo"), "dna": Bilingual("브랜드 DNA", "brand DNA"),
    "personas": Bilingual("페르소나", "personas"), "competitors": Bilingual("경쟁사", "competitors"),
    "products": Bilingual("제품", "products"),
}  # fmt: skip


@chapter("summary", order=10, title=Bilingual("요약", "Summary"))
def summary(ctx: ChapterContext) -> SectionContent:
    return section(
        "summary",
        [
            paragraph("summary.lead", *_overall(ctx)),
            _radar(ctx),
            paragraph("summary.areas", *_areas(ctx)),
            _score_table(ctx),
            _change_chart(ctx),
            _first_actions(ctx),
        ],
        score=ctx.scores.overall,
    )


def _overall(ctx: ChapterContext) -> Iterator[Statement]:
    if ctx.scores.overall is None:
        yield say(
            "점수를 낼 만큼 답한 영역이 아직 없어 종합 점수를 내지 않았습니다.",
            "No area has enough answers yet, so there is no overall score.",
        )
        return
    word = level(ctx.scores.overall)
    quoted = ctx.quote("score.overall")
    yield say(
        f"{ctx.brand_name}의 종합 점수는 100점 만점에 {quoted.ko}점으로, {word.ko}에 해당합니다.",
        f"{ctx.brand_name} scores {quoted.en} of 100 overall, which is {word.en}.",
        "score.overall", "scale.top", "brand.name",
    )  # fmt: skip
    if "score.overall.change" in ctx.facts:
        change = ctx.quote("score.overall.change")
        up = ctx.scores.overall >= ctx.previous["overall"]
        yield say(
            f"지난 진단과 견주면 {change.ko}점 {'높아졌습니다' if up else '낮아졌습니다'}.",
            f"Against the last diagnosis that is {change.en} points {'more' if up else 'less'}.",
            "score.overall.change",
        )
    people = ctx.quote("respondents.count")
    if ctx.scores.is_self_assessment:
        yield say(
            "한 사람이 답한 자기 진단이므로, 고객과 동료의 답을 더하면 더 믿을 만해집니다.",
            "One person answered: this is a self-assessment. Answers of customers and colleagues make it more reliable.",
        )
    else:
        yield say(f"응답자는 {people.ko}명입니다.", f"{people.en} people answered.", "respondents.count")
    if ctx.scores.straight_liners:
        lines = ctx.quote("respondents.straight")
        yield say(
            f"모든 문항에 같은 값을 고른 응답이 {lines.ko}건 있어 해석에 주의가 필요합니다.",
            f"{lines.en} sheets give the same value everywhere; read with care.",
            "respondents.straight",
        )


def _areas(ctx: ChapterContext) -> Iterator[Statement]:
    scored = [area for area in ctx.scores.areas if area.score is not None]
    if len(scored) < 2:
        return
    best = max(scored, key=lambda area: area.score or 0)
    worst = min(scored, key=lambda area: area.score or 0)
    high, low = ctx.quote(f"score.{best.area}"), ctx.quote(f"score.{worst.area}")
    yield say(
        f"다섯 영역 가운데 {AREAS[best.area].ko}({high.ko}점)에서 점수가 높고 {AREAS[worst.area].ko}({low.ko}점)에서 낮습니다.",
        f"Among the five areas {AREAS[best.area].en.lower()} scores high ({high.en}) and {AREAS[worst.area].en.lower()} low ({low.en}).",
        f"score.{best.area}", f"score.{worst.area}", "areas.count",
    )  # fmt: skip
    gaps = sorted((area for area in scored if area.gap is not None), key=lambda area: -abs(area.gap or 0))
    if gaps:
        gap = gaps[0]
        key = f"gap.{gap.area}"
        higher = (gap.gap or 0) >= 0
        yield say(
            f"{AREAS[gap.area].ko}에서 우리의 눈과 고객의 눈이 {ctx.quote(key).ko}점 벌어져 있습니다. 우리가 {'더 높게' if higher else '더 낮게'} 봅니다.",
            f"In {AREAS[gap.area].en.lower()} our view and customers' view are {ctx.quote(key).en} points apart; ours is {'higher' if higher else 'lower'}.",
            key,
        )


def _first_actions(ctx: ChapterContext) -> BulletList | None:
    items = tuple(say(one.title.ko, one.title.en, *one.fact_ids, kind="advice") for one in ctx.actions[:3])
    return BulletList("summary.next", Bilingual("먼저 할 일", "To do first"), items) if items else None


def _radar(ctx: ChapterContext) -> ChartBlock:
    series = [ChartSeries(Bilingual("이번", "Now"), tuple(_rounded(area.score) for area in ctx.scores.areas))]
    if any(area.area in ctx.previous for area in ctx.scores.areas):
        before = tuple(_rounded(ctx.previous.get(area.area)) for area in ctx.scores.areas)
        series.append(ChartSeries(Bilingual("지난번", "Before"), before))
    return ChartBlock(
        id="summary.radar",
        kind="radar",
        title=Bilingual("다섯 영역의 점수", "Scores of the five areas"),
        labels=tuple(AREAS[area.area] for area in ctx.scores.areas),
        series=tuple(series),
        maximum=100,
        note=Bilingual("영역 점수 = 100 × (평균 − 1) ÷ 4", "Area score = 100 × (mean − 1) ÷ 4"),
    )


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 1)


def _score_table(ctx: ChapterContext) -> TableBlock:
    columns = (
        TableColumn(Bilingual("영역", "Area")),
        TableColumn(Bilingual("점수", "Score"), "score", decimals=1),
        TableColumn(Bilingual("답한 문항", "Answered"), "number"),
        TableColumn(Bilingual("문항", "Statements"), "number"),
        TableColumn(Bilingual("응답자", "Respondents"), "number"),
        TableColumn(Bilingual("비중", "Weight"), "number", decimals=1),
    )
    rows = tuple(
        (
            AREAS[area.area],
            _rounded(area.score),
            area.answered,
            area.items,
            area.respondents,
            ctx.scores.weights[area.area],
        )
        for area in ctx.scores.areas
    )
    return TableBlock("summary.scores", Bilingual("영역별 점수와 응답", "Scores and answers by area"), columns, rows)


def _change_chart(ctx: ChapterContext) -> ChartBlock | None:
    both = [area for area in ctx.scores.areas if area.score is not None and area.area in ctx.previous]
    if not both:
        return None
    return ChartBlock(
        id="summary.change",
        kind="bar",
        title=Bilingual("지난 진단과의 차이", "Change since the last diagnosis"),
        labels=tuple(AREAS[area.area] for area in both),
        series=(
            ChartSeries(Bilingual("지난번", "Before"), tuple(round(ctx.previous[area.area], 1) for area in both)),
            ChartSeries(Bilingual("이번", "Now"), tuple(_rounded(area.score) for area in both)),
        ),
        maximum=100,
    )


@chapter("indicators", order=30, title=Bilingual("자료로 본 지표", "Indicators from data"))
def indicators(ctx: ChapterContext) -> SectionContent:
    """What the brand's own figures say, apart from opinions."""
    done = sum(ctx.completeness.values())
    missing = [COMPLETENESS[name] for name, there in ctx.completeness.items() if not there]
    blocks: list[Block | None] = [
        paragraph("indicators.lead", say(
            "아래 지표는 사람의 의견이 아니라 입력된 자료에서 계산했습니다. 점수에 섞지 않습니다.",
            "The figures below are computed from data, not from opinions. They are not mixed into the scores.",
        )),
        paragraph("indicators.trend", *_trend(ctx)),
        ChartBlock(
            id="indicators.popularity", kind="gauge", title=Bilingual("인기도", "Popularity"), labels=(Bilingual("인기도", "Popularity"),),
            series=(ChartSeries(Bilingual("인기도", "Popularity"), (ctx.popularity.index,)),), maximum=100,
            note=Bilingual(ctx.popularity.method, ctx.popularity.method),
        ) if ctx.popularity.index is not None else None,
        ChartBlock(
            id="indicators.completeness", kind="donut", title=Bilingual("아이덴티티 완성도", "Completeness of the identity"),
            labels=(Bilingual("채운 항목", "filled in"), Bilingual("빈 항목", "missing")),
            series=(ChartSeries(Bilingual("항목", "items"), (float(done), float(len(missing)))),),
        ),
        paragraph("indicators.missing", say(
            f"아직 비어 있는 항목: {', '.join(one.ko for one in missing)}.", f"Still missing: {', '.join(one.en for one in missing)}.",
            "completeness.done", kind="advice",
        ) if missing else say("아이덴티티의 모든 항목을 채웠습니다.", "Every part of the identity is filled in.", "completeness.done")),
    ]  # fmt: skip
    return section("indicators", [*blocks, *_kpi_charts(ctx)])


def _trend(ctx: ChapterContext) -> Iterator[Statement]:
    points = ctx.quote("trend.points")
    if ctx.trend.verdict in ("up", "down") and "trend.growth" in ctx.facts:
        growth = ctx.quote("trend.growth")
        up = ctx.trend.verdict == "up"
        yield say(
            f"팔로워는 뚜렷하게 {'늘고' if up else '줄고'} 있습니다. 30일 변화는 {growth.ko}입니다(값 {points.ko}개).",
            f"Followers are clearly {'growing' if up else 'falling'}: {growth.en} over 30 days ({points.en} values).",
            "trend.growth", "trend.points", "trend.window",
        )  # fmt: skip
    elif ctx.trend.verdict == "no_clear_trend":
        yield say(
            f"팔로워에는 뚜렷한 추세가 없습니다(값 {points.ko}개).",
            f"Followers show no clear trend ({points.en} values).",
            "trend.points",
        )
    else:
        yield say(
            f"추세를 말하기에는 자료가 부족합니다(값 {points.ko}개).",
            f"Not enough data to speak of a trend ({points.en} values).",
            "trend.points",
        )


KPI_TITLES = {
    "followers": Bilingual("팔로워", "Followers"), "engagement_rate": Bilingual("참여율", "Engagement rate"),
    "views": Bilingual("조회수", "Views"), "revenue": Bilingual("매출", "Revenue"), "orders": Bilingual("주문", "Orders"),
    "visitors": Bilingual("방문자", "Visitors"),
}  # fmt: skip


def _kpi_charts(ctx: ChapterContext) -> Iterator[ChartBlock]:
    """A line for each KPI with at least three months, the last value of each month."""
    for name, title in KPI_TITLES.items():
        monthly: dict[tuple[int, int], float] = {}
        for day, value in ctx.series.get(name, ()):
            monthly[day.year, day.month] = float(value)
        if len(monthly) < 3:
            continue
        months = sorted(monthly)
        unit = {"engagement_rate": "%", "revenue": "KRW"}.get(name, "")
        factor = 100 if name == "engagement_rate" else 1
        yield ChartBlock(
            id=f"indicators.{name}",
            kind="area" if name in ("views", "visitors") else "bar" if name == "orders" else "line",
            title=Bilingual(f"{title.ko}, 달마다 마지막 값", f"{title.en}, last value of each month"),
            labels=tuple(Bilingual(f"{year % 100}.{month}", f"{month}/{year % 100}") for year, month in months),
            series=(ChartSeries(title, tuple(round(monthly[key] * factor, 2) for key in months)),),
            unit=unit,
            fact_ids=(f"kpi.{name}",),
        )


@chapter("strengths", order=80, title=Bilingual("강점과 약점", "Strengths and weaknesses"))
def strengths(ctx: ChapterContext) -> SectionContent:
    ranked = sorted(
        ((area.item_means[key], key) for area in ctx.scores.areas for key in area.item_means), key=lambda pair: pair
    )
    weak = [pair for pair in ranked if pair[0] < 3][:6]
    strong = [pair for pair in reversed(ranked) if pair[0] > 3][:6]
    heat = [area for area in ctx.scores.areas if area.item_means]
    return section(
        "strengths",
        [
            paragraph("strengths.lead", *_balance(ctx)),
            _ranked("strengths.strong", Bilingual("가장 높은 문항", "Highest statements"), strong),
            _ranked("strengths.weak", Bilingual("가장 낮은 문항", "Lowest statements"), weak),
            _spread_chart(heat) if heat else None,
        ],
    )


def _balance(ctx: ChapterContext) -> Iterator[Statement]:
    strong = [AREAS[area.area] for area in ctx.scores.areas if area.score is not None and area.score >= STRONG]
    weak = [AREAS[area.area] for area in ctx.scores.areas if area.score is not None and area.score < WEAK]
    if strong:
        yield say(
            f"강점으로 볼 수 있는 영역: {', '.join(one.ko for one in strong)}.",
            f"Areas that are strengths: {', '.join(one.en.lower() for one in strong)}.",
        )
    if weak:
        yield say(
            f"보완이 필요한 영역: {', '.join(one.ko for one in weak)}.",
            f"Areas in need of work: {', '.join(one.en.lower() for one in weak)}.",
        )
    if not strong and not weak:
        yield say(
            "뚜렷한 강점이나 약점 없이 고르게 분포합니다. 아래의 문항별 차이가 더 많은 것을 말해 줍니다.",
            "The areas are even, without a clear strength or weakness. The statements below tell more.",
        )


def _ranked(key: str, title: Bilingual, pairs: list[tuple[float, str]]) -> BulletList | None:
    if not pairs:
        return None
    items = []
    for mean, question_id in pairs:
        question = by_id()[question_id]
        area = AREAS[question.area.value]
        turned = (" (뒤집은 값)", " (turned round)") if question.reverse else ("", "")
        items.append(
            say(
                f"[{area.ko}] {question.text.ko} 평균 {shown(mean)}점{turned[0]}",
                f"[{area.en}] {question.text.en} Mean {shown(mean)}{turned[1]}",
                f"item.{question_id}",
            )
        )
    return BulletList(key, title, tuple(items))


def _spread_chart(areas: list) -> ChartBlock:
    """Lowest, mean and highest statement of each area."""
    lows = tuple(round(min(area.item_means.values()), 2) for area in areas)
    means = tuple(round(area.mean, 2) for area in areas)
    highs = tuple(round(max(area.item_means.values()), 2) for area in areas)
    return ChartBlock(
        id="strengths.spread",
        kind="bar",
        title=Bilingual("영역 안의 편차(5점 만점)", "Spread within the areas (of 5)"),
        labels=tuple(AREAS[area.area] for area in areas),
        series=(
            ChartSeries(Bilingual("가장 낮은 문항", "Lowest"), lows),
            ChartSeries(Bilingual("평균", "Mean"), means),
            ChartSeries(Bilingual("가장 높은 문항", "Highest"), highs),
        ),
        maximum=5,
    )


@chapter("actions", order=90, title=Bilingual("실행 과제", "Actions"))
def actions(ctx: ChapterContext) -> SectionContent:
    if not ctx.actions:
        return section(
            "actions", [paragraph("actions.none", say("지금 급한 과제는 없습니다.", "Nothing is urgent now."))]
        )
    columns = (
        TableColumn(Bilingual("과제", "Action")),
        TableColumn(Bilingual("담당", "Owner")),
        TableColumn(Bilingual("효과", "Impact"), "number"),
        TableColumn(Bilingual("노력", "Effort"), "number"),
        TableColumn(Bilingual("확신", "Confidence"), "number"),
        TableColumn(Bilingual("우선순위", "Priority"), "number"),
    )
    rows = tuple(
        (action.title, action.owner, action.impact, action.effort, action.confidence, action.priority)
        for action in ctx.actions
    )
    steps = tuple(
        say(f"{action.title.ko} 첫걸음: {action.first_step.ko}", f"{action.title.en} First step: {action.first_step.en}",
            *action.fact_ids, kind="advice")
        for action in ctx.actions
    )  # fmt: skip
    top = list(ctx.actions)[:8]
    return section(
        "actions",
        [
            paragraph(
                "actions.lead",
                say(
                    "우선순위는 효과 × (6 − 노력) × 확신입니다. 효과는 점수와 비중에서, 노력은 영역에 대한 우리의 판단에서, 확신은 응답 수에서 왔습니다.",
                    "Priority is impact × (6 − effort) × confidence. Impact comes from score and weight, effort from our "
                    "judgement of the area, confidence from the number of answers.",
                    "priority.rule",
                ),
            ),
            TableBlock("actions.table", Bilingual("우선순위 표", "Ranked actions"), columns, rows),
            ChartBlock(
                id="actions.chart",
                kind="horizontal_bar",
                title=Bilingual("과제의 우선순위", "Priority of actions"),
                labels=tuple(action.title for action in reversed(top)),
                series=(
                    ChartSeries(
                        Bilingual("우선순위", "Priority"), tuple(float(action.priority) for action in reversed(top))
                    ),
                ),
            ),
            BulletList("actions.steps", Bilingual("첫걸음", "First steps"), steps),
        ],
    )


@chapter("method", order=100, title=Bilingual("방법과 출처", "Method and sources"))
def method(ctx: ChapterContext) -> SectionContent:
    lines = (
        ("영역 점수는 답한 문항의 평균을 100점으로 바꾼 값이며, 역방향 문항은 뒤집고 ‘해당 없음’은 뺐습니다.",
         "An area's score is the mean of the answered statements on a scale to 100; reversed statements are turned round, “not applicable” is left out."),
        ("답이 부족한 영역은 점수를 내지 않고 종합에서도 뺐습니다.",
         "Areas with too few answers have no score and leave the overall score."),
        ("종합 점수는 점수가 있는 영역의 가중 평균이며, 비중은 진단 화면에서 바꿀 수 있습니다.",
         "The overall score is the weighted mean of the scored areas; weights can be changed in the diagnosis."),
        ("추세는 로그 값의 Theil–Sen 기울기와 자기상관을 보정한 Mann–Kendall 검정으로 판단했습니다.",
         "Trends are judged by the Theil–Sen slope of logarithms and a Mann–Kendall test corrected for autocorrelation."),
        ("글의 모든 수치는 아래 사실 자료에 있는 값이며, 근거가 없는 문장은 싣지 않았습니다.",
         "Every figure in the text is on the fact sheet below; sentences without support were left out."),
    )  # fmt: skip
    items = tuple(say(korean, english, "scale.top") for korean, english in lines)
    columns = (
        TableColumn(Bilingual("사실", "Fact")),
        TableColumn(Bilingual("값", "Value")),
        TableColumn(Bilingual("기준일", "As of")),
        TableColumn(Bilingual("출처", "Source")),
    )
    rows = tuple(
        (
            Bilingual(fact.label_ko, fact.label_en),
            Bilingual(fact.quoted("ko"), fact.quoted("en")),
            fact.as_of or "–",
            SOURCES.get(fact.source, Bilingual(fact.source or "–", fact.source or "–")),
        )
        for fact in ctx.facts
        if not fact.id.startswith(("question.", "brand."))
    )
    blocks: list[Block | None] = [
        BulletList("method.lines", Bilingual("어떻게 계산했나", "How it was computed"), items),
        TableBlock("method.facts", Bilingual("사실 자료", "Fact sheet"), columns, rows),
    ]
    return section("method", blocks)


SOURCES = {
    "kpi": Bilingual("입력한 KPI", "KPIs entered"), "product": Bilingual("제품 목록", "product list"),
    "persona": Bilingual("페르소나", "personas"), "competitor": Bilingual("경쟁사 자료", "competitor data"),
    "diagnosis": Bilingual("진단 응답", "diagnosis"), "brand": Bilingual("브랜드 정보", "brand"),
    "method": Bilingual("계산 방법", "method"), "tracking": Bilingual("콘텐츠 추적", "content tracking"),
}  # fmt: skip
