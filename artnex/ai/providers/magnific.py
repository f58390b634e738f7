"""Magnific, formerly Freepik: pictures by the Mystic model, and search in the stock collection."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.conf import settings

from artnex import http
from artnex.ai.contract import ImagePlan, ImageRequest, ProviderImage, Usage
from artnex.ai.enums import Engine
from artnex.ai.errors import AnswerBroken, AnswerRefused, EngineNotConfigured, ProviderFault
from artnex.ai.providers.base import download_image, json_of, limits
from artnex.errors import ProviderError, ProviderTimeout, ProviderUnavailable

MODEL = "mystic"
SIZES = {"low": "2k", "medium": "2k", "standard": "2k", "high": "4k", "hd": "4k"}
RATIOS = {
    "1024x1024": "square_1_1",
    "1024x1536": "portrait_2_3",
    "1536x1024": "standard_3_2",
    "1024x1792": "social_story_9_16",
    "1792x1024": "widescreen_16_9",
}
POLL_SECONDS = 3.0
ONE_IMAGE = Usage(images=1)


class MagnificProvider:
    def is_configured(self) -> bool:
        return bool(settings.MAGNIFIC_API_KEY)

    def plan(self, request: ImageRequest) -> ImagePlan:
        body: dict[str, Any] = {
            "prompt": f"{request.prompt}\nStyle: {request.style}." if request.style else request.prompt,
            "resolution": SIZES[request.quality],
            "aspect_ratio": RATIOS[request.size],
            "filter_nsfw": True,
        }
        if request.palette:
            body["styling"] = {"colors": [{"color": colour, "weight": 0.5} for colour in request.palette[:5]]}
        return ImagePlan(model=MODEL, size=body["resolution"], quality="", options=body)

    def paint(self, request: ImageRequest, plan: ImagePlan, *, end_user: str) -> ProviderImage:
        """Start the task, look after it until it is done, and fetch the picture, all within the time limit."""
        address = f"{settings.MAGNIFIC_BASE_URL}/v1/ai/{plan.model}"
        with http.within(request.time_limit), http.session(limits(request.time_limit)) as line:
            task = _task(json_of(line.post(address, json=dict(plan.options), headers=_key())))
            task_id = task.get("task_id")
            if not isinstance(task_id, str) or "/" in task_id:
                raise AnswerBroken
            while _status(task) not in {"COMPLETED", "FAILED"}:
                if http.seconds_left() <= POLL_SECONDS:
                    raise ProviderTimeout
                time.sleep(POLL_SECONDS)
                task = _look_after(line, f"{address}/{task_id}") or task
            if _status(task) == "FAILED":
                raise ProviderError
            return self._finished(task, request)

    def _finished(self, task: Mapping[str, Any], request: ImageRequest) -> ProviderImage:
        if any(task.get("has_nsfw") or []):
            raise AnswerRefused(usage=ONE_IMAGE)
        made = task.get("generated") or []
        if not made:
            raise AnswerBroken(usage=ONE_IMAGE)
        image = download_image(made[0], seconds=request.time_limit, usage=ONE_IMAGE)
        return ProviderImage(image=image, usage=ONE_IMAGE)


def _look_after(line: http.CheckedSession, address: str) -> Mapping[str, Any] | None:
    """The task as it stands; None when nobody answers just now: the task goes on, and a new one would cost again."""
    try:
        return _task(json_of(line.get(address, headers=_key())))
    except (ProviderUnavailable, ProviderFault):
        return None


def _key() -> dict[str, str]:
    return {settings.MAGNIFIC_KEY_HEADER: settings.MAGNIFIC_API_KEY}


def _task(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The task of an answer, which some pages of the provider wrap in `data` and some do not."""
    inner = body.get("data", body)
    if not isinstance(inner, Mapping):
        raise AnswerBroken
    return inner


def _status(task: Mapping[str, Any]) -> str:
    return str(task.get("status") or task.get("task_status") or "")


# ── stock collection ───────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, kw_only=True)
class StockItem:
    """One picture of the collection. The preview may be shown; final art must be licensed and downloaded."""

    id: int
    title: str
    url: str
    preview_url: str
    kind: str
    orientation: str
    author: str
    licence: str


@dataclass(frozen=True, kw_only=True)
class StockPage:
    items: list[StockItem]
    page: int
    last_page: int
    total: int


def search_stock(
    term: str,
    *,
    page: int = 1,
    limit: int = 20,
    language: str = "ko",
    kind: Literal["", "photo", "psd", "vector"] = "",
    orientation: Literal["", "landscape", "portrait", "square", "panoramic"] = "",
) -> StockPage:
    """Search the stock collection; free of charge. Raises NotConfigured without a key, and ProviderError kinds."""
    if not settings.MAGNIFIC_API_KEY:
        raise EngineNotConfigured(Engine.FREEPIK)
    wanted: dict[str, str | int] = {"term": term, "page": page, "limit": limit, "order": "relevance"}
    if kind:
        wanted[f"filters[content_type][{kind}]"] = 1
    if orientation:
        wanted[f"filters[orientation][{orientation}]"] = 1
    spoken = {"ko": "ko-KR", "en": "en-US"}.get(language, "en-US")
    with http.session(http.Limits(total=20)) as line:
        body = json_of(
            line.get(
                f"{settings.MAGNIFIC_BASE_URL}/v1/resources",
                params=wanted,
                headers={**_key(), "Accept-Language": spoken},
            )
        )
    rows = [row for row in body.get("data") or [] if isinstance(row, dict) and isinstance(row.get("id"), int)]
    meta = body.get("meta")
    about = meta if isinstance(meta, dict) else {}
    return StockPage(
        items=[_stock_item(row) for row in rows],
        page=int(about.get("current_page") or page),
        last_page=int(about.get("last_page") or page),
        total=int(about.get("total") or len(rows)),
    )


def _stock_item(row: Mapping[str, Any]) -> StockItem:
    image = row.get("image") or {}
    licences = row.get("licenses") or [{}]
    return StockItem(
        id=row["id"],
        title=str(row.get("title") or ""),
        url=str(row.get("url") or ""),
        preview_url=str((image.get("source") or {}).get("url") or ""),
        kind=str(image.get("type") or ""),
        orientation=str(image.get("orientation") or ""),
        author=str((row.get("author") or {}).get("name") or ""),
        licence=str(licences[0].get("type") or ""),
    )
