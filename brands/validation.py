"""What may be written into a brand's fields, the same by page, API and file.

Pure and quick: an import checks thousands of rows with it.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from artnex.errors import Message, ValidationFailed

NAME_LENGTH = (2, 200)
LENGTHS = {"category": 100, "slogan": 500, "mission": 2000, "vision": 2000, "voice": 2000, "target": 2000}
ONE_LINE = {"category", "slogan"}
MAX_KEYWORDS, KEYWORD_LENGTH = 50, 50
MAX_COLOURS = 12
MAX_TONES, TONE_LENGTH = 20, 200
WEBSITE_LENGTH = 500
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
HOST = re.compile(r"(?=.{4,253}$)(?:[^\s.@/:?#\[\]]{1,63}\.)+[^\s.@/:?#\[\]\d]{2,63}")
MARKUP = re.compile(r"<\s*[a-zA-Z/!?]")
# Control characters, halves of characters, and marks that turn the direction of text round, by which a name could
# pretend to be another one.
UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

REQUIRED: Message = _("This field is required.")
NO_CONTROLS: Message = _("Invisible control characters are not allowed.")


class WrongValueError(ValueError):
    """Says what is wrong with one value."""

    def __init__(self, message: Message) -> None:
        super().__init__()
        self.message = message


def clean_brand(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as they are stored: trimmed, composed, without repetitions; unknown ones are left out.

    Raises ValidationFailed with one row for each field that is wrong.
    """
    cleaned, problems = check_brand(fields)
    if problems:
        raise ValidationFailed(details=[{"field": name, "message": message} for name, message in problems.items()])
    return cleaned


def check_brand(fields: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Message]]:
    """The good fields cleaned, and what is wrong with the others."""
    cleaned: dict[str, Any] = {}
    problems: dict[str, Message] = {}
    for name, clean in CLEANERS.items():
        if name in fields:
            try:
                cleaned[name] = clean(fields[name])
            except WrongValueError as wrong:
                problems[name] = wrong.message
    return cleaned, problems


def clean_text(value: Any, *, longest: int, one_line: bool) -> str:
    if not isinstance(value, str):
        raise WrongValueError(_("Enter text."))
    text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n").strip()
    if one_line:
        text = " ".join(text.split())
    if UNWANTED.search(text):
        raise WrongValueError(NO_CONTROLS)
    if len(text) > longest:
        raise WrongValueError(_("At most %(most)d characters.") % {"most": longest})
    return text


def clean_name(value: Any) -> str:
    """What a brand is called: at least one letter or digit, and no markup."""
    shortest, longest = NAME_LENGTH
    text = clean_text(value, longest=longest, one_line=True)
    if not text:
        raise WrongValueError(REQUIRED)
    if len(text) < shortest:
        raise WrongValueError(_("At least %(least)d characters.") % {"least": shortest})
    if MARKUP.search(text):
        raise WrongValueError(_("A name cannot contain HTML tags."))
    if not any(letter.isalnum() for letter in text):
        raise WrongValueError(_("A name needs at least one letter or digit."))
    return text


def clean_category(value: Any) -> str:
    text = clean_text(value, longest=LENGTHS["category"], one_line=True)
    if not text:
        raise WrongValueError(REQUIRED)
    if MARKUP.search(text):
        raise WrongValueError(_("A category cannot contain HTML tags."))
    return text


def clean_keywords(value: Any) -> list[str]:
    """Trimmed, without empty ones and repetitions (whatever the case), in the order given."""
    if not isinstance(value, list | tuple):
        raise WrongValueError(_("Give a list of words."))
    words: dict[str, str] = {}
    for word in value:
        text = clean_text(word, longest=100_000, one_line=True)
        if len(text) > KEYWORD_LENGTH:
            raise WrongValueError(_("A keyword has at most %(most)d characters.") % {"most": KEYWORD_LENGTH})
        if text:
            words.setdefault(text.casefold(), text)
    if len(words) > MAX_KEYWORDS:
        raise WrongValueError(_("At most %(most)d keywords.") % {"most": MAX_KEYWORDS})
    return list(words.values())


def clean_palette(value: Any) -> list[str]:
    """Colours as #RRGGBB in capitals, without repetitions."""
    if not isinstance(value, list | tuple):
        raise WrongValueError(_("Give a list of colours."))
    colours: dict[str, None] = {}
    for colour in value:
        text = colour.strip() if isinstance(colour, str) else ""
        if not COLOUR.fullmatch(text):
            raise WrongValueError(_("Write a colour as #RRGGBB."))
        colours[text.upper()] = None
    if len(colours) > MAX_COLOURS:
        raise WrongValueError(_("At most %(most)d colours.") % {"most": MAX_COLOURS})
    return list(colours)


def clean_tone_manner(value: Any) -> dict[str, Any]:
    """Named traits: texts, numbers, or lists of short texts."""
    if not isinstance(value, dict) or len(value) > MAX_TONES:
        raise WrongValueError(_("Give an object of at most %(most)d traits.") % {"most": MAX_TONES})
    return {clean_text(name, longest=50, one_line=True): _clean_trait(trait) for name, trait in value.items()}


def _clean_trait(trait: Any) -> Any:
    if trait is None or isinstance(trait, bool | int | float):
        return trait
    if isinstance(trait, list) and len(trait) <= MAX_TONES:
        return [clean_text(part, longest=TONE_LENGTH, one_line=True) for part in trait]
    return clean_text(trait, longest=TONE_LENGTH, one_line=False)


def clean_website(value: Any) -> str:
    """An address of the web; "www.example.com" becomes "https://www.example.com"."""
    text = clean_text(value, longest=WEBSITE_LENGTH, one_line=True)
    if not text:
        return ""
    address = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(address)
        is_good = parts.scheme in {"http", "https"} and bool(HOST.fullmatch(parts.hostname or "")) and parts.port != 0
    except ValueError:
        is_good = False
    if not is_good or " " in address or len(address) > WEBSITE_LENGTH:
        raise WrongValueError(_("Enter a web address such as https://www.example.com."))
    return address


def _text_cleaner(name: str) -> Callable[[Any], str]:
    return lambda value: clean_text(value, longest=LENGTHS[name], one_line=name in ONE_LINE)


CLEANERS: dict[str, Callable[[Any], Any]] = {
    "brand_name": clean_name,
    "category": clean_category,
    **{name: _text_cleaner(name) for name in ("slogan", "mission", "vision", "voice", "target")},
    "keywords": clean_keywords,
    "website": clean_website,
    "palette": clean_palette,
    "tone_manner": clean_tone_manner,
}
