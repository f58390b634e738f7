"""From scores to what should be done, ranked."""

from reports.content import Action, Bilingual
from reports.engine.scoring import AreaScore, Scores
from reports.engine.wording import AREAS, EFFORTS, MODULES, OWNERS, shown
from reports.questions import by_id

LOW_ENOUGH = 3.5  # a mean below this becomes an action
MOST_ACTIONS, MOST_OF_AN_AREA = 12, 4
MANY_RESPONDENTS, SOME_RESPONDENTS = 10, 3


def ranked_actions(scores: Scores, brand_id: int) -> tuple[Action, ...]:
    """One action for each weak statement, the most worth doing first."""
    found = []
    heaviest = max(scores.weights.values(), default=0) or 1
    for area in scores.areas:
        low = sorted((mean, key) for key, mean in area.item_means.items() if mean < LOW_ENOUGH)
        for mean, key in low[:MOST_OF_AN_AREA]:
            found.append(_action(area, key, mean, scores.weights[area.area] / heaviest, brand_id))
    found.sort(key=lambda action: (-action.priority, action.id))
    return tuple(found[:MOST_ACTIONS])


def _action(area: AreaScore, key: str, mean: float, weight: float, brand_id: int) -> Action:
    question = by_id()[key]
    module, url = MODULES[area.area]
    title = AREAS[area.area]
    if question.reverse:
        what = Bilingual(f"위험 줄이기: {question.text.ko}", f"Reduce the risk: {question.text.en}")
    else:
        what = Bilingual(f"목표: {question.text.ko}", f"Goal: {question.text.en}")
    return Action(
        id=f"action.{key}",
        title=what,
        reason=Bilingual(
            f"{title.ko} 영역에서 평균 {shown(mean)}점입니다.", f"Mean {shown(mean)} in {title.en.lower()}."
        ),
        owner=OWNERS[area.area],
        first_step=question.help,
        module=module,
        impact=_impact(mean, weight),
        effort=EFFORTS[area.area],
        confidence=_confidence(area),
        fact_ids=(f"item.{key}",),
        url=url.format(brand=brand_id),
    )


def _impact(mean: float, weight: float) -> int:
    """5 for the weakest statements of the heaviest areas, at least 1."""
    return max(1, min(5, round((5 - mean) * 1.25 * max(weight, 0.4))))


def _confidence(area: AreaScore) -> int:
    """More people, and both views, make it surer."""
    sure = 2 + (area.respondents >= SOME_RESPONDENTS) + (area.respondents >= MANY_RESPONDENTS)
    return sure + (area.customer_score is not None)
