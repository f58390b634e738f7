"""Finding what a sentence claims: numbers in every way they are written, ranks, superlatives, certificates.

Korean and English. Strict by intention: what looks like a number is one. Names and list numbers are taken out before.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["number", "percent", "times", "money", "rank", "date", "year", "month", "vague", "word"]

MAGNITUDES = {
    "십": 10, "백": 100, "천": 1_000, "만": 10_000, "억": 100_000_000, "조": 1_000_000_000_000,
    "thousand": 1_000, "k": 1_000, "million": 1_000_000, "mn": 1_000_000, "m": 1_000_000,
    "billion": 1_000_000_000, "bn": 1_000_000_000, "b": 1_000_000_000, "trillion": 1_000_000_000_000,
    "dozen": 12, "hundred": 100,
}  # fmt: skip
SINO = {"영": 0, "공": 0, "일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "칠": 7, "팔": 8, "구": 9}
NATIVE = {"두": 2, "둘": 2, "세": 3, "셋": 3, "네": 4, "넷": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10,
          "스무": 20, "스물": 20, "서른": 30, "마흔": 40, "쉰": 50}  # fmt: skip
ENGLISH = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
MULTIPLES = {
    "twice": 2, "double": 2, "doubled": 2, "doubles": 2, "doubling": 2, "twofold": 2, "triple": 3, "tripled": 3,
    "triples": 3, "threefold": 3, "quadruple": 4, "quadrupled": 4, "tenfold": 10, "곱절": 2, "갑절": 2,
}  # fmt: skip
SHARES = {
    "절반": "0.5", "과반": "0.5", "half": "0.5", "majority": "0.5", "third": "0.3333333333", "thirds": "0.6666666667",
    "quarter": "0.25", "quarters": "0.75",
}  # fmt: skip
COUNTERS = "원|달러|명|개|건|퍼센트|프로|배|회|대|톤|위|년|곳|사|편|점|시간|일|주|달|개월|분기|가지|번|차례|사람|분의|마리|병|잔|장"
INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufe0f\u20e3\u00ad]")
DIGITS = r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
NUMBER = re.compile(
    rf"(?P<sign>[₩$€¥]|\bKRW|\bUSD|\bEUR|\bJPY)?\s*(?P<digits>{DIGITS})"
    r"(?P<korean>(?:\s*(?:[십백천]?[만억조]|[십백천])(?:\s*\d[\d,]*(?=\s*[만억조천백]))?)*)"
    r"\s*(?P<english>thousand|million|billion|trillion|hundred|dozen|mn|bn|k\b|m\b)?"
    r"\s*(?P<unit>%p|%|퍼센트포인트|퍼센트|프로(?!젝|모|필|그)|percentage points?|percent|per cent|배(?![송포경터치달낭너])|times\b|fold\b|[x×](?![a-zA-Z])"
    r"|원(?!료|인|하|칙)|KRW|won\b|USD|dollars?\b|달러|위(?!험|치|한|해|원)|등(?![급록])|st\b|nd\b|rd\b|th\b|년대|년|월|일(?!상|반|정|관))?",
    re.IGNORECASE,
)
FRACTION = re.compile(
    r"(?P<low>\d+|[이삼사오육칠팔구십])\s*분의\s*(?P<high>\d+|[일이삼사오육칠팔구])|(?<![\d/])(?P<top>\d)/(?P<bottom>\d{1,2})(?![\d/])"
)
ISO_DAY = re.compile(r"(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
SINO_NUMBER = re.compile(rf"(?<![가-힣])(?P<body>[일이삼사오육칠팔구십백천만억조]{{1,12}})\s*(?P<unit>{COUNTERS})")
NATIVE_NUMBER = re.compile(
    rf"(?P<word>{'|'.join(sorted(NATIVE, key=len, reverse=True))})\s+?(?P<unit>{COUNTERS})|(?P<word2>두|세|네|다섯|열)(?P<unit2>배|명|가지|곳)"
)
WORD_NUMBER = re.compile(
    rf"\b(?P<word>{'|'.join(ENGLISH)})\b(?:[\s-]+(?P<scale>hundred|thousand|million|billion))?(?:\s+(?P<unit>percent|times|fold))?",
    re.I,
)
VAGUE = re.compile(
    r"수(?:십|백|천|만|억)(?:\s*[만억조])?|\b(?:dozens|hundreds|thousands|millions|billions) of\b|\b(?:several|many) (?:hundred|thousand|million)s?\b",
    re.IGNORECASE,
)
RANK_WORD = re.compile(
    r"(?:업계|국내|세계|시장|판매|전국|글로벌|아시아)\s*(?:최초|최고|최대|유일|선두|일위|으뜸)|\b(?:number|no\.?|#)\s*(?:one|1)\b|\bfirst in (?:the )?(?:industry|market|world|country|korea)\b"
    r"|\b(?:market|industry|world|global) leader\b|\b(?:market|industry|world)[- ]leading\b|일위",
    re.IGNORECASE,
)
SUPERLATIVE = re.compile(
    r"최초|최고(?!경영|령|가\b)|최대(?!한)|최저|최상|유일|독보적|압도적|완벽|100\s*%\s*(?:안전|천연|보장)"
    r"|\b(?:the best|best[- ]in[- ]class|the only|world[- ]class|unrivall?ed|unmatched|guaranteed?|the (?:largest|biggest|highest|lowest|cheapest|fastest|safest))\b",
    re.IGNORECASE,
)
CERTIFICATE = re.compile(
    r"\bISO\s?/?(?:IEC\s?)?\d{3,5}(?:[-:]\d+)*|\bIP\s?[0-6X][0-9X]K?\b|\bHACCP\b|\b[cC]?GMP\b|\bFDA\b|\bRoHS\b|\bREACH\b|\bUL\s?\d*\b(?=.{0,12}(?:인증|certif|listed))"
    r"|(?<![A-Z])KC(?=\s*(?:인증|마크|mark|certif))|(?<![A-Z])CE(?=\s*(?:인증|마크|mark|certif))|\bKS\s?[A-Z]?\s?\d+|\bIATF\s?\d+|\bAEC-Q\d+"
    r"|(?:품질|안전|환경|친환경|유기농|비건|국제|국가)\s?인증|\b(?:certified|patented|award[- ]winning|accredited)\b|특허(?:받은| 기술| 획득| 등록)|수상(?:한| 경력|작)",
)
SENSITIVE = re.compile(
    r"무독성|항균|살균|탈취율|치료|예방 효과|효능|면역력|의학적|임상|저자극 (?:시험|테스트)|친환경|탄소\s?중립|생분해|무공해|유해\s?물질(?:이)? (?:없|제로|무)"
    r"|\b(?:non-?toxic|antibacterial|antimicrobial|clinically (?:proven|tested)|cures?|heals?|eco-?friendly|carbon[- ]neutral|biodegradable|zero emissions?|sustainably sourced)\b",
    re.IGNORECASE,
)
RATING = re.compile(r"(?:별점|평점)\s*\d|★{2,}|\b\d(?:\.\d)?\s*(?:/\s*5|stars?)\b", re.IGNORECASE)
ORDINARY = re.compile(r"\b(?:B2B|B2C|B2G|C2C|D2C|O2O|A/B|3D|2D|4K|5G|4P|5W1H|24/7|365일|WCAG|UTF-8|Web3)\b")
CODE = re.compile(
    r"(?<![A-Za-z0-9])(?=[A-Za-z0-9-]*[A-Za-z])(?=[A-Za-z0-9-]*\d)[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*(?![A-Za-z0-9])"
)
APPROXIMATE = re.compile(
    r"(?:약|대략|거의|about|around|roughly|nearly|almost|some|approximately|~|≈)\s*$", re.IGNORECASE
)


@dataclass(frozen=True)
class Claim:
    """Something that needs a fact: `text` as it stands, `value` in plain units, `slack` of its rounding."""

    kind: Kind
    text: str
    value: Decimal | None = None
    slack: Decimal = Decimal(0)
    unit: str = ""


def plain_text(text: str) -> str:
    """One way of writing digits and letters, without what cannot be seen."""
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).replace("−", "-")


def claims_in(sentence: str) -> Iterator[Claim]:
    """Every claim of a sentence that went through `plain_text`; a stretch of text is claimed once."""
    rest = ORDINARY.sub(" ", sentence)
    for pattern, reader in READERS:
        found = [(match, list(reader(match, rest))) for match in pattern.finditer(rest)]
        for match, claims in found:
            yield from claims
            if claims:
                rest = rest[: match.start()] + " " * (match.end() - match.start()) + rest[match.end() :]


# ── readers: what a match means ────────────────────────────────────────────────────────────────────
Reader = Callable[[re.Match[str], str], Iterator[Claim]]


def _word(kind: Kind) -> Reader:
    def read(match: re.Match[str], _rest: str) -> Iterator[Claim]:
        yield Claim(kind, match.group().strip())

    return read


def _day(match: re.Match[str], _rest: str) -> Iterator[Claim]:
    year, month, day = (int(part) for part in match.groups())
    yield Claim("date", f"{year:04}-{month:02}-{day:02}")


def _fraction(match: re.Match[str], _rest: str) -> Iterator[Claim]:
    low, high = (match["low"], match["high"]) if match["low"] else (match["bottom"], match["top"])
    bottom, top = _small(low), _small(high)
    if bottom:
        yield Claim("percent", match.group(), Decimal(top) * 100 / Decimal(bottom), Decimal("0.5"))


def _small(text: str) -> int:
    return int(text) if text.isdigit() else {**SINO, "십": 10}[text]


def _share(match: re.Match[str], _rest: str) -> Iterator[Claim]:
    yield Claim("percent", match.group(), Decimal(SHARES[match.group().lower()]) * 100, Decimal("0.5"))


def _multiple(match: re.Match[str], _rest: str) -> Iterator[Claim]:
    yield Claim("times", match.group(), Decimal(MULTIPLES[match.group().lower()]), Decimal("0.05"))


def _sino(match: re.Match[str], _rest: str) -> Iterator[Claim]:
    value = _sino_value(match["body"])
    if value is not None:
        yield _with_unit(match.group(), Decimal(value), match["unit"], Decimal("0.5"))


def _sino_value(text: str) -> int | None:
    """Sino-Korean numerals; None for a lone syllable that is more often a word (만 "only", 이 "this")."""
    total = section = digit = 0
    if len(text) == 1 and text in "만이사일조천오공구":
        return None
    for letter in text:
        if letter in SINO:
            digit = SINO[letter]
        elif MAGNITUDES[letter] < 10_000:
            section, digit = section + (digit or 1) * MAGNITUDES[letter], 0
        else:
            total, section, digit = total + (section + digit or 1) * MAGNITUDES[letter], 0, 0
    return total + section + digit


def _native(match: re.Match[str], _rest: str) -> Iterator[Claim]:
    word, unit = match["word"] or match["word2"], match["unit"] or match["unit2"]
    yield _with_unit(match.group(), Decimal(NATIVE[word]), unit, Decimal("0.05"))


def _english_word(match: re.Match[str], _rest: str) -> Iterator[Claim]:
    value = Decimal(ENGLISH[match["word"].lower()]) * MAGNITUDES.get((match["scale"] or "").lower(), 1)
    yield _with_unit(
        match.group(), value, match["unit"] or "", Decimal("0.05") * MAGNITUDES.get(match["scale"] or "", 1)
    )


def _digits(match: re.Match[str], rest: str) -> Iterator[Claim]:
    digits = match["digits"].replace(",", "")
    value, slack = Decimal(digits), _slack_of(digits)
    value, slack = _with_magnitudes(value, slack, match["korean"] or "")
    if match["english"]:
        factor = MAGNITUDES[match["english"].lower()]
        value, slack = value * factor, slack * factor
    if APPROXIMATE.search(rest[: match.start()]):
        slack = max(slack, _rounding_of(value))
    unit = {"₩": "KRW", "$": "USD", "€": "EUR", "¥": "JPY"}.get(
        match["sign"] or "", match["sign"] or match["unit"] or ""
    )
    yield _with_unit(match.group().strip(), value, unit, slack)


def _with_magnitudes(value: Decimal, slack: Decimal, tail: str) -> tuple[Decimal, Decimal]:
    """12 followed by "만 3천" is 123,000; the slack is half of the last place that is written."""
    parts = re.findall(r"(\d[\d,]*)?\s*([십백천만억조]+)", tail)
    total = Decimal(0)
    for place, (digits, letters) in enumerate(parts):
        factor = Decimal(1)
        for letter in letters:
            factor *= MAGNITUDES[letter]
        if place == 0:
            total, slack = value * factor, slack * factor
        else:
            total, slack = total + Decimal((digits or "1").replace(",", "")) * factor, factor / 2
    return (total, slack) if parts else (value, slack)


def _slack_of(digits: str) -> Decimal:
    """Half of the last place written: 12.5 stands for 12.45 to 12.55, 12 for 11.5 to 12.5."""
    places = len(digits.partition(".")[2])
    return Decimal(1).scaleb(-places) / 2


def _rounding_of(value: Decimal) -> Decimal:
    """Half of the last place that is not zero: about 12,000 stands for 11,500 to 12,500."""
    text = str(int(value))
    zeros = len(text) - len(text.rstrip("0"))
    return Decimal(10) ** zeros / 2 if value == int(value) else Decimal(0)


def _with_unit(text: str, value: Decimal, unit: str, slack: Decimal) -> Claim:
    name = unit.lower()
    if name in {
        "%",
        "%p",
        "퍼센트",
        "퍼센트포인트",
        "프로",
        "percent",
        "per cent",
        "percentage point",
        "percentage points",
    }:
        return Claim("percent", text, value, slack)
    if name in {"배", "times", "fold", "x", "×"}:
        return Claim("times", text, value, slack)
    if name in {"원", "krw", "won"}:
        return Claim("money", text, value, slack, "KRW")
    if name in {"usd", "달러", "dollar", "dollars"}:
        return Claim("money", text, value, slack, "USD")
    if name in {"eur", "jpy"}:
        return Claim("money", text, value, slack, name.upper())
    if name in {"위", "등", "st", "nd", "rd", "th"}:
        return Claim("rank", text, value)
    if name == "년" and 1900 <= value <= 2100:
        return Claim("year", text, value)
    if name == "월" and 1 <= value <= 12:
        return Claim("month", text, value)
    if not unit and 1900 <= value <= 2100 and value == int(value) and len(text) == 4:
        return Claim("year", text, value)
    return Claim("number", text, value, slack, unit)


READERS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (CERTIFICATE, _word("word")),
    (RATING, _word("word")),
    (RANK_WORD, _word("word")),
    (SUPERLATIVE, _word("word")),
    (SENSITIVE, _word("word")),
    (VAGUE, _word("vague")),
    (ISO_DAY, _day),
    (FRACTION, _fraction),
    (re.compile(r"\b(?:" + "|".join(word for word in SHARES if word.isascii()) + r")\b|절반|과반", re.I), _share),
    (re.compile(r"\b(?:" + "|".join(word for word in MULTIPLES if word.isascii()) + r")\b|곱절|갑절", re.I), _multiple),
    (CODE, _word("word")),
    (NUMBER, _digits),
    (SINO_NUMBER, _sino),
    (NATIVE_NUMBER, _native),
    (WORD_NUMBER, _english_word),
)
