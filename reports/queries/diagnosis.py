"""Reading a diagnosis."""

from collections.abc import Mapping
from typing import Any

from artnex.access import fetch
from brands.models import Brand
from reports.engine.scoring import Item, Scores, Sheet, score
from reports.enums import Area
from reports.models import Diagnosis, DiagnosisAnswer, Respondent
from reports.questions import questions

ITEMS = tuple(Item(question.id, question.area.value, question.reverse) for question in questions())
EVEN_WEIGHTS: dict[str, float] = dict.fromkeys(Area.values, 1.0)


def open_diagnosis(brand: Brand) -> Diagnosis | None:
    return Diagnosis.objects.filter(brand=brand, is_open=True).first()


def diagnosis_for(user: Any, brand_id: int, action: Any = "read") -> tuple[Brand, Diagnosis | None]:
    """The brand, if this person may do that, and its open diagnosis."""
    brand = fetch(Brand.objects.all(), user, action, pk=brand_id)
    return brand, open_diagnosis(brand)


def weights_of(diagnosis: Diagnosis | None) -> dict[str, float]:
    """The weight of every area, those set and one for the others."""
    return EVEN_WEIGHTS | (diagnosis.weights if diagnosis else {})


def answers_of(respondent: Respondent | None) -> dict[str, int | None]:
    if respondent is None:
        return {}
    return dict(DiagnosisAnswer.objects.filter(respondent=respondent).values_list("question_id", "value"))


def respondent_of(diagnosis: Diagnosis | None, user: Any) -> Respondent | None:
    return diagnosis.respondents.filter(user=user.pk).first() if diagnosis else None


def sheets_of(diagnosis: Diagnosis) -> list[Sheet]:
    """What everybody answered, in two queries."""
    people = list(diagnosis.respondents.order_by("created_at", "id"))
    given: dict[int, dict[str, int | None]] = {person.pk: {} for person in people}
    rows = DiagnosisAnswer.objects.filter(respondent__diagnosis=diagnosis)
    for person_id, question_id, value in rows.values_list("respondent_id", "question_id", "value"):
        given[person_id][question_id] = value
    return [Sheet(given[person.pk], person.kind) for person in people]


def scores_of(diagnosis: Diagnosis) -> Scores:
    """Computed anew from the stored answers, always with the same result."""
    return score(ITEMS, sheets_of(diagnosis), weights_of(diagnosis))


def progress_of(answers: Mapping[str, int | None]) -> dict[str, Any]:
    """How much of the questionnaire is answered, in all and by area."""
    areas = {
        area: {
            "answered": sum(item.id in answers for item in ITEMS if item.area == area),
            "total": sum(item.area == area for item in ITEMS),
        }
        for area in Area.values
    }
    answered, total = (sum(row[name] for row in areas.values()) for name in ("answered", "total"))
    return {"answered": answered, "total": total, "percent": round(100 * answered / total), "areas": areas}
