"""What goes into the gateway and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel

from artnex.ai.money import CURRENCY

MOST_CHARACTERS = 100_000  # far below every model's context; longer prompts bill at other prices
MOST_TOKENS = 16_000

ImageSize = Literal["1024x1024", "1024x1536", "1536x1024", "1024x1792", "1792x1024"]
ImageQuality = Literal["low", "medium", "high", "standard", "hd"]


@dataclass(frozen=True, kw_only=True)
class TextRequest:
    """A text to write. With a `schema` the answer is an object of that pydantic model."""

    purpose: str  # short and stable: "copy", "brand.suggestions"
    prompt: str
    instructions: str = ""
    schema: type[BaseModel] | None = None
    max_tokens: int = 1_000
    language: str = "ko"
    time_limit: float = 60.0


@dataclass(frozen=True, kw_only=True)
class ImageRequest:
    """One picture to make. `palette` holds colours as #RRGGBB."""

    purpose: str
    prompt: str
    size: ImageSize = "1024x1024"
    quality: ImageQuality = "standard"
    palette: tuple[str, ...] = ()
    style: str = ""
    time_limit: float = 180.0


@dataclass(frozen=True, kw_only=True)
class Usage:
    """What a provider says it used. `cached_tokens` are part of `prompt_tokens`.

    `is_reported` is False when the provider said nothing: then the amount held back counts as the cost.
    """

    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    images: int = 0
    is_reported: bool = True

    @property
    def total_tokens(self) -> int:
        return self.prompt_tokens + self.completion_tokens

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            completion_tokens=self.completion_tokens + other.completion_tokens,
            images=self.images + other.images,
            is_reported=self.is_reported and other.is_reported,
        )


NOTHING_USED = Usage()


@dataclass(frozen=True, kw_only=True)
class Image:
    """The bytes of a picture and what they are by their content."""

    content: bytes
    mime: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What every answer tells about its making. `fallback_reason` is empty unless the built-in engine stepped in."""

    engine: str
    provider: str
    model: str
    usage: Usage
    cost: Decimal
    call_id: int
    currency: str = CURRENCY
    fallback_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class TextAnswer(Answer):
    """`data` is the object when a schema was asked for. `is_truncated`: the token limit cut the text."""

    text: str
    data: BaseModel | None = None
    is_truncated: bool = False


@dataclass(frozen=True, kw_only=True)
class ImageAnswer(Answer):
    """`size` and `quality` are those really made; `revised_prompt` what the provider made of the prompt."""

    images: list[Image]
    size: str = ""
    quality: str = ""
    revised_prompt: str = ""


@dataclass(frozen=True, kw_only=True)
class ProviderText:
    """A text as a provider gave it, before we check it."""

    text: str
    usage: Usage
    is_truncated: bool = False


@dataclass(frozen=True, kw_only=True)
class ProviderImage:
    """A picture as a provider gave it."""

    image: Image
    usage: Usage
    revised_prompt: str = ""


@dataclass(frozen=True, kw_only=True)
class ImagePlan:
    """How a provider would make a picture: its own names for model, size and quality, which the price depends on."""

    model: str
    size: str
    quality: str
    options: Mapping[str, Any] = field(default_factory=dict)
