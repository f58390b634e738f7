"""Advertising copy by rules: from what is known of a brand, without one invented figure or claim.

The same brief gives the same text; `variant` turns to the next structure and wording. What is not known is left out:
there is no sentence about a product, a voice or a target group that nobody described.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

STRUCTURES = ("benefit", "question", "scene", "plain")
STRONG, WEAK = 0.62, 0.38
CHARACTERS_PER_TOKEN = {"ko": 1.6, "en": 4.0}  # roughly; only says where to stop
QUOTED = re.compile(r"[\"“「'‘]([^\"”」'’]{2,60})[\"”」'’]")
ASKING = re.compile(
    r"\s*(?:에 대한|에 관한|을 위한|를 위한|용)?\s*(?:광고|홍보|소개|인스타그램|블로그|유튜브|페이스북)?\s*"
    r"(?:글|문구|카피|게시물|캡션|포스트|소개문)?(?:을|를)?\s*(?:한\s*편\s*)?"
    r"(?:써|작성해|만들어|적어)\s*(?:줘|주세요|주십시오|달라)?[.!]?\s*$"
)
ASKING_EN = re.compile(
    r"^\s*(?:please\s+)?(?:write|make|create|draft)\s+(?:me\s+)?(?:an?|the|some)?\s*(?:short\s+)?"
    r"(?:instagram|facebook|linkedin|blog|social)?\s*(?:ad|post|caption|copy|text|slogan)?\s*(?:about|for|on)?\s*",
    re.IGNORECASE,
)
TONES = {
    "friendly": ("친근", "다정", "편안", "friendly", "warm", "casual"),
    "expert": ("전문", "신뢰", "격식", "expert", "professional", "formal", "trust"),
    "lively": ("활기", "신나", "재치", "유쾌", "lively", "playful", "fun", "witty", "energetic"),
    "refined": ("세련", "고급", "차분", "우아", "refined", "elegant", "calm", "premium"),
}


@dataclass(frozen=True)
class Brief:
    """What a text is written from. `axes` are the brand's DNA, empty when there is none."""

    prompt: str
    language: str = "ko"
    brand_name: str = ""
    category: str = ""
    slogan: str = ""
    mission: str = ""
    target: str = ""
    products: Sequence[str] = ()
    brand_keywords: Sequence[str] = ()
    keywords: Sequence[str] = ()
    segment_name: str = ""
    tone: str = ""
    axes: dict[str, float] = field(default_factory=dict)
    max_characters: int = 400
    hashtags: int = 0


def characters_for(max_tokens: int, language: str) -> int:
    """How long a text of so many tokens is about."""
    return max(20, int(max_tokens * CHARACTERS_PER_TOKEN.get(language, 4.0)))


def write_copy(brief: Brief, *, variant: int = 0) -> str:
    """The text: opening, body, closing, hashtags, as far as they fit in `max_characters`."""
    seed = int.from_bytes(sha256(f"{brief.prompt}|{brief.brand_name}".encode()).digest()[:4], "big") + variant
    words = _Korean(brief, seed) if brief.language == "ko" else _English(brief, seed)
    structure = STRUCTURES[seed % len(STRUCTURES)]
    paragraphs = [part for part in (words.opening(structure), words.body(), words.closing()) if part]
    tags = " ".join(hashtags(brief))
    return _fitted(paragraphs, tags, brief.max_characters)


def variants_of(brief: Brief, *, first: int = 0, count: int = 3) -> list[str]:
    """Different texts for the same brief."""
    return list(dict.fromkeys(write_copy(brief, variant=first + step) for step in range(count)))


def hashtags(brief: Brief) -> list[str]:
    """From keywords, brand and category: letters and digits only, no tag twice."""
    names = [*brief.keywords, brief.brand_name, *brief.brand_keywords, brief.category]
    tags = (re.sub(r"[^\w]", "", name) for name in names)
    return [f"#{tag}" for tag in dict.fromkeys(tag for tag in tags if tag and not tag.isdigit())][: brief.hashtags]


def subject_of(prompt: str, language: str) -> str:
    """What the text is about: words in quotation marks, else the request without its "please write"."""
    quoted = QUOTED.search(prompt)
    if quoted:
        return quoted.group(1).strip()
    line = re.split(r"[\n.!?]", prompt.strip(), maxsplit=1)[0]
    line = ASKING.sub("", line) if language == "ko" else ASKING_EN.sub("", line)
    line = " ".join(line.split()).strip(" ,:;")
    return line[:60].rsplit(" ", 1)[0] if len(line) > 60 else line


def tone_of(brief: Brief) -> str:
    """The tone asked for, else the one the brand's DNA leads to."""
    asked = brief.tone.lower()
    for tone, signs in TONES.items():
        if any(sign in asked for sign in signs):
            return tone
    axes = brief.axes
    if axes.get("playfulness", 0.5) >= STRONG or axes.get("energy", 0.5) >= STRONG:
        return "lively"
    if axes.get("sophistication", 0.5) >= STRONG:
        return "refined"
    if axes.get("warmth", 0.5) >= STRONG:
        return "friendly"
    return "expert" if axes.get("warmth", 0.5) <= WEAK else "friendly"


def _fitted(paragraphs: list[str], tags: str, most: int) -> str:
    """As many whole paragraphs and sentences as fit; the first sentence always stays, cut if it must be."""
    room = most - (len(tags) + 2 if tags else 0)
    if tags and room < len(paragraphs[0]):
        tags, room = "", most
    kept: list[str] = []
    used = 0
    for paragraph in paragraphs:
        sentences: list[str] = []
        for sentence in re.split(r"(?<=[.!?])\s+", paragraph):
            cost = len(sentence) + (1 if sentences else 2 if kept else 0)
            if used + cost > room:
                break
            sentences.append(sentence)
            used += cost
        if sentences:
            kept.append(" ".join(sentences))
        if len(sentences) < len(re.split(r"(?<=[.!?])\s+", paragraph)):
            break
    if not kept:
        return paragraphs[0][: max(1, room - 1)].rstrip() + "…"
    return "\n\n".join([*kept, tags] if tags else kept)


def _pick(choices: Sequence[str], seed: int) -> str:
    return choices[seed % len(choices)]


class _Korean:
    """Polite Korean, its endings by the tone."""

    def __init__(self, brief: Brief, seed: int) -> None:
        self.brief, self.seed, self.tone = brief, seed // len(STRUCTURES) + seed, tone_of(brief)
        self.subject = subject_of(brief.prompt, "ko") or brief.brand_name
        self.maker = brief.brand_name

    def opening(self, structure: str) -> str:
        subject = self.subject
        if structure == "question":
            return _pick((f"{subject}, 어떻게 고르고 계신가요?", f"{subject}, 찾고 계셨나요?"), self.seed)
        if structure == "scene":
            whom = self.brief.segment_name or "오늘 하루도 바쁘게 보낸 당신"
            return f"{whom}에게 전하는 이야기, {subject}."
        if structure == "benefit" and self.brief.keywords:
            joined = ", ".join(self.brief.keywords[:3])
            return f"{joined}. {_topic(subject)} 여기에서 시작합니다."
        openings = {
            "lively": (f"{subject}, 이제 만나 볼 시간이에요!", f"기다리셨죠? {subject}!"),
            "refined": (f"{subject}. 조용히 오래 남는 선택.", f"{subject}, 덜어낼수록 또렷해집니다."),
            "expert": (f"{_object(subject)} 소개합니다.", f"{subject}, 꼭 필요한 것부터 말씀드립니다."),
            "friendly": (f"{subject}, 편하게 둘러보세요.", f"오늘은 {_object(subject)} 이야기해 볼게요."),
        }
        return openings[self.tone][1 if structure == "plain" else 0]

    def body(self) -> str:
        brief, parts = self.brief, []
        if self.maker:
            what = f"{brief.category} 브랜드 {self.maker}" if brief.category else self.maker
            parts.append(
                f"{_topic(what)} ‘{brief.slogan.rstrip('.!')}’라는 마음으로 만듭니다."
                if brief.slogan
                else f"{_subject(what)} 준비했습니다."
            )
        if brief.products:
            names = ", ".join(brief.products[:2])
            parts.append(
                {
                    "lively": f"먼저 {_object(names)} 만나 보세요!",
                    "refined": f"{names}에 그 생각을 담았습니다.",
                    "expert": f"관련 제품은 {names}입니다.",
                    "friendly": f"{names}부터 천천히 살펴보세요.",
                }[self.tone]
            )
        words = [word for word in [*brief.keywords, *brief.brand_keywords] if word][:3]
        if words:
            parts.append(f"{_object(', '.join(words))} 중요하게 생각하는 분께 권합니다.")
        elif brief.target:
            parts.append(f"{_first_clause(brief.target)}을 생각하며 준비했습니다.")
        return " ".join(parts)

    def closing(self) -> str:
        closings = {
            "lively": ("지금 바로 확인해 보세요!", "궁금한 점은 댓글로 남겨 주세요!"),
            "refined": ("자세한 이야기는 프로필 링크에서 이어집니다.", "천천히 둘러보시기 바랍니다."),
            "expert": ("자세한 사양과 문의는 공식 채널에서 받습니다.", "도입을 검토하신다면 문의해 주세요."),
            "friendly": ("더 궁금한 점이 있으면 편하게 물어봐 주세요.", "여러분의 이야기도 들려주세요."),
        }
        return _pick(closings[self.tone], self.seed // 2)


class _English:
    def __init__(self, brief: Brief, seed: int) -> None:
        self.brief, self.seed, self.tone = brief, seed // len(STRUCTURES) + seed, tone_of(brief)
        self.subject = _capital(subject_of(brief.prompt, "en") or brief.brand_name)
        self.maker = brief.brand_name

    def opening(self, structure: str) -> str:
        subject = self.subject
        if structure == "question":
            return _pick((f"{subject}: what matters to you?", f"Looking for {_small(subject)}?"), self.seed)
        if structure == "scene":
            whom = self.brief.segment_name
            return f"{subject}, with {whom} in mind." if whom else f"{subject}, made for the day you are having."
        if structure == "benefit" and self.brief.keywords:
            joined = ", ".join(self.brief.keywords[:3])
            return f"{_capital(joined)}. {subject} starts here."
        openings = {
            "lively": (f"Say hello to {_small(subject)}!", f"{subject} is here!"),
            "refined": (f"{subject}. Quietly considered.", f"{subject}, reduced to what matters."),
            "expert": (f"Introducing {_small(subject)}.", f"{subject}: the essentials."),
            "friendly": (f"Let us show you {_small(subject)}.", f"Take a look at {_small(subject)}."),
        }
        return openings[self.tone][1 if structure == "plain" else 0]

    def body(self) -> str:
        brief, parts = self.brief, []
        if self.maker:
            what = f"{self.maker} ({brief.category})" if brief.category else self.maker
            slogan = brief.slogan.rstrip(".!")
            parts.append(f"{what} works by one line: “{slogan}”." if slogan else f"Brought to you by {what}.")
        if brief.products:
            names = " and ".join(brief.products[:2])
            parts.append(
                {
                    "lively": f"Start with {names}!",
                    "refined": f"{names} carries the thought.",
                    "expert": f"Related products: {names}.",
                    "friendly": f"You might begin with {names}.",
                }[self.tone]
            )
        words = [word for word in [*brief.keywords, *brief.brand_keywords] if word][:3]
        if words:
            parts.append(f"For people who care about {_listed(words)}.")
        elif brief.target:
            parts.append(f"Made with these people in mind: {_first_clause(brief.target)}.")
        return " ".join(parts)

    def closing(self) -> str:
        closings = {
            "lively": ("Have a look now!", "Tell us what you think in the comments!"),
            "refined": ("Read on by the link in our profile.", "Take your time with it."),
            "expert": ("Specifications and contact are on our official channel.", "Talk to us about your project."),
            "friendly": ("Questions? Just ask.", "We would love to hear your story."),
        }
        return _pick(closings[self.tone], self.seed // 2)


# ── small words ────────────────────────────────────────────────────────────────────────────────────
def _has_final(word: str) -> bool:
    """Whether the last letter ends in a consonant, which decides the particle."""
    last = next((letter for letter in reversed(word) if letter.isalnum()), "")
    if "가" <= last <= "힣":
        return (ord(last) - ord("가")) % 28 != 0
    return last.lower() in "lmnbkptcgd013678" if last else False


def _topic(word: str) -> str:
    return word + ("은" if _has_final(word) else "는")


def _subject(word: str) -> str:
    return word + ("이" if _has_final(word) else "가")


def _object(word: str) -> str:
    return word + ("을" if _has_final(word) else "를")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    """As it stands inside a sentence; names keep their capitals."""
    first = text.split(" ", 1)[0]
    return text if first.isupper() or any(letter.isupper() for letter in first[1:]) else text[:1].lower() + text[1:]


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _first_clause(text: str) -> str:
    return re.split(r"[.\n]", text.strip(), maxsplit=1)[0][:80]
