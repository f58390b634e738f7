"""What a provider must be able to do, and the plain-HTTP manners that two of them share."""

import base64
import binascii
from dataclasses import dataclass
from typing import Any, Protocol

import requests
from django.utils.crypto import salted_hmac

from artnex import http
from artnex.ai.contract import Image, ImagePlan, ImageRequest, ProviderImage, ProviderText, TextRequest, Usage
from artnex.ai.errors import (
    AnswerBroken,
    AnswerRefused,
    ProviderCreditSpent,
    ProviderFault,
    ProviderSetupError,
)
from artnex.errors import ArtNexError, ProviderError, ProviderTimeout, ProviderUnavailable

MOST_JSON_BYTES = 8 * 1024 * 1024
MOST_IMAGE_BYTES = 40 * 1024 * 1024


@dataclass(frozen=True)
class Correction:
    """An answer that did not fit the schema, and why, for a second try."""

    answer: str
    problem: str


class TextProvider(Protocol):
    def is_configured(self) -> bool: ...

    def text_model(self) -> str: ...

    def write(self, request: TextRequest, *, end_user: str, correction: Correction | None = None) -> ProviderText:
        """Ask once. Raises ProviderError kinds; never tries again by itself."""


class ImageProvider(Protocol):
    def is_configured(self) -> bool: ...

    def plan(self, request: ImageRequest) -> ImagePlan:
        """Model, size and quality in the provider's own terms; no call."""

    def paint(self, request: ImageRequest, plan: ImagePlan, *, end_user: str) -> ProviderImage:
        """Ask once. Raises ProviderError kinds; never tries again by itself."""


def end_user_id(user: Any) -> str:
    """A stable name for a person that tells the provider nothing about them."""
    if user is None:
        return ""
    return salted_hmac("artnex.ai.end_user", str(user.pk), algorithm="sha256").hexdigest()


def limits(seconds: float, *, most: int = MOST_JSON_BYTES) -> http.Limits:
    """One attempt within `seconds`: trying again is the gateway's business, which knows what it costs."""
    return http.Limits(connect=5, read=seconds, total=seconds, max_bytes=most, attempts=1)


# ── plain HTTP ─────────────────────────────────────────────────────────────────────────────────────
def json_of(response: requests.Response) -> dict[str, Any]:
    """The JSON object of a successful answer; raises the error that a failure means."""
    if response.status_code >= 400:
        raise failure_of(response)
    try:
        body = response.json()
    except requests.JSONDecodeError as problem:
        raise AnswerBroken from problem
    if not isinstance(body, dict):
        raise AnswerBroken
    return body


def failure_of(response: requests.Response) -> ArtNexError:
    """What a status of 400 and above means."""
    status = response.status_code
    if status in {401, 403, 404}:
        return ProviderSetupError()
    if status == 402:
        return ProviderCreditSpent()
    if status in {429, 503}:
        return unavailable(http.retry_after(response.headers))
    if status in {408, 504}:
        return ProviderTimeout()
    if status >= 500:
        return ProviderFault()
    return (AnswerRefused if status == 422 else ProviderError)(details=said_by_provider(_words(response)))


def unavailable(wait: float | None) -> ProviderUnavailable:
    return ProviderUnavailable(headers=None if wait is None else {"Retry-After": str(max(1, round(wait)))})


def said_by_provider(words: str) -> list[dict[str, str]]:
    return [{"field": "engine", "message": words[:300]}] if words else []


def _words(response: requests.Response) -> str:
    try:
        body = response.json()
    except requests.JSONDecodeError:
        return ""
    said = (body.get("error") or body.get("message")) if isinstance(body, dict) else None
    return said if isinstance(said, str) else ""


# ── pictures ───────────────────────────────────────────────────────────────────────────────────────
SIGNATURES = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF8", "image/gif"))


def image_from(content: bytes) -> Image:
    """The picture with its type by content; AnswerBroken when it is none."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Image(content=content, mime="image/webp")
    for signature, mime in SIGNATURES:
        if content.startswith(signature):
            return Image(content=content, mime=mime)
    raise AnswerBroken


def image_from_base64(text: Any) -> Image:
    if not isinstance(text, str):
        raise AnswerBroken
    try:
        return image_from(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError) as problem:
        raise AnswerBroken from problem


def download_image(url: Any, *, seconds: float, usage: Usage) -> Image:
    """Fetch a picture that a provider offers for a short time.

    It is made and billed by now, so that failing here must not lead to a second one: AnswerBroken with its `usage`.
    """
    if not isinstance(url, str) or not url:
        raise AnswerBroken(usage=usage)
    allowance = http.Limits(read=seconds, total=seconds, max_bytes=MOST_IMAGE_BYTES)
    try:
        return image_from(http.fetch(url, limits=allowance).content)
    except (ProviderError, ProviderUnavailable, ProviderTimeout) as problem:
        raise AnswerBroken(usage=usage) from problem
