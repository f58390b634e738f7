"""Segments, a keyword result and a question of the demo company."""

from django.contrib.auth import get_user_model

from artnex.demo import DemoRun, demo_email, register_demo
from brands.models import Brand
from insights.models import BoardQuestion, Segment
from insights.services.board import accept_answer, answer, ask
from insights.services.segments import create_segment

OWNER, COLLEAGUE = demo_email("marketer"), demo_email("designer")
SEGMENTS = (
    (
        "온담",
        "첫 자취를 시작한 20대",
        "원룸에 둘 작은 가전을 영상 후기로 고릅니다.",
        {
            "age_min": 20,
            "age_max": 29,
            "regions": ["서울", "경기"],
            "interests": ["자취", "인테리어", "반려동물"],
            "channels": ["유튜브", "인스타그램"],
            "price_sensitivity": "high",
            "purchase_role": "buyer",
        },
    ),
    (
        "새결 베어링",
        "설비 보전 담당자",
        "멈추지 않는 라인이 우선이고, 납기와 규격을 먼저 봅니다.",
        {
            "industries": ["자동차 부품", "식품 기계"],
            "job_roles": ["설비 보전", "구매"],
            "regions": ["창원", "울산", "베트남"],
            "channels": ["전시회", "검색"],
            "purchase_role": "recommender",
            "price_sensitivity": "medium",
        },
    ),
)
QUESTION = {
    "title": "가을 전시회에서 온담을 먼저 보여 줄 제품은 무엇이 좋을까요?",
    "body": "부스가 두 칸이라 하나만 크게 놓을 수 있습니다. 대리점 반응을 들은 분의 의견을 부탁드립니다.",
    "tags": ["전시회", "온담"],
}
ANSWER = "지난 행사에서 소음 시연을 한 제품 앞에 가장 오래 머물렀습니다. 조용함을 직접 듣게 해 주는 쪽을 권합니다."


def load(_run: DemoRun) -> None:
    people = get_user_model().objects
    owner, colleague = people.get(email=OWNER), people.get(email=COLLEAGUE)
    brands = {brand.brand_name: brand for brand in Brand.objects.filter(user=owner)}
    for brand_name, name, description, criteria in SEGMENTS:
        brand = brands.get(brand_name)
        if brand and not Segment.objects.filter(user=owner, name=name).exists():
            fields = {"name": name, "description": description, "criteria": criteria}
            create_segment(user=owner, brand=brand, fields=fields)
    if not BoardQuestion.objects.filter(user=owner, title=QUESTION["title"]).exists():
        question = ask(user=owner, fields=QUESTION, brand=brands.get("온담"))
        accept_answer(user=owner, answer=answer(user=colleague, question=question, body=ANSWER))


def remove() -> None:
    Segment.objects.filter(user__email=OWNER).delete()
    BoardQuestion.objects.filter(user__email=OWNER).delete()


register_demo("insights.market", order=40, load=load, remove=remove)
