# ruff: noqa: E501 - a path is one line
"""Simple drawings, each in a square from -50 to 50, chosen by what a picture is about."""

MOTIFS: dict[str, tuple[tuple[str, ...], str]] = {
    "flame": (
        ("온열", "난방", "히터", "따뜻", "겨울", "온기", "불", "heat", "warm", "winter", "fire"),
        (
            '<path d="M4 -48C10 -26 34 -14 34 14A34 34 0 0 1 -34 14C-34 -2 -24 -12 -16 -22C-14 -12 -8 -8 -2 -8C-8 -22 -4 -38 4 -48Z"/>'
            '<path class="hole" d="M2 6C6 14 15 18 15 29A15 15 0 0 1 -15 29C-15 20 -6 16 2 6Z"/>'
        ),
    ),
    "gear": (
        (
            "베어링",
            "기계",
            "부품",
            "공장",
            "설비",
            "자동화",
            "제조",
            "금속",
            "gear",
            "bearing",
            "machine",
            "factory",
            "part",
        ),
        (
            '<path d="M-9 -48H9L12 -35L22 -31L33 -39L46 -26L38 -15L42 -5L48 -9V9L42 12L38 22L45 33L33 45L22 38L12 42L9 48H-9L-12 42L-22 38L-33 45L-45 33L-38 22L-42 12L-48 9V-9L-42 -12L-38 -22L-45 -33L-33 -45L-22 -38L-12 -42Z"/>'
            '<circle class="hole" r="20"/><circle r="9"/>'
        ),
    ),
    "leaf": (
        ("친환경", "자연", "식물", "유기농", "비건", "녹차", "잎", "eco", "green", "plant", "organic", "tea", "leaf"),
        '<path d="M-36 40C-44 -14 -8 -44 44 -44C46 10 18 44 -24 34Z"/><path class="line" d="M-40 46C-24 12 2 -12 26 -28"/>',
    ),
    "drop": (
        (
            "물",
            "수분",
            "화장품",
            "세럼",
            "크림",
            "뷰티",
            "피부",
            "음료",
            "water",
            "beauty",
            "skin",
            "serum",
            "drink",
            "cosmetic",
        ),
        '<path d="M0 -48C18 -20 34 -2 34 16A34 34 0 0 1 -34 16C-34 -2 -18 -20 0 -48Z"/><path class="line" d="M-18 18A18 18 0 0 0 0 36"/>',
    ),
    "bolt": (
        (
            "전기",
            "배터리",
            "충전",
            "에너지",
            "전력",
            "빠른",
            "전자",
            "power",
            "battery",
            "electric",
            "energy",
            "charge",
        ),
        '<path d="M12 -48L-30 8H-4L-12 48L30 -10H4Z"/>',
    ),
    "cup": (
        (
            "커피",
            "카페",
            "식품",
            "음식",
            "밥",
            "과자",
            "베이커리",
            "주방",
            "coffee",
            "food",
            "cafe",
            "kitchen",
            "snack",
        ),
        (
            '<path d="M-38 -22H24V14A24 24 0 0 1 0 38H-14A24 24 0 0 1 -38 14Z"/><path class="line" d="M24 -12H32A12 12 0 0 1 32 14H24"/>'
            '<path class="line" d="M-20 -34C-26 -40 -14 -42 -20 -48M0 -34C-6 -40 6 -42 0 -48"/>'
        ),
    ),
    "home": (
        (
            "집",
            "방",
            "원룸",
            "가구",
            "인테리어",
            "생활",
            "가전",
            "리빙",
            "home",
            "room",
            "living",
            "furniture",
            "house",
        ),
        '<path d="M0 -44L46 -4H34V42H-34V-4H-46Z"/><path class="hole" d="M-10 42V14A10 10 0 0 1 10 14V42Z"/>',
    ),
    "lamp": (
        ("조명", "램프", "빛", "전등", "led", "light", "lamp", "lighting"),
        '<path d="M-30 2L-14 -44H14L30 2Z"/><path d="M-4 2H4V38H-4Z"/><path d="M-22 38H22V46H-22Z"/>',
    ),
    "sun": (
        ("여름", "태양", "햇빛", "봄", "캠핑", "야외", "summer", "sun", "spring", "camping", "outdoor"),
        '<circle r="24"/><path class="line" d="M0 -34V-47M0 34V47M-34 0H-47M34 0H47M-24 -24L-33 -33M24 -24L33 -33M-24 24L-33 33M24 24L33 33"/>',
    ),
    "spark": (
        (),
        '<path d="M0 -48C4 -14 14 -4 48 0C14 4 4 14 0 48C-4 14 -14 4 -48 0C-14 -4 -4 -14 0 -48Z"/>',
    ),
}


def motif_for(text: str) -> str:
    """The name of the drawing whose words occur first in the text; a star when none does."""
    lowered = text.lower()
    found = [
        (lowered.index(word), name) for name, (words, _drawing) in MOTIFS.items() for word in words if word in lowered
    ]
    return min(found)[1] if found else "spark"


def draw_motif(name: str, *, x: float, y: float, size: float, fill: str, hole: str, turn: float = 0) -> str:
    """The drawing, `size` across, in two colours."""
    drawing = MOTIFS[name][1]
    drawing = drawing.replace('class="hole"', f'fill="{hole}"')
    drawing = drawing.replace(
        'class="line"',
        f'fill="none" stroke="{hole if name in ("leaf", "drop") else fill}" stroke-width="6" stroke-linecap="round"',
    )
    place = f"translate({x:.1f} {y:.1f}) rotate({turn:.1f}) scale({size / 100:.4f})"
    return f'<g transform="{place}" fill="{fill}">{drawing}</g>'
