"""Target, keyword, managing, design, marketing, and the comparison with competitors."""

from collections.abc import Iterator

from reports.chapters import ChapterContext, chapter, paragraph, say, section
from reports.content import (
    Bilingual,
    BulletList,
    ChartBlock,
    ChartSeries,
    SectionContent,
    Statement,
    TableBlock,
    TableColumn,
)
from reports.diagnosis_chapters.overview import KPI_TITLES


@chapter("target", order=40, title=Bilingual("고객", "Target customers"))
def target(ctx: ChapterContext) -> SectionContent:
    people = ctx.snapshot.personas
    lead: list[Statement] = []
    if "brand.target" in ctx.facts:
        quoted = ctx.quote("brand.target")
        lead.append(say(f"브랜드가 정한 타깃: {quoted.ko}", f"The target as stated: {quoted.en}", "brand.target"))
    if not people:
        lead.append(
            say(
                "페르소나가 없어 고객의 말로 기회를 찾지 못했습니다. 대표 고객 한 사람을 적는 일부터 시작하세요.",
                "Without personas no opportunity could be found in customers' own words. Start by describing one typical customer.",
                kind="advice",
            )
        )
    columns = tuple(
        TableColumn(Bilingual(korean, english))
        for korean, english in (
            ("페르소나", "Persona"),
            ("나이", "Age"),
            ("특징", "Characteristics"),
            ("불편한 점", "Pain points"),
        )
    )
    rows = tuple(
        (person.name, person.age or "–", person.characteristics or "–", person.pain_points or "–") for person in people
    )
    ids = tuple(f"persona.{person.id}" for person in people)
    found = [finding for finding in ctx.findings if finding.kind in ("opportunities", "product_ideas")]
    kept = tuple(
        Statement(Bilingual(_line(finding), _line(finding)), finding.fact_ids, "advice") for finding in found[:6]
    )
    return section(
        "target",
        [
            paragraph("target.lead", *lead),
            TableBlock("target.personas", Bilingual("페르소나", "Personas"), columns, rows, ids) if rows else None,
            BulletList("target.kept", Bilingual("보관한 인사이트", "Insights that were kept"), kept) if kept else None,
        ],
    )


def _line(finding: object) -> str:
    text = getattr(finding, "text", "")
    title = getattr(finding, "title", "")
    return f"{title}: {text}" if text else title


@chapter("keyword", order=45, title=Bilingual("키워드", "Keywords"))
def keyword(ctx: ChapterContext) -> SectionContent:
    own = ctx.snapshot.keywords
    words = {"ko": ctx.snapshot.trade.ko, "en": ctx.snapshot.trade.en}
    missing_ko = [word for word in words["ko"].keywords if word not in own]
    missing_en = [word for word in words["en"].keywords if word.lower() not in {one.lower() for one in own}]
    statements: list[Statement] = []
    if own:
        listed = ", ".join(own)
        statements.append(say(f"지금 쓰는 키워드: {listed}", f"Keywords in use: {listed}", "brand.keywords"))
    else:
        statements.append(say("정해 둔 키워드가 없습니다.", "No keywords have been set.", kind="advice"))
    if missing_ko or missing_en:
        statements.append(
            say(
                f"{words['ko'].name} 분야에서 고객이 중요하게 보는 말 가운데 아직 쓰지 않은 것: {', '.join(missing_ko[:6])}. 실제로 맞는 것만 고르세요.",
                f"Of the words that count in {words['en'].name.lower()}, not yet in use: {', '.join(missing_en[:6])}. Take only those that are true.",
                kind="advice",
            )
        )
    return section("keyword", [paragraph("keyword.lead", *statements)])


@chapter("managing", order=50, title=Bilingual("운영", "Managing"))
def managing(ctx: ChapterContext) -> SectionContent:
    statements = list(_managing(ctx))
    return section("managing", [paragraph("managing.lead", *statements)])


def _managing(ctx: ChapterContext) -> Iterator[Statement]:
    area = ctx.scores.area("manufacturing")
    if area.score is not None:
        quoted = ctx.quote("score.manufacturing")
        yield say(
            f"제조 점수 {quoted.ko}점은 브랜드가 약속을 지키는 힘의 크기입니다.",
            f"The manufacturing score of {quoted.en} is how far the brand can keep its promises.",
            "score.manufacturing",
        )
    if not ctx.data.get("manufacturing", {}).get("certificates"):
        yield say(
            "보유 인증이 입력되지 않았습니다. 인증과 시험 성적을 적어 두면 글과 광고에서 근거로 쓸 수 있습니다.",
            "No certificates were entered. Once they are, texts and ads can use them as evidence.",
            kind="advice",
        )
    count = ctx.quote("products.count")
    yield say(f"등록된 제품은 {count.ko}개입니다.", f"{count.en} products are listed.", "products.count")
    yield say(
        "과제를 프로젝트로 옮기고 담당과 기한을 정하면 다음 진단에서 변화를 잴 수 있습니다.",
        "Moved into projects with owner and date, the actions can be measured in the next diagnosis.",
        kind="advice",
    )


@chapter("design", order=55, title=Bilingual("디자인", "Design"))
def design(ctx: ChapterContext) -> SectionContent:
    there = ctx.completeness
    statements: list[Statement] = []
    for name, korean, english, advice_ko, advice_en in (
        ("logo", "로고", "logo", "로고 파일을 올려 모든 문서에 같은 모양으로 쓰세요.", "Upload the logo so that every document shows the same."),
        ("palette", "팔레트", "palette", "팔레트를 정하면 디자인이 벗어난 색을 찾아 줍니다.", "With a palette, designs that leave it are found."),
        ("dna", "브랜드 DNA", "brand DNA", "브랜드 DNA를 만들면 간격, 글자, 색의 기준이 하나가 됩니다.", "With a brand DNA, spacing, type and colour have one standard."),
        ("voice", "말투", "voice", "말투를 한 문단으로 적어 두세요.", "Write the voice down in a paragraph."),
    ):  # fmt: skip
        if there[name]:
            statements.append(say(f"{korean} 준비됨.", f"The {english} is there."))
        else:
            statements.append(say(advice_ko, advice_en, kind="advice"))
    return section("design", [paragraph("design.lead", *statements)])


@chapter("marketing_plan", order=60, title=Bilingual("마케팅 방향", "Marketing direction"))
def marketing_plan(ctx: ChapterContext) -> SectionContent:
    statements = list(_marketing(ctx))
    changes = [
        (KPI_TITLES[name], float(change.number or 0) * 100, change.id)
        for name in KPI_TITLES
        if (change := ctx.facts.get(f"kpi.{name}.change")) is not None
    ]
    chart = None
    if changes:
        chart = ChartBlock(
            id="marketing_plan.changes",
            kind="bar",
            title=Bilingual("최근 값의 변화(직전 값 대비)", "Latest change against the value before"),
            labels=tuple(title for title, _value, _fact in changes),
            series=(ChartSeries(Bilingual("변화", "Change"), tuple(round(value, 2) for _t, value, _f in changes)),),
            unit="%",
            fact_ids=tuple(fact for _t, _v, fact in changes),
        )
    return section("marketing_plan", [paragraph("marketing_plan.lead", *statements), chart])


def _marketing(ctx: ChapterContext) -> Iterator[Statement]:
    channels = ctx.data.get("marketing", {}).get("channels")
    if channels:
        listed = ctx.quote("entry.marketing.channels")
        yield say(f"지금 쓰는 채널: {listed.ko}", f"Channels in use: {listed.en}", "entry.marketing.channels")
    rate = ctx.facts.get("kpi.engagement_rate")
    if rate is not None:
        quoted = ctx.quote("kpi.engagement_rate")
        yield say(
            f"참여율은 {quoted.ko}입니다. 반응이 높았던 게시물의 주제를 다음 달 계획의 중심에 두세요.",
            f"Engagement is {quoted.en}. Put the topics that were received well at the centre of next month's plan.",
            "kpi.engagement_rate",
        )
    if "kpi.posts" in ctx.facts:
        quoted = ctx.quote("kpi.posts")
        yield say(
            f"최근 기록된 게시물 수는 {quoted.ko}건입니다.", f"The latest count of posts is {quoted.en}.", "kpi.posts"
        )
    if not channels and rate is None:
        yield say(
            "쓰는 채널과 KPI를 입력하면 어디에 힘을 실을지 자료로 말할 수 있습니다.",
            "With channels and KPIs entered, data can say where to put effort.",
            kind="advice",
        )


@chapter("comparison", order=70, title=Bilingual("경쟁사 비교", "Competitor comparison"))
def comparison(ctx: ChapterContext) -> SectionContent:
    rivals = list(ctx.rivals)
    if not rivals:
        lead = say(
            "등록된 경쟁사가 없습니다. 고객이 실제로 비교하는 회사부터 적어 보세요.",
            "No competitors are listed. Start with those customers really compare.",
            kind="advice",
        )
        return section("comparison", [paragraph("comparison.lead", lead)])
    count = ctx.quote("competitors.count")
    columns = (
        TableColumn(Bilingual("경쟁사", "Competitor")),
        TableColumn(Bilingual("강점", "Strengths")),
        TableColumn(Bilingual("약점", "Weaknesses")),
        TableColumn(Bilingual("점유율(%)", "Share (%)"), "number", decimals=1),
    )
    rows = tuple(
        (rival["name"], rival["strengths"] or "–", rival["weaknesses"] or "–", rival["share"]) for rival in rivals
    )
    ids = tuple(f"competitor.{rival['id']}" for rival in rivals)
    openings = tuple(
        say(f"{rival['name']}의 약점 “{rival['weaknesses']}”에서 차이를 보여 주세요.",
            f"Show the difference where {rival['name']} is weak: “{rival['weaknesses']}”.",
            f"competitor.{rival['id']}", f"competitor.{rival['id']}.weaknesses", kind="advice")
        for rival in rivals if rival["weaknesses"]
    )  # fmt: skip
    return section(
        "comparison",
        [
            paragraph(
                "comparison.lead",
                say(f"등록된 경쟁사는 {count.ko}곳입니다.", f"{count.en} competitors are listed.", "competitors.count"),
            ),
            TableBlock("comparison.table", Bilingual("강점과 약점", "Strengths and weaknesses"), columns, rows, ids),
            *_figures(ctx, rivals),
            _shares(rivals),
            BulletList("comparison.openings", Bilingual("빈틈", "Openings"), openings) if openings else None,
        ],
    )


def _figures(ctx: ChapterContext, rivals: list) -> Iterator[ChartBlock]:
    """The brand beside its competitors, for every figure at least one of them has."""
    for name, title in KPI_TITLES.items():
        own = ctx.facts.get(f"kpi.{name}")
        if own is None or not any(name in rival["kpis"] for rival in rivals):
            continue
        factor = 100 if name == "engagement_rate" else 1
        values: list[float | None] = [float(own.number or 0) * factor]
        values += [None if name not in rival["kpis"] else rival["kpis"][name] * factor for rival in rivals]
        names = [ctx.brand_name, *(rival["name"] for rival in rivals)]
        yield ChartBlock(
            id=f"comparison.{name}",
            kind="horizontal_bar",
            title=title,
            labels=tuple(Bilingual(one, one) for one in names),
            series=(ChartSeries(title, tuple(values)),),
            unit="%" if name == "engagement_rate" else "",
            fact_ids=(own.id,),
        )


def _shares(rivals: list) -> ChartBlock | None:
    known = [rival for rival in rivals if rival["share"] is not None]
    total = sum(rival["share"] for rival in known)
    if not known or total > 100:
        return None
    rest = round(100 - total, 2)
    labels = [*(Bilingual(rival["name"], rival["name"]) for rival in known), Bilingual("그 밖", "others")]
    values = (*(rival["share"] for rival in known), rest)
    return ChartBlock(
        id="comparison.shares",
        kind="donut",
        title=Bilingual("입력된 시장 점유율", "Market shares as entered"),
        labels=tuple(labels),
        series=(ChartSeries(Bilingual("점유율", "Share"), values),),
        unit="%",
    )
