"""Proposals for a brand's slogan, mission, vision, keywords and voice, from what was typed and from its trade.

The built-in engine: rules and word lists, no figures. What it says is made of the brand's own words wherever there
are some. The same input gives the same proposals, and `turn` (0, 1, 2 …) other wordings of them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from brands.engine.trades import GENERAL, Language, Trade, TradeWords, trade_of

FIELDS = ("slogan", "mission", "vision", "keywords", "voice")
MOST_KEYWORDS = 10
FINAL_OF_DIGIT = {
    "0": True,
    "1": True,
    "3": True,
    "6": True,
    "7": True,
    "8": True,
}  # 영 일 삼 육 칠 팔 end in a consonant
RIEUL_DIGITS = {"1", "7", "8"}
CONSONANT_LETTERS = frozenset("bcdgklmnpt")
HANGUL, FINALS, RIEUL = 0xAC00, 28, 8
SENTENCE = re.compile(r"(?<=[.!?。])\s+|\n+")
FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
CLAIM = re.compile(
    r"업계\s*(?:최고|최초|1위|일위)|(?:국내|세계|업계)\s*(?:최초|최고|유일|1위|일위)|1등|No\.?\s*1\b|number one|"
    r"world'?s (?:best|first|leading)|the best\b|ISO\s*\d+|IP\d{2}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class BrandStory:
    """What is known of a brand, in the words of its people."""

    name: str
    category: str
    slogan: str = ""
    mission: str = ""
    vision: str = ""
    voice: str = ""
    target: str = ""
    keywords: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    rival_strengths: tuple[str, ...] = ()
    rival_weaknesses: tuple[str, ...] = ()
    pain_points: tuple[str, ...] = ()

    @property
    def all_text(self) -> str:
        parts = (self.name, self.category, self.slogan, self.mission, self.vision, self.voice, self.target)
        lists = (self.keywords, self.products, self.rival_strengths, self.rival_weaknesses, self.pain_points)
        return "\n".join([*parts, *(word for words in lists for word in words)])


@dataclass(frozen=True, slots=True)
class Proposals:
    slogan: str
    mission: str
    vision: str
    keywords: tuple[str, ...]
    voice: str


def propose(story: BrandStory, *, language: Language, turn: int = 0) -> Proposals:
    """All five proposals in one language."""
    trade = _trade(story)
    words = trade.words(language)
    keywords = _keywords(story, words)
    strongest = _strongest(story, words)
    make = _korean if language == "ko" else _english
    slogan, mission, vision, voice = make(story, words, strongest, turn)
    return Proposals(slogan=slogan, mission=mission, vision=vision, keywords=keywords, voice=voice)


def basis_of(story: BrandStory) -> tuple[str, ...]:
    """Which parts of the story the proposals were made of: names of fields, for an honest note beside them."""
    parts = {
        "category": story.category if _trade(story) is not GENERAL else "",
        "keywords": story.keywords,
        "target": story.target,
        "products": story.products,
        "competitors": story.rival_weaknesses or story.rival_strengths,
        "personas": story.pain_points,
    }
    return ("brand_name", *(name for name, found in parts.items() if found))


def without_inventions(text: str, known: str) -> str:
    """`text` without the sentences that hold a figure or a claim that `known` does not hold."""
    known_figures = set(FIGURE.findall(known))
    kept = []
    for sentence in SENTENCE.split(text.strip()):
        figures = set(FIGURE.findall(sentence))
        claims = [found.group() for found in CLAIM.finditer(sentence)]
        if figures <= known_figures and all(claim.lower() in known.lower() for claim in claims):
            kept.append(sentence.strip())
    return " ".join(part for part in kept if part)


def _trade(story: BrandStory) -> Trade:
    return trade_of(story.category, " ".join((*story.keywords, *story.products)), story.name)


def _keywords(story: BrandStory, words: TradeWords) -> tuple[str, ...]:
    """The brand's own first, then products, then what counts in the trade."""
    found: dict[str, str] = {}
    for word in (*story.keywords, *story.products[:2], *words.keywords):
        text = " ".join(word.split())[:50]
        if (text and not FIGURE.search(text.replace(story.name, ""))) or text in story.keywords:
            found.setdefault(text.casefold(), text)
    return tuple(found.values())[:MOST_KEYWORDS]


def _strongest(story: BrandStory, words: TradeWords) -> tuple[str, str]:
    """Two virtues to build on: where rivals are weak, then the brand's own words, then what counts in the trade."""
    weak = " ".join((*story.rival_weaknesses, *story.pain_points))
    contested = [virtue for virtue in words.virtues if virtue.lower() in weak.lower()]
    own = [word for word in story.keywords if len(word) <= 16 and not FIGURE.search(word)]
    first, second, *_rest = dict.fromkeys([*contested, *own[:2], *words.virtues])
    return first, second


def _audience(story: BrandStory) -> str:
    """Whom the brand is for: the first sentence of what was typed, when it is short enough to stand in a sentence."""
    first = re.split(r"[.!?。\n]", story.target.strip(), maxsplit=1)[0].strip()
    return first if 2 <= len(first) <= 40 and not FIGURE.search(first) else ""


def _pick(options: Sequence[str], turn: int) -> str:
    return options[turn % len(options)]


# ── Korean ─────────────────────────────────────────────────────────────────────────────────────────
def with_particle(word: str, after_consonant: str, after_vowel: str) -> str:
    """The word with the particle that fits its last sound: 을/를, 은/는, 이/가, 과/와, 으로/로."""
    return word + (after_consonant if _ends_in_consonant(word, after_consonant) else after_vowel)


def _ends_in_consonant(word: str, particle: str) -> bool:
    last = next((letter for letter in reversed(word) if letter.isalnum()), "")
    rieul_counts = particle != "으로"  # ㄹ takes 로
    if "가" <= last <= "힣":
        final = (ord(last) - HANGUL) % FINALS
        return final != 0 and (rieul_counts or final != RIEUL)
    if last.isdigit():
        return FINAL_OF_DIGIT.get(last, False) and (rieul_counts or last not in RIEUL_DIGITS)
    letter = last.lower()
    return letter in CONSONANT_LETTERS and (rieul_counts or letter != "l")


def _korean(story: BrandStory, words: TradeWords, strongest: tuple[str, str], turn: int) -> tuple[str, str, str, str]:
    first, second = strongest
    name, who = story.name, _audience(story) or "고객"
    both = f"{with_particle(first, '과', '와')} {second}"
    slogan = _pick(
        (
            f"{with_particle(first, '으로', '로')} 답하다, {name}",
            f"{words.gift}, {name}",
            f"{with_particle(both, '을', '를')} 잇는 이름, {name}",
        ),
        turn,
    )
    gift = with_particle(words.gift, "을", "를")
    keeping = with_particle(both, "을", "를")
    itself = with_particle(name, "은", "는")
    mission = _pick(
        (
            f"{itself} {with_particle(both, '으로', '로')} {who}에게 {gift} 전합니다.",
            f"{who}에게 필요한 것은 {words.gift}입니다. {itself} {keeping} 지켜 그 바람에 답합니다.",
        ),
        turn,
    )
    vision = _pick(
        (
            f"{words.field}에서 {first} 하면 가장 먼저 떠오르는 {_category(story, words.name)} 브랜드가 되겠습니다.",
            f"{with_particle(both, '을', '를')} 기준으로 삼아 {words.field}에서 오래 함께하는 이름이 되겠습니다.",
        ),
        turn,
    )
    voice = words.voice if not story.voice else f"{story.voice.rstrip('. ')}. {words.voice}"
    return slogan, mission, vision, voice[:2000]


# ── English ────────────────────────────────────────────────────────────────────────────────────────
def _english(story: BrandStory, words: TradeWords, strongest: tuple[str, str], turn: int) -> tuple[str, str, str, str]:
    first, second = strongest
    name, who = story.name, _audience(story) or "our customers"
    both = f"{first} and {second}"
    slogan = _pick(
        (f"{name}. {both.capitalize()}.", f"{name}: {words.gift}", f"{first.capitalize()} you can count on. {name}"),
        turn,
    )
    mission = _pick(
        (
            f"With {both}, {name} gives {_lower_first(who)} {words.gift}.",
            f"{name} exists to bring {words.gift} to {_lower_first(who)}, by {both}.",
        ),
        turn,
    )
    vision = _pick(
        (
            f"To be the name people think of first for {first} in {_lower_first(_category(story, words.name))}.",
            f"To be a lasting partner in {words.field}, with {both} as our measure.",
        ),
        turn,
    )
    voice = words.voice if not story.voice else f"{story.voice.rstrip('. ')}. {words.voice}"
    return slogan, mission, vision, voice[:2000]


def _category(story: BrandStory, fallback: str) -> str:
    return story.category if story.category and not FIGURE.search(story.category) else fallback


def _lower_first(text: str) -> str:
    """In the middle of a sentence; acronyms stay as they are."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
