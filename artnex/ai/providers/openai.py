"""OpenAI: texts by the Responses API, pictures by the Images API."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.conf import settings

from artnex.ai.contract import ImagePlan, ImageRequest, ProviderImage, ProviderText, TextRequest, Usage
from artnex.ai.errors import (
    AnswerBroken,
    AnswerRefused,
    ProviderCreditSpent,
    ProviderFault,
    ProviderSetupError,
)
from artnex.ai.providers.base import (
    MOST_IMAGE_BYTES,
    MOST_JSON_BYTES,
    Correction,
    image_from_base64,
    limits,
    said_by_provider,
    unavailable,
)
from artnex.errors import ArtNexError, ProviderError
from artnex.http import retry_after

if TYPE_CHECKING:
    from openai import APIStatusError, OpenAI

# Sizes and qualities of earlier picture models, in today's terms.
SIZES = {"1024x1792": "1024x1536", "1792x1024": "1536x1024"}
QUALITIES = {"standard": "medium", "hd": "high"}
LANGUAGES = {"ko": "Korean", "en": "English"}
AGAINST_THE_RULES = frozenset(
    {"moderation_blocked", "content_policy_violation", "invalid_prompt", "image_content_policy_violation"}
)
NO_EFFORT_SENT = "default"


class OpenAIProvider:
    def is_configured(self) -> bool:
        return bool(settings.OPENAI_API_KEY)

    def text_model(self) -> str:
        return settings.OPENAI_TEXT_MODEL

    def plan(self, request: ImageRequest) -> ImagePlan:
        return ImagePlan(
            model=settings.OPENAI_IMAGE_MODEL,
            size=SIZES.get(request.size, request.size),
            quality=QUALITIES.get(request.quality, request.quality),
        )

    def write(self, request: TextRequest, *, end_user: str, correction: Correction | None = None) -> ProviderText:
        from openai.types.responses import Response

        with self._client(request.time_limit, MOST_JSON_BYTES) as client:
            answer = client.responses.create(**_text_call(request, end_user, correction))
        if not isinstance(answer, Response):  # what the library makes of an answer that is no JSON
            raise AnswerBroken
        return _read_text(answer)

    def paint(self, request: ImageRequest, plan: ImagePlan, *, end_user: str) -> ProviderImage:
        from openai.types import ImagesResponse

        with self._client(request.time_limit, 2 * MOST_IMAGE_BYTES) as client:
            answer = client.images.generate(**_picture_call(request, plan, end_user))
        if not isinstance(answer, ImagesResponse):
            raise AnswerBroken
        usage = _usage(answer.usage, images=1)
        first = answer.data[0] if isinstance(answer.data, list) and answer.data else None
        try:
            image = image_from_base64(getattr(first, "b64_json", None))
        except AnswerBroken as problem:
            raise AnswerBroken(usage=usage) from problem
        return ProviderImage(image=image, usage=usage, revised_prompt=getattr(first, "revised_prompt", None) or "")

    @contextmanager
    def _client(self, seconds: float, most_bytes: int) -> "Iterator[OpenAI]":
        """A client of the library whose failures come out as ours; it never tries again by itself."""
        import httpx2
        import openai

        from artnex.ai.providers.transport import CheckedTransport

        with httpx2.Client(transport=CheckedTransport(limits(seconds, most=most_bytes)), trust_env=False) as line:
            try:
                yield openai.OpenAI(
                    api_key=settings.OPENAI_API_KEY,
                    base_url=settings.OPENAI_BASE_URL,
                    timeout=seconds,
                    max_retries=0,
                    http_client=line,
                )
            except openai.APIStatusError as problem:
                raise _failure(problem) from problem
            except openai.APIConnectionError as problem:
                cause = problem.__cause__
                raise (cause if isinstance(cause, ArtNexError) else unavailable(None)) from problem
            except (openai.OpenAIError, ValueError) as problem:  # ValueError: JSON that is none
                raise AnswerBroken from problem


def describe_picture(request: ImageRequest) -> str:
    """The prompt with style and colours said in words, for models that have no fields for them."""
    wishes = [request.prompt]
    if request.style:
        wishes.append(f"Style: {request.style}.")
    if request.palette:
        wishes.append(f"Use these colours: {', '.join(request.palette)}.")
    return "\n".join(wishes)


def _picture_call(request: ImageRequest, plan: ImagePlan, end_user: str) -> dict[str, Any]:
    call: dict[str, Any] = {
        "model": plan.model,
        "prompt": describe_picture(request),
        "size": plan.size,
        "quality": plan.quality,
        "n": 1,
        "output_format": "png",
    }
    if end_user:
        call["safety_identifier"] = end_user
    return call


def _text_call(request: TextRequest, end_user: str, correction: Correction | None) -> dict[str, Any]:
    from openai import pydantic_function_tool

    talk: list[dict[str, str]] = [{"role": "user", "content": request.prompt}]
    if correction:
        talk += [
            {"role": "assistant", "content": correction.answer},
            {
                "role": "user",
                "content": f"This does not fit the schema: {correction.problem}\nAnswer again, with the JSON alone.",
            },
        ]
    language = LANGUAGES.get(request.language, request.language)
    call: dict[str, Any] = {
        "model": settings.OPENAI_TEXT_MODEL,
        "instructions": f"{request.instructions}\nWrite in {language}.".strip(),
        "input": talk,
        "max_output_tokens": request.max_tokens,
        "store": False,
    }
    if end_user:
        call["safety_identifier"] = end_user
    if settings.OPENAI_REASONING_EFFORT != NO_EFFORT_SENT:
        call["reasoning"] = {"effort": settings.OPENAI_REASONING_EFFORT}
    if request.schema:
        # The library's own way to a strict schema: all fields required, nothing else allowed.
        schema = pydantic_function_tool(request.schema)["function"]["parameters"]
        call["text"] = {
            "format": {"type": "json_schema", "name": request.schema.__name__[:64], "schema": schema, "strict": True}
        }
    return call


def _read_text(answer: Any) -> ProviderText:
    usage = _usage(answer.usage)
    parts = [
        part
        for item in _items(answer.output)
        if getattr(item, "type", "") == "message"
        for part in _items(getattr(item, "content", None))
    ]
    refusal = " ".join(str(part.refusal) for part in parts if getattr(part, "type", "") == "refusal")
    text = "".join(str(part.text) for part in parts if getattr(part, "type", "") == "output_text")
    if refusal:
        raise AnswerRefused(usage=usage, details=said_by_provider(refusal))
    if answer.status == "failed":
        raise _failed_answer(answer, usage)
    reason = getattr(answer.incomplete_details, "reason", "") if answer.status == "incomplete" else ""
    if reason == "content_filter":
        raise AnswerRefused(usage=usage)
    if answer.status not in {"completed", "incomplete"} or not text.strip():
        raise AnswerBroken(usage=usage)
    return ProviderText(text=text, usage=usage, is_truncated=answer.status == "incomplete")


def _failed_answer(answer: Any, usage: Usage) -> ArtNexError:
    """HTTP 200 whose body says that it failed."""
    code = getattr(answer.error, "code", "") or ""
    if code == "rate_limit_exceeded":
        return unavailable(None)
    if code in AGAINST_THE_RULES:
        return AnswerRefused(usage=usage, details=said_by_provider(getattr(answer.error, "message", "") or ""))
    return ProviderFault() if code == "server_error" else AnswerBroken(usage=usage)


def _usage(reported: Any, *, images: int = 0) -> Usage:
    sent, written = getattr(reported, "input_tokens", None), getattr(reported, "output_tokens", None)
    # Some servers that speak this protocol report zeros; an answer that used nothing was not counted.
    if not isinstance(sent, int) or not isinstance(written, int) or min(sent, written) < 0 or not sent + written:
        return Usage(images=images, is_reported=False)
    cached = getattr(getattr(reported, "input_tokens_details", None), "cached_tokens", 0)
    return Usage(
        prompt_tokens=sent,
        cached_tokens=min(cached, sent) if isinstance(cached, int) and cached > 0 else 0,
        completion_tokens=written,
        images=images,
    )


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _failure(problem: "APIStatusError") -> ArtNexError:
    """What an HTTP status and the error code in its body mean."""
    status, code = problem.status_code, problem.code or ""
    words = said_by_provider(problem.message if status in {400, 409, 422} else "")
    if code == "insufficient_quota":
        return ProviderCreditSpent()
    if status in {401, 403, 404}:
        return ProviderSetupError()
    if status in {429, 503}:
        return unavailable(retry_after(problem.response.headers))
    if status >= 500:
        return ProviderFault()
    return AnswerRefused(details=words) if code in AGAINST_THE_RULES else ProviderError(details=words)
