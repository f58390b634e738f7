"""Three invented brands with a year of figures, personas, competitors and products.

The figures follow a fixed pseudo-random sequence: growth, a season, some noise. Two brands have a trend, the third has
none, so that both answers can be seen.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from random import Random
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from PIL import Image, ImageDraw

from artnex.demo import DemoRun, demo_email, register_demo
from brands.enums import BrandRole, KpiSource
from brands.models import Brand, Competitor, Persona, Product
from brands.services.brands import create_brand, delete_brand, set_logo
from brands.services.children import create_child
from brands.services.competitors import set_competitor_kpis
from brands.services.kpis import enter_kpis
from brands.services.products import set_product_image
from brands.services.team import grant

OWNER = "marketer"
YEAR = 365


@dataclass(frozen=True)
class Pace:
    """How a brand's figures run: where followers start, how they grow in a day, and the size of a week's business."""

    followers: int
    growth: float
    noise: float
    engagement: float
    views: int
    revenue: int
    orders: int
    visitors: int
    nps: int


@dataclass(frozen=True)
class DemoBrand:
    """Everything of one brand of the demo company."""

    fields: dict[str, Any]
    pace: Pace
    mark: str  # the path of the logo, in a square of 64
    personas: list[dict[str, str]] = field(default_factory=list)
    competitors: list[tuple[dict[str, Any], dict[str, str]]] = field(default_factory=list)
    products: list[tuple[str, str, int]] = field(default_factory=list)  # SKU, name, price


BRANDS = (
    DemoBrand(
        fields={
            "brand_name": "새결 베어링",
            "category": "기계부품",
            "slogan": "오차 없이 오래",
            "mission": "생산 현장이 멈추지 않도록 정밀한 회전 부품을 만듭니다.",
            "vision": "설비 담당자가 가장 먼저 떠올리는 국산 베어링이 됩니다.",
            "keywords": ["정밀", "내구성", "국산", "당일 출고", "기술 상담"],
            "voice": "차분하고 정확하게. 수치에는 단위와 조건을 함께 적습니다.",
            "target": "중소 제조업체의 설비 보전 담당자와 구매 담당자",
            "website": "https://bearing.saegyeol.example/",
            "palette": ["#12305E", "#2F6FB7", "#A9C4E4", "#F2F5F9", "#E2762B"],
        },
        pace=Pace(8_200, 0.0011, 0.004, 0.021, 14_000, 46_000_000, 160, 5_200, 41),
        mark="M32 6a26 26 0 1 0 0 52 26 26 0 0 0 0-52m0 13a13 13 0 1 1 0 26 13 13 0 0 1 0-26",
        personas=[
            {
                "persona_name": "설비 보전팀 한 과장",
                "age_range": "30대 후반",
                "gender": "남성",
                "characteristics": "라인 정지 시간을 줄이는 것이 목표입니다. 도면과 규격서를 꼼꼼히 봅니다.",
                "pain_points": "수입품은 납기가 길고, 급할 때 호환 규격을 찾기 어렵습니다.",
            },
            {
                "persona_name": "구매팀 오 대리",
                "age_range": "30대 초반",
                "gender": "여성",
                "characteristics": "여러 공급처의 단가와 납기를 표로 비교합니다.",
                "pain_points": "견적 회신이 늦으면 비교표를 완성하지 못합니다.",
            },
        ],
        competitors=[
            (
                {
                    "competitor_name": "동해롤링",
                    "category": "기계부품",
                    "market_share": Decimal("34"),
                    "strengths": "전국 대리점망",
                    "weaknesses": "소량 주문에 느린 대응",
                },
                {"followers": "21500", "engagement_rate": "0.012", "views": "36000", "posts": "14"},
            ),
            (
                {
                    "competitor_name": "하늘정공",
                    "category": "기계부품",
                    "market_share": Decimal("18.5"),
                    "strengths": "낮은 단가",
                    "weaknesses": "품질 성적서가 간단함",
                },
                {"followers": "6400", "engagement_rate": "0.034", "posts": "22"},
            ),
        ],
        products=[
            ("SG-6204", "깊은 홈 볼베어링 6204", 4_800),
            ("SG-6305", "깊은 홈 볼베어링 6305", 8_900),
            ("SG-U208", "유니트 베어링 UCP208", 21_000),
        ],
    ),
    DemoBrand(
        fields={
            "brand_name": "온담",
            "category": "생활가전",
            "slogan": "집 안의 온도를 담다",
            "mission": "작은 공간에서도 편안한 온도를 느끼게 하는 가전을 만듭니다.",
            "vision": "1인 가구가 믿고 고르는 온열 가전 브랜드가 됩니다.",
            "keywords": ["온열", "저소음", "1인 가구", "안전", "미니멀"],
            "voice": "다정하고 쉬운 말로. 기능은 쓰임새와 함께 이야기합니다.",
            "target": "자취를 시작한 20–30대와 반려동물을 키우는 가구",
            "website": "https://ondam.saegyeol.example/",
            "palette": ["#B5482A", "#E9A178", "#F7E4D4", "#FFFBF6", "#4B3A33"],
        },
        pace=Pace(23_500, 0.0024, 0.006, 0.047, 96_000, 72_000_000, 1_450, 38_000, 52),
        mark="M32 6c9 12 18 19 18 31a18 18 0 0 1-36 0c0-8 4-13 8-17 1 6 3 9 6 11 2-9 0-17 4-25",
        personas=[
            {
                "persona_name": "첫 자취 민지 씨",
                "age_range": "20대 중반",
                "gender": "여성",
                "characteristics": "원룸에 어울리는 작은 가전을 영상 후기로 고릅니다.",
                "pain_points": "전기 요금과 소음이 걱정됩니다.",
            }
        ],
        competitors=[
            (
                {
                    "competitor_name": "따숨",
                    "category": "생활가전",
                    "market_share": Decimal("22"),
                    "strengths": "영상 후기가 많음",
                    "weaknesses": "수리 접수가 늦음",
                },
                {"followers": "54000", "engagement_rate": "0.031", "views": "210000", "posts": "28"},
            ),
            (
                {
                    "competitor_name": "홈브리즈",
                    "category": "생활가전",
                    "market_share": Decimal("41"),
                    "strengths": "할인점 입점",
                    "weaknesses": "디자인 변화가 적음",
                },
                {"followers": "38000", "engagement_rate": "0.009", "views": "75000", "posts": "9"},
            ),
        ],
        products=[
            ("OD-H1", "미니 온풍기", 59_000),
            ("OD-M2", "전기 무릎담요", 38_500),
            ("OD-K1", "저소음 전기 주전자", 46_000),
        ],
    ),
    DemoBrand(
        fields={
            "brand_name": "푸른결 키친",
            "category": "주방용품",
            "slogan": "오래 쓰는 것이 친환경입니다",
            "mission": "버려지지 않는 주방 도구를 만듭니다.",
            "keywords": ["친환경", "스테인리스", "평생 수리"],
            "voice": "솔직하게. 친환경이라는 말에는 근거를 함께 적습니다.",
            "target": "살림을 오래 해 온 40–50대",
            "palette": ["#2E5E4E", "#8FB9A4", "#EDF3EE", "#C9A24B"],
        },
        pace=Pace(4_100, 0.0, 0.012, 0.033, 9_000, 11_000_000, 290, 6_100, 47),
        mark="M32 58C16 48 10 36 12 14c20 0 34 8 36 26 1 8-4 14-16 18m0 0C32 44 28 32 20 24",
        personas=[
            {
                "persona_name": "살림 20년 차 정숙 씨",
                "age_range": "50대",
                "gender": "여성",
                "characteristics": "한 번 사면 오래 씁니다. 이웃의 추천을 믿습니다.",
                "pain_points": "코팅이 벗겨진 냄비를 버릴 때마다 아깝습니다.",
            }
        ],
        competitors=[
            (
                {
                    "competitor_name": "그린팟",
                    "category": "주방용품",
                    "market_share": Decimal("12"),
                    "strengths": "선물 포장",
                    "weaknesses": "수리 부품 없음",
                },
                {"followers": "9800", "engagement_rate": "0.025", "posts": "12"},
            )
        ],
        products=[("PK-20", "통 3중 스테인리스 냄비 20cm", 69_000), ("PK-T1", "집게 세트", 18_000)],
    ),
)


def load(run: DemoRun) -> None:
    """Make the brands that are missing; one that is there is left as it is."""
    people = {person.email: person for person in get_user_model().objects.filter(email__endswith=demo_email("")[1:])}
    owner = people.get(demo_email(OWNER))
    if owner is None:
        return
    known = set(Brand.objects.filter(user=owner).values_list("brand_name", flat=True))
    for number, demo in enumerate(BRANDS):
        if demo.fields["brand_name"] not in known:
            brand = _create(owner, demo, number)
            _let_in(brand, people)


def remove() -> None:
    """Take these brands away, with everything under them."""
    names = [demo.fields["brand_name"] for demo in BRANDS]
    for brand in Brand.objects.filter(user__email=demo_email(OWNER), brand_name__in=names):
        delete_brand(user=brand.user, brand=brand)


def _create(owner: Any, demo: DemoBrand, number: int) -> Brand:
    brand = create_brand(user=owner, fields=demo.fields)
    colour = demo.fields["palette"][0]
    logo = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><path fill="{colour}" d="{demo.mark}"/></svg>'
    set_logo(user=owner, brand=brand, content=logo.encode(), filename="logo.svg")
    today = timezone.localdate()
    enter_kpis(user=owner, brand=brand, rows=year_of_figures(demo.pace, number, today), source=KpiSource.CSV)
    for fields in demo.personas:
        create_child(Persona, user=owner, brand=brand, fields=fields)
    for fields, figures in demo.competitors:
        row = create_child(Competitor, user=owner, brand=brand, fields=fields)
        values = {name: Decimal(value) for name, value in figures.items()}
        set_competitor_kpis(user=owner, competitor=row, values=values, day=today - timedelta(days=6))
    for place, (sku, name, price) in enumerate(demo.products):
        product = create_child(Product, user=owner, brand=brand, fields={"sku": sku, "name": name, "price": price})
        picture = product_picture(demo.fields["palette"], place)
        set_product_image(user=owner, product=product, content=picture, filename=f"{sku}.png")
    return brand


def _let_in(brand: Brand, people: dict[str, Any]) -> None:
    """The designer works on every brand, the executive looks at them."""
    for login, role in (("designer", BrandRole.EDITOR), ("executive", BrandRole.VIEWER)):
        if person := people.get(demo_email(login)):
            grant(brand, person, role)


def year_of_figures(pace: Pace, seed: int, today: date) -> list[dict[str, Any]]:
    """Followers of each day, the rest of each week, the net promoter score of each quarter."""
    return [
        {"kpi_type": kpi, "value": Decimal(str(value)), "measurement_date": today - timedelta(days=ago)}
        for kpi, value, ago in _figures(pace, Random(seed))  # noqa: S311 - the same invented figures every time
    ]


def _figures(pace: Pace, chance: Random) -> Iterator[tuple[str, float, int]]:
    for ago in range(YEAR - 1, -1, -1):
        day = YEAR - 1 - ago
        level = math.exp(pace.growth * day)
        yield "followers", round(pace.followers * level * (1 + chance.gauss(0, pace.noise))), ago
        if ago % 7 == 0:
            season = 1 + 0.18 * math.sin(2 * math.pi * day / YEAR)
            week = level * season * (1 + chance.gauss(0, 0.08))
            yield "engagement_rate", round(pace.engagement * (1 + chance.gauss(0, 0.12)), 4), ago
            yield "views", round(pace.views * week), ago
            yield "visitors", round(pace.visitors * week), ago
            yield "orders", round(pace.orders * week), ago
            yield "revenue", round(pace.revenue * week, -4), ago
            yield "posts", 2 + chance.randrange(5), ago
        if ago % 91 == 0:
            yield "nps", pace.nps + chance.randrange(-4, 6), ago


def product_picture(palette: list[str], place: int) -> bytes:
    """A plain drawing in the brand's colours, standing in for a photograph."""
    picture = Image.new("RGB", (480, 480), palette[2])
    draw = ImageDraw.Draw(picture)
    shapes = (
        lambda: draw.ellipse((110, 110, 370, 370), outline=palette[0], width=56),
        lambda: draw.rounded_rectangle((130, 110, 350, 370), radius=44, fill=palette[1]),
        lambda: draw.polygon([(240, 90), (390, 370), (90, 370)], fill=palette[0]),
    )
    shapes[place % len(shapes)]()
    content = BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()


register_demo("brands", order=20, load=load, remove=remove)
