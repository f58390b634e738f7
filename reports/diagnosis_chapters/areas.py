"""A chapter for each of the five areas: score, strongest and weakest statements, both views, what was entered."""

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
from reports.engine.scoring import NEEDED_ITEMS, AreaScore
from reports.engine.wording import AREAS, level, shown, topic
from reports.questions import Question, questions_of
from reports.step_data import FIELDS

FEW = 3
LOW_ITEM, HIGH_ITEM = 3.0, 4.0


def write_area(ctx: ChapterContext, name: str) -> SectionContent:
    area, title = ctx.scores.area(name), AREAS[name]
    asked = [question for question in questions_of(name) if question.id in area.item_means]
    ordered = sorted(asked, key=lambda question: (area.item_means[question.id], question.id))
    weakest = [question for question in ordered if area.item_means[question.id] < HIGH_ITEM][:FEW]
    strongest = [question for question in reversed(ordered) if area.item_means[question.id] > LOW_ITEM][:FEW]
    blocks: list[Block | None] = [
        paragraph(f"{name}.lead", *_lead(ctx, area, title)),
        _items_chart(name, area, ordered),
        _list(f"{name}.strong", Bilingual("잘하고 있는 것", "What works"), strongest, area),
        _weak_list(name, weakest, area),
        _entered(ctx, name),
        _views(name, area),
        _items_table(name, area, asked),
    ]
    note = None if area.score is not None else _no_score(area)
    return section(name, blocks, score=area.score, note=note)


def _lead(ctx: ChapterContext, area: AreaScore, title: Bilingual) -> Iterator[Statement]:
    if area.score is None:
        note = _no_score(area)
        yield say(note.ko, note.en, f"score.{area.area}.answered")
        return
    word, fact = level(area.score), f"score.{area.area}"
    score = ctx.quote(fact)
    yield say(
        f"{topic(title.ko)} 100점 만점에 {score.ko}점으로, {word.ko}입니다.",
        f"{title.en} scores {score.en} of 100 and is {word.en}.",
        fact, "scale.top",
    )  # fmt: skip
    before = ctx.previous.get(area.area)
    if before is not None:
        difference = area.score - before
        up = difference >= 0
        key = f"score.{area.area}.change"
        yield say(
            f"지난 진단보다 {ctx.quote(key).ko}점 {'높아졌습니다' if up else '낮아졌습니다'}.",
            f"That is {ctx.quote(key).en} points {'more' if up else 'less'} than in the last diagnosis.",
            key,
        )
    if area.alpha is not None:
        alpha = f"score.{area.area}.alpha"
        yield say(
            f"문항들이 같은 것을 재는 정도(크론바흐 알파)는 {ctx.quote(alpha).ko}입니다.",
            f"How far the statements measure one thing (Cronbach's alpha): {ctx.quote(alpha).en}.",
            alpha,
        )


def _no_score(area: AreaScore) -> Bilingual:
    return Bilingual(
        f"응답이 부족해 점수를 내지 않았습니다(답한 문항 {area.answered}개). 60% 이상, 적어도 {NEEDED_ITEMS}개 문항에 답하면 점수가 나옵니다.",
        f"Not enough data for a score ({area.answered} statements answered). At least 60% and {NEEDED_ITEMS} statements are needed.",
    )


def _items_chart(name: str, area: AreaScore, ordered: list[Question]) -> ChartBlock | None:
    if not ordered:
        return None
    return ChartBlock(
        id=f"{name}.items",
        kind="horizontal_bar",
        title=Bilingual("문항별 평균(5점 만점)", "Mean of each statement (of 5)"),
        labels=tuple(_short(question) for question in reversed(ordered)),
        series=(
            ChartSeries(
                Bilingual("평균", "Mean"),
                tuple(round(area.item_means[question.id], 2) for question in reversed(ordered)),
            ),
        ),
        maximum=5,
        note=Bilingual(
            "역방향 문항은 뒤집어 높을수록 좋게 나타냈습니다.",
            "Reversed statements are turned round: higher is better.",
        ),
    )


def _short(question: Question) -> Bilingual:
    return Bilingual(_cut(question.text.ko, 26), _cut(question.text.en, 44))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _list(key: str, title: Bilingual, questions: list[Question], area: AreaScore) -> BulletList | None:
    if not questions:
        return None
    items = tuple(
        say(
            f"{question.text.ko} (평균 {shown(area.item_means[question.id])}점)" if not question.reverse
            else f"이 위험이 작습니다: {question.text.ko} (뒤집은 평균 {shown(area.item_means[question.id])}점)",
            f"{question.text.en} (mean {shown(area.item_means[question.id])})" if not question.reverse
            else f"This risk is small: {question.text.en} (turned-round mean {shown(area.item_means[question.id])})",
            f"item.{question.id}",
        )
        for question in questions
    )  # fmt: skip
    return BulletList(key, title, items)


def _weak_list(name: str, questions: list[Question], area: AreaScore) -> BulletList | None:
    """The weakest statements, each with what "fully so" would look like."""
    if not questions:
        return None
    items = []
    for question in questions:
        mean = shown(area.item_means[question.id])
        if question.reverse:
            ko = f"줄일 위험: {question.text.ko} (뒤집은 평균 {mean}점)"
            en = f"A risk to reduce: {question.text.en} (turned-round mean {mean})"
        else:
            ko = f"{question.text.ko} (평균 {mean}점) 목표로 삼을 모습: {question.help.ko}"
            en = f"{question.text.en} (mean {mean}) What to aim for: {question.help.en}"
        items.append(say(ko, en, f"item.{question.id}", kind="advice"))
    return BulletList(f"{name}.weak", Bilingual("먼저 손댈 것", "What to work on first"), tuple(items))


def _entered(ctx: ChapterContext, name: str) -> TableBlock | None:
    entered = ctx.data.get(name, {})
    rows = [
        (Bilingual(field.korean, field.english), str(entered[field.name]))
        for field in FIELDS[name]
        if entered.get(field.name) not in (None, "")
    ]
    if not rows:
        return None
    columns = (TableColumn(Bilingual("항목", "Item")), TableColumn(Bilingual("입력한 내용", "As entered")))
    facts = tuple(f"entry.{name}.{field.name}" for field in FIELDS[name] if entered.get(field.name) not in (None, ""))
    return TableBlock(f"{name}.entered", Bilingual("입력한 자료", "Data entered"), columns, tuple(rows), facts)


def _views(name: str, area: AreaScore) -> ChartBlock | None:
    if area.gap is None or area.self_score is None or area.customer_score is None:
        return None
    return ChartBlock(
        id=f"{name}.views",
        kind="bar",
        title=Bilingual("우리의 눈과 고객의 눈", "Our own view and customers' view"),
        labels=(AREAS[name],),
        series=(
            ChartSeries(Bilingual("우리", "Own view"), (round(area.self_score, 1),)),
            ChartSeries(Bilingual("고객", "Customers"), (round(area.customer_score, 1),)),
        ),
        maximum=100,
    )


def _items_table(name: str, area: AreaScore, asked: list[Question]) -> TableBlock | None:
    if not asked:
        return None
    columns = (
        TableColumn(Bilingual("문항", "Statement")),
        TableColumn(Bilingual("평균", "Mean"), "number", decimals=2),
        TableColumn(Bilingual("방향", "Direction")),
    )
    turned, straight = Bilingual("뒤집음", "turned round"), Bilingual("그대로", "as asked")
    rows = tuple(
        (question.text, round(area.item_means[question.id], 2), turned if question.reverse else straight)
        for question in asked
    )
    return TableBlock(f"{name}.table", Bilingual("문항별 결과", "Results by statement"), columns, rows)


def _register() -> None:
    for place, (name, title) in enumerate(AREAS.items()):
        chapter(name, order=20 + place, title=title)(lambda ctx, name=name: write_area(ctx, name))  # type: ignore[misc]


_register()
