"""A diagnosis of the demo company with its own and some customers' view, and the report from it."""

import random

from django.contrib.auth import get_user_model

from artnex.demo import DemoRun, demo_email, register_demo
from brands.models import Brand
from reports.models import Diagnosis, Report, RespondentKind
from reports.questions import questions
from reports.services.diagnose import store_report, write_report
from reports.services.diagnosis import (
    current_diagnosis,
    invite_respondent,
    save_answers,
    save_answers_by_link,
    save_step,
)

OWNER = demo_email("marketer")
CUSTOMERS = {"온담": ("한빛유통", "다온리빙", "서촌상회"), "새결 베어링": ("동해기공", "태성펌프")}
LEANING = {"market": 3.4, "competitors": 2.8, "manufacturing": 4.1, "brand": 3.2, "marketing": 2.5}
STEPS = {
    "온담": {
        "market": {"regions": "서울·경기 온라인, 일본 시험 판매"},
        "manufacturing": {"processes": "사출, 조립, 전수 안전 검사", "lead_time": 14},
        "marketing": {"channels": "인스타그램, 유튜브, 네이버 블로그", "goals": "분기마다 후기 영상 늘리기"},
    },
    "새결 베어링": {
        "market": {"regions": "창원, 울산, 베트남"},
        "manufacturing": {"processes": "선삭, 연삭, 열처리, 조립", "lead_time": 21},
        "marketing": {"channels": "전시회, 기술 블로그"},
    },
}


def load(_run: DemoRun) -> None:
    owner = get_user_model().objects.get(email=OWNER)
    for name, customers in CUSTOMERS.items():
        brand = Brand.objects.filter(user=owner, brand_name=name).first()
        if brand is None or Diagnosis.objects.filter(brand=brand).exists():
            continue
        for area, values in STEPS[name].items():
            save_step(user=owner, brand=brand, area=area, values=values)
        chance = random.Random(name)  # noqa: S311 - the same demo every time
        save_answers(user=owner, brand=brand, answers=_answers(chance, 0.4))
        for customer in customers:
            person, _url = invite_respondent(user=owner, brand=brand, kind=RespondentKind.CUSTOMER, name=customer)
            save_answers_by_link(respondent=person, answers=_answers(chance, -0.3), finished=True)
        diagnosis = current_diagnosis(user=owner, brand=brand)
        context, sections, engine = write_report(
            user=owner, brand=brand, diagnosis=diagnosis, engine="builtin", progress=lambda _percent, _step: None
        )
        store_report(user=owner, brand=brand, diagnosis=diagnosis, context=context, sections=sections, engine=engine)


def _answers(chance: random.Random, shift: float) -> dict[str, int | None]:
    """Believable answers: around the area's leaning, reversed statements the other way round, a few left out."""
    answers: dict[str, int | None] = {}
    for question in questions():
        value = round(min(5, max(1, chance.gauss(LEANING[question.area.value] + shift, 0.9))))
        if chance.random() > 0.05:
            answers[question.id] = 6 - value if question.reverse else value
    return answers


def remove() -> None:
    Diagnosis.objects.filter(brand__user__email=OWNER).delete()
    Report.objects.filter(brand__user__email=OWNER).delete()


register_demo("reports.diagnosis", order=50, load=load, remove=remove)
