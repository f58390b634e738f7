"""What is known of trades: how they are recognised, what counts in them, in Korean and English.

General knowledge in words alone: no figures, no claims about any company.
"""

import re
from dataclasses import dataclass
from typing import Literal

Language = Literal["ko", "en"]


@dataclass(frozen=True, slots=True)
class TradeWords:
    """A trade in one language: its name, what customers value in it, what it gives them, and how one speaks in it."""

    name: str
    virtues: tuple[str, str, str]  # nouns: what counts
    gift: str  # what the customer gets out of it
    field: str  # where it is at work
    keywords: tuple[str, ...]
    voice: str


@dataclass(frozen=True, slots=True)
class Trade:
    """`marks` are parts of words by which a category, keyword or product belongs to this trade."""

    marks: tuple[str, ...]
    ko: TradeWords
    en: TradeWords

    def words(self, language: Language) -> TradeWords:
        return self.ko if language == "ko" else self.en


TRADES: tuple[Trade, ...] = (
    Trade(
        (
            "기계",
            "부품",
            "정밀",
            "베어링",
            "감속기",
            "모터",
            "금형",
            "가공",
            "machin",
            "bearing",
            "gear",
            "motor",
            "mould",
            "mold",
            "precision",
            "parts",
        ),
        TradeWords(
            "기계·부품",
            ("정밀도", "내구성", "납기"),
            "멈추지 않는 생산 라인",
            "제조 현장",
            ("정밀 가공", "내구성", "품질 관리", "납기 준수", "맞춤 제작", "기술 상담"),
            "단정하고 정확하게. 과장 대신 규격과 근거로 말하고, 어려운 용어는 풀어서 설명합니다.",
        ),
        TradeWords(
            "Machinery and parts",
            ("precision", "durability", "reliable delivery"),
            "production that does not stop",
            "the shop floor",
            (
                "precision machining",
                "durability",
                "quality control",
                "on-time delivery",
                "made to order",
                "engineering support",
            ),
            "Plain and exact. Specifications and evidence instead of big words; technical terms are explained.",
        ),
    ),
    Trade(
        ("화장품", "뷰티", "스킨케어", "미용", "cosmetic", "beauty", "skincare", "skin care", "makeup"),
        TradeWords(
            "화장품·뷰티",
            ("성분", "사용감", "신뢰"),
            "매일 편안한 피부",
            "일상",
            ("스킨케어", "순한 성분", "사용감", "데일리 케어", "성분 공개", "민감 피부"),
            "다정하고 솔직하게. 효능을 부풀리지 않고 성분과 쓰임새를 친구처럼 알려 줍니다.",
        ),
        TradeWords(
            "Cosmetics and beauty",
            ("ingredients", "feel", "trust"),
            "skin that feels at ease every day",
            "daily life",
            ("skincare", "gentle ingredients", "texture", "daily care", "ingredient transparency", "sensitive skin"),
            "Warm and honest. No inflated effects; ingredients and use, told as a friend would.",
        ),
    ),
    Trade(
        ("식품", "음료", "푸드", "베이커리", "커피", "농산", "food", "beverage", "drink", "bakery", "coffee", "snack"),
        TradeWords(
            "식품·음료",
            ("원재료", "위생", "맛"),
            "믿고 먹는 한 끼",
            "식탁",
            ("원재료", "위생 관리", "맛", "산지", "간편식", "건강한 식탁"),
            "따뜻하고 맛깔나게. 원재료와 만드는 과정을 있는 그대로 들려줍니다.",
        ),
        TradeWords(
            "Food and drink",
            ("ingredients", "hygiene", "taste"),
            "a meal one can trust",
            "the table",
            ("ingredients", "hygiene", "taste", "origin", "ready meals", "healthy eating"),
            "Warm and appetising. Ingredients and making, told as they are.",
        ),
    ),
    Trade(
        ("패션", "의류", "섬유", "신발", "가방", "잡화", "fashion", "apparel", "cloth", "textile", "shoe", "bag"),
        TradeWords(
            "패션·섬유",
            ("소재", "핏", "마감"),
            "오래 입는 편안함",
            "옷장",
            ("소재", "핏", "봉제", "데일리룩", "오래 입는 옷", "지속 가능한 패션"),
            "담백하고 감각적으로. 유행어보다 소재와 만듦새를 보여 줍니다.",
        ),
        TradeWords(
            "Fashion and textiles",
            ("material", "fit", "finish"),
            "comfort that lasts",
            "the wardrobe",
            ("fabric", "fit", "sewing", "everyday wear", "made to last", "sustainable fashion"),
            "Quiet and stylish. Material and making instead of catchwords.",
        ),
    ),
    Trade(
        (
            "전자",
            "반도체",
            "디스플레이",
            "가전",
            "센서",
            "회로",
            "electronic",
            "semiconductor",
            "appliance",
            "sensor",
            "circuit",
            "pcb",
        ),
        TradeWords(
            "전자·반도체",
            ("신뢰성", "효율", "호환성"),
            "안심하고 맡기는 회로",
            "제품 개발 현장",
            ("신뢰성", "전력 효율", "센서", "품질 인증", "양산", "기술 지원"),
            "명료하고 논리적으로. 수치는 근거와 함께, 기능은 쓰임새와 함께 말합니다.",
        ),
        TradeWords(
            "Electronics",
            ("reliability", "efficiency", "compatibility"),
            "circuits one can rely on",
            "product development",
            (
                "reliability",
                "power efficiency",
                "sensors",
                "quality certification",
                "volume production",
                "technical support",
            ),
            "Clear and logical. Figures come with their source, functions with their use.",
        ),
    ),
    Trade(
        (
            "화학",
            "소재",
            "플라스틱",
            "고무",
            "코팅",
            "도료",
            "접착",
            "chemical",
            "material",
            "plastic",
            "rubber",
            "coating",
            "paint",
            "adhesive",
        ),
        TradeWords(
            "화학·소재",
            ("안전성", "균일성", "친환경성"),
            "믿고 쓰는 소재",
            "산업 전반",
            ("안전성", "균일한 품질", "친환경 소재", "배합 기술", "시험 성적", "맞춤 소재"),
            "신중하고 투명하게. 안전 정보와 시험 결과를 먼저 밝힙니다.",
        ),
        TradeWords(
            "Chemicals and materials",
            ("safety", "consistency", "care for the environment"),
            "materials to rely on",
            "industry",
            (
                "safety",
                "consistent quality",
                "eco-friendly materials",
                "formulation",
                "test reports",
                "custom materials",
            ),
            "Careful and open. Safety information and test results come first.",
        ),
    ),
    Trade(
        ("자동차", "모빌리티", "차량", "배터리", "automotive", "car part", "vehicle", "mobility", "battery"),
        TradeWords(
            "자동차·모빌리티",
            ("안전", "내구성", "효율"),
            "안심하고 달리는 길",
            "도로 위",
            ("안전", "내구성", "경량화", "전동화", "품질 관리", "부품 공급"),
            "믿음직하고 또렷하게. 안전을 먼저 말하고 약속은 지킬 수 있는 만큼만 합니다.",
        ),
        TradeWords(
            "Automotive and mobility",
            ("safety", "durability", "efficiency"),
            "journeys without worry",
            "the road",
            ("safety", "durability", "lightweight design", "electrification", "quality control", "parts supply"),
            "Dependable and distinct. Safety first, and no promise that cannot be kept.",
        ),
    ),
    Trade(
        ("가구", "인테리어", "리빙", "주방", "생활용품", "furniture", "interior", "living", "kitchen", "household"),
        TradeWords(
            "가구·리빙",
            ("쓰임새", "마감", "편안함"),
            "머물고 싶은 공간",
            "집과 일터",
            ("공간", "원목", "마감", "수납", "라이프스타일", "편안함"),
            "차분하고 아늑하게. 공간에서의 쓰임새를 그림처럼 보여 줍니다.",
        ),
        TradeWords(
            "Furniture and living",
            ("usefulness", "finish", "comfort"),
            "rooms one wants to stay in",
            "home and workplace",
            ("space", "solid wood", "finish", "storage", "lifestyle", "comfort"),
            "Calm and cosy. Shows how things are used in a room.",
        ),
    ),
    Trade(
        ("의료", "헬스", "바이오", "제약", "건강기능", "medical", "health", "bio", "pharma"),
        TradeWords(
            "의료·헬스케어",
            ("안전성", "근거", "편의"),
            "더 안심되는 하루",
            "진료와 돌봄의 자리",
            ("안전성", "임상 근거", "사용 편의", "위생", "건강 관리", "전문성"),
            "정중하고 사려 깊게. 근거 없는 효능은 말하지 않고 쉬운 말로 설명합니다.",
        ),
        TradeWords(
            "Medical and health",
            ("safety", "evidence", "ease of use"),
            "days with less worry",
            "care and treatment",
            ("safety", "clinical evidence", "ease of use", "hygiene", "health care", "expertise"),
            "Respectful and thoughtful. No effect without evidence, in words everyone understands.",
        ),
    ),
    Trade(
        ("에너지", "태양광", "환경", "재활용", "수처리", "energy", "solar", "environment", "recycl", "water treatment"),
        TradeWords(
            "에너지·환경",
            ("효율", "지속성", "안정성"),
            "다음 세대에 물려줄 환경",
            "지역과 산업",
            ("에너지 효율", "지속 가능성", "탄소 저감", "자원 순환", "안정 운영", "친환경"),
            "진지하고 희망차게. 환경 효과는 잰 것만 말합니다.",
        ),
        TradeWords(
            "Energy and environment",
            ("efficiency", "continuity", "stability"),
            "an environment to hand on",
            "region and industry",
            (
                "energy efficiency",
                "sustainability",
                "lower carbon",
                "circular resources",
                "stable operation",
                "eco-friendly",
            ),
            "Serious and hopeful. Only what was measured is claimed.",
        ),
    ),
    Trade(
        ("건설", "건축", "건자재", "철강", "금속", "construction", "building", "steel", "metal"),
        TradeWords(
            "건축·금속",
            ("강도", "안전", "시공성"),
            "오래 서 있는 공간",
            "현장",
            ("강도", "안전", "시공성", "규격", "내식성", "현장 지원"),
            "묵직하고 간결하게. 규격과 시공 사례로 이야기합니다.",
        ),
        TradeWords(
            "Construction and metal",
            ("strength", "safety", "easy installation"),
            "places that stand for long",
            "the site",
            ("strength", "safety", "easy installation", "standards", "corrosion resistance", "site support"),
            "Solid and brief. Speaks by standards and finished work.",
        ),
    ),
    Trade(
        ("소프트웨어", "플랫폼", "서비스", "앱", "software", "platform", "service", "saas"),
        TradeWords(
            "소프트웨어·서비스",
            ("편의", "안정성", "속도"),
            "덜 애쓰는 하루",
            "업무 현장",
            ("업무 자동화", "안정성", "사용 편의", "데이터", "연동", "고객 지원"),
            "가볍고 친절하게. 전문 용어 대신 할 수 있게 되는 일을 말합니다.",
        ),
        TradeWords(
            "Software and services",
            ("ease", "stability", "speed"),
            "less effort every day",
            "work",
            ("automation", "stability", "ease of use", "data", "integration", "support"),
            "Light and friendly. Says what one can do with it instead of technical terms.",
        ),
    ),
    Trade(
        ("공예", "디자인", "아트", "문구", "완구", "캐릭터", "craft", "design", "stationery", "toy"),
        TradeWords(
            "디자인·공예",
            ("손맛", "개성", "완성도"),
            "곁에 두고 싶은 물건",
            "일상",
            ("핸드메이드", "개성", "완성도", "선물", "컬렉션", "이야기"),
            "섬세하고 즐겁게. 만든 사람의 이야기를 담아 말합니다.",
        ),
        TradeWords(
            "Design and craft",
            ("touch", "character", "finish"),
            "things to keep close",
            "daily life",
            ("handmade", "character", "finish", "gifts", "collection", "story"),
            "Delicate and cheerful. Carries the story of who made it.",
        ),
    ),
)

GENERAL = Trade(
    (),
    TradeWords(
        "제조",
        ("품질", "신뢰", "정성"),
        "믿고 맡기는 편안함",
        "현장과 일상",
        ("품질", "신뢰", "고객 중심", "기술력", "정직한 제조", "지속 개선"),
        "친절하고 또렷하게. 쉬운 말로, 지킬 수 있는 약속만 합니다.",
    ),
    TradeWords(
        "Manufacturing",
        ("quality", "trust", "care"),
        "the ease of relying on someone",
        "work and daily life",
        ("quality", "trust", "customer focus", "engineering", "honest making", "steady improvement"),
        "Friendly and clear. Simple words, and only promises that can be kept.",
    ),
)


def trade_of(*texts: str) -> Trade:
    """The trade most of whose marks occur, earlier texts (the category) counting more; the general one for none."""
    best, best_score = GENERAL, 0
    for trade in TRADES:
        score = 0
        for place, text in enumerate(texts):
            lowered = text.lower()
            score += sum(_occurs(mark, lowered) for mark in trade.marks) * (4 if place == 0 else 1)
        if score > best_score:
            best, best_score = trade, score
    return best


def _occurs(mark: str, text: str) -> bool:
    """Korean anywhere, as words stick together; English only at the start of a word."""
    return bool(re.search(rf"\b{re.escape(mark)}", text)) if mark.isascii() else mark in text


def trade_names(language: Language = "ko") -> list[str]:
    """What trades are called, for a list to choose from."""
    return [trade.words(language).name for trade in TRADES]
