"""The one door to text and picture engines.

Every call passes engine choice, price, plan quota, budget, time limit, retry, circuit breaker and ledger. Who names an
engine gets it or its error; who names none gets the built-in engine's answer when the provider fails, and is told so.
A reached budget or quota always stops a paid call: it is the answer, not a failure.

Never call this inside a transaction, which a provider might keep open for minutes: opening the ledger row refuses it.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

import pydantic
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from artnex import http
from artnex.ai import breaker
from artnex.ai.contract import (
    MOST_CHARACTERS,
    MOST_TOKENS,
    Image,
    ImageAnswer,
    ImageRequest,
    ProviderText,
    TextAnswer,
    TextRequest,
    Usage,
)
from artnex.ai.enums import Engine, JobType
from artnex.ai.errors import AnswerBroken, EngineNotConfigured
from artnex.ai.ledger import Bill, Opening, accounted
from artnex.ai.prices import find_price, most_for_image, most_for_text
from artnex.ai.providers import IMAGE_PROVIDERS, TEXT_PROVIDERS, engines_for
from artnex.ai.providers.base import Correction, ImageProvider, TextProvider, end_user_id
from artnex.errors import (
    ArtNexError,
    BudgetExceeded,
    NotConfigured,
    ProviderError,
    ProviderTimeout,
    ProviderUnavailable,
    ValidationFailed,
)

BuiltinText = Callable[[TextRequest], str | pydantic.BaseModel | Mapping[str, Any]]
BuiltinImage = Callable[[ImageRequest], Sequence[Image]]
Result = TypeVar("Result")

ATTEMPTS = 3
FALL_BACK_ON = (ProviderError, ProviderUnavailable, ProviderTimeout, NotConfigured)
BUILTIN_MODEL = "builtin"


def generate_text(
    request: TextRequest, *, user: Any, brand_id: int | None = None, engine: str | None = None, builtin: BuiltinText
) -> TextAnswer:
    """Write a text, or with a schema an object.

    `builtin(request)` is our own engine for this purpose: it returns a text, or what the schema accepts.
    Raises ValidationFailed for an unknown engine or a prompt past the limits, QuotaExceeded, BudgetExceeded, and for a
    provider asked for by name NotConfigured, ProviderError, ProviderUnavailable or ProviderTimeout.
    """
    _check_text(request)
    chosen = choose_engine(engine, JobType.TEXT)
    reason = ""
    if chosen != Engine.BUILTIN:
        try:
            return _provider_text(request, chosen, user=user, brand_id=brand_id)
        except FALL_BACK_ON as problem:
            if engine:
                raise
            reason = f"{chosen} {problem.code}"
    return _builtin_text(request, builtin, user=user, brand_id=brand_id, reason=reason)


def generate_image(
    request: ImageRequest, *, user: Any, brand_id: int | None = None, engine: str | None = None, builtin: BuiltinImage
) -> ImageAnswer:
    """Make a picture; the rules are those of `generate_text`."""
    _check_length("prompt", request.prompt)
    chosen = choose_engine(engine, JobType.IMAGE)
    reason = ""
    if chosen != Engine.BUILTIN:
        try:
            return _provider_image(request, chosen, user=user, brand_id=brand_id)
        except FALL_BACK_ON as problem:
            if engine:
                raise
            reason = f"{chosen} {problem.code}"
    return _builtin_image(request, builtin, user=user, brand_id=brand_id, reason=reason)


def choose_engine(engine: str | None, job_type: JobType) -> Engine:
    """The engine asked for, else the one the settings prefer; ValidationFailed for one that cannot do this."""
    known = engines_for(job_type)
    if not engine:
        return Engine(settings.AI_TEXT_ENGINE if job_type == JobType.TEXT else settings.AI_IMAGE_ENGINE)
    if engine not in known:
        names = ", ".join(known)
        raise ValidationFailed.field("engine", _("Choose one of: %(names)s.") % {"names": names})
    return Engine(engine)


def _check_text(request: TextRequest) -> None:
    _check_length("prompt", request.prompt + request.instructions)
    if not 1 <= request.max_tokens <= MOST_TOKENS:
        raise ValidationFailed.field("max_tokens", _("Give a number from 1 to %(most)d.") % {"most": MOST_TOKENS})


def _check_length(field: str, text: str) -> None:
    if not text.strip():
        raise ValidationFailed.field(field, _("This may not be empty."))
    if len(text) > MOST_CHARACTERS:
        raise ValidationFailed.field(field, _("At most %(most)d characters.") % {"most": MOST_CHARACTERS})


# ── texts ──────────────────────────────────────────────────────────────────────────────────────────
def _provider_text(request: TextRequest, engine: Engine, *, user: Any, brand_id: int | None) -> TextAnswer:
    provider = TEXT_PROVIDERS[engine]
    if not provider.is_configured():
        raise EngineNotConfigured(engine)
    model = provider.text_model()
    price = find_price(provider=engine, model=model, job_type=JobType.TEXT)
    breaker.check_provider(engine)
    opening = _opening(request, JobType.TEXT, engine, model, user=user, brand_id=brand_id)
    with (
        accounted(opening, price=price, reserve=most_for_text(price, request)) as bill,
        http.within(request.time_limit),
    ):
        written, data = _write_checked(provider, engine, request, bill, end_user=end_user_id(user))
    return TextAnswer(
        text=written.text, data=data, is_truncated=written.is_truncated, **_told(bill, engine=engine, model=model)
    )


def _write_checked(
    provider: TextProvider, engine: Engine, request: TextRequest, bill: Bill, *, end_user: str
) -> tuple[ProviderText, pydantic.BaseModel | None]:
    """A text that fits the schema, after at most one repair; both answers are on the bill."""
    written = _with_retries(engine, lambda: provider.write(request, end_user=end_user))
    bill.add(written.usage)
    if request.schema is None:
        return written, None
    try:
        return written, _fit(request.schema, written.text)
    except pydantic.ValidationError as problem:
        correction = Correction(answer=written.text, problem=_in_short(problem))
    if written.is_truncated or bill.price is None:
        raise AnswerBroken  # cut off by the token limit: asking again would be cut again
    try:
        bill.hold_more(most_for_text(bill.price, request, correction.answer, correction.problem))
    except BudgetExceeded as problem:
        raise AnswerBroken from problem
    repaired = _with_retries(engine, lambda: provider.write(request, end_user=end_user, correction=correction))
    bill.add(repaired.usage)
    try:
        return repaired, _fit(request.schema, repaired.text)
    except pydantic.ValidationError as problem:
        raise AnswerBroken from problem


def _builtin_text(
    request: TextRequest, builtin: BuiltinText, *, user: Any, brand_id: int | None, reason: str
) -> TextAnswer:
    opening = _opening(
        request, JobType.TEXT, Engine.BUILTIN, BUILTIN_MODEL, user=user, brand_id=brand_id, reason=reason
    )
    with accounted(opening) as bill:
        made = builtin(request)
        if isinstance(made, pydantic.BaseModel):
            text, data = made.model_dump_json(), made
        elif request.schema is not None:
            data = _fit(request.schema, made)
            text = data.model_dump_json()
        else:
            text, data = str(made), None
    told = _told(bill, engine=Engine.BUILTIN, model=BUILTIN_MODEL, reason=reason)
    return TextAnswer(text=text, data=data, **told)


def _fit(schema: type[pydantic.BaseModel], made: Any) -> pydantic.BaseModel:
    return schema.model_validate_json(made) if isinstance(made, str) else schema.model_validate(made)


def _in_short(problem: pydantic.ValidationError) -> str:
    """The first few complaints, without the input, which the model has seen."""
    rows = problem.errors(include_url=False, include_input=False, include_context=False)[:5]
    return "; ".join(f"{'.'.join(str(part) for part in row['loc']) or 'JSON'}: {row['msg']}" for row in rows)


# ── pictures ───────────────────────────────────────────────────────────────────────────────────────
def _provider_image(request: ImageRequest, engine: Engine, *, user: Any, brand_id: int | None) -> ImageAnswer:
    provider: ImageProvider = IMAGE_PROVIDERS[engine]
    if not provider.is_configured():
        raise EngineNotConfigured(engine)
    plan = provider.plan(request)
    price = find_price(provider=engine, model=plan.model, job_type=JobType.IMAGE, size=plan.size, quality=plan.quality)
    breaker.check_provider(engine)
    opening = _opening(request, JobType.IMAGE, engine, plan.model, user=user, brand_id=brand_id)
    with (
        accounted(opening, price=price, reserve=most_for_image(price, request)) as bill,
        http.within(request.time_limit),
    ):
        made = _with_retries(engine, lambda: provider.paint(request, plan, end_user=end_user_id(user)))
        bill.add(made.usage)
    return ImageAnswer(
        images=[made.image],
        size=plan.size,
        quality=plan.quality,
        revised_prompt=made.revised_prompt,
        **_told(bill, engine=engine, model=plan.model),
    )


def _builtin_image(
    request: ImageRequest, builtin: BuiltinImage, *, user: Any, brand_id: int | None, reason: str
) -> ImageAnswer:
    opening = _opening(
        request, JobType.IMAGE, Engine.BUILTIN, BUILTIN_MODEL, user=user, brand_id=brand_id, reason=reason
    )
    with accounted(opening) as bill:
        images = list(builtin(request))
        bill.add(Usage(images=len(images)))
    told = _told(bill, engine=Engine.BUILTIN, model=BUILTIN_MODEL, reason=reason)
    return ImageAnswer(images=images, size=request.size, quality=request.quality, **told)


# ── common to both ─────────────────────────────────────────────────────────────────────────────────
def _opening(
    request: TextRequest | ImageRequest,
    job_type: JobType,
    engine: Engine,
    model: str,
    *,
    user: Any,
    brand_id: int | None,
    reason: str = "",
) -> Opening:
    return Opening(
        user=user,
        brand_id=brand_id,
        job_type=job_type,
        purpose=request.purpose,
        engine=engine,
        model=model,
        prompt=request.prompt,
        fallback_reason=reason,
    )


def _told(bill: Bill, *, engine: Engine, model: str, reason: str = "") -> dict[str, Any]:
    """What every answer says about its making."""
    return {
        "engine": str(engine),
        "provider": str(engine),
        "model": model,
        "usage": bill.usage,
        "cost": Decimal(bill.call.cost),
        "call_id": bill.call.pk,
        "fallback_reason": reason,
    }


def _with_retries(engine: Engine, ask: Callable[[], Result]) -> Result:
    """Ask until it works, as long as the error, the breaker and the time at hand allow.

    A slow answer is not asked for again: it may be under way, and be billed, twice.
    """
    attempt = 1
    while True:
        try:
            result = ask()
        except FALL_BACK_ON as problem:
            breaker.note_failure(engine, problem)
            pause = http.pause_before(attempt, _asked_pause(problem))
            hopeless = not problem.retryable or isinstance(problem, ProviderTimeout)
            too_long = pause > min(http.LONGEST_PAUSE, http.seconds_left())
            if hopeless or too_long or attempt >= ATTEMPTS or breaker.is_left_alone(engine):
                raise
            time.sleep(pause)
            attempt += 1
        else:
            breaker.note_success(engine)
            return result


def _asked_pause(problem: ArtNexError) -> float | None:
    asked = problem.headers.get("Retry-After")
    return float(asked) if asked else None
