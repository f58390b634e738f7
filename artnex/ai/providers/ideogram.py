"""Ideogram: pictures. Version 4 by default; version 3 when exact colours are asked for, which 4 cannot do."""

from typing import Any

from django.conf import settings

from artnex import http
from artnex.ai.contract import ImagePlan, ImageRequest, ProviderImage, Usage
from artnex.ai.errors import AnswerBroken, AnswerRefused
from artnex.ai.providers.base import download_image, json_of, limits

V4, V3 = "ideogram-v4", "ideogram-v3"
SPEEDS = {"low": "TURBO", "medium": "DEFAULT", "standard": "DEFAULT", "high": "QUALITY", "hd": "QUALITY"}
RESOLUTIONS_V4 = {
    "1024x1024": "2048x2048",
    "1024x1536": "1664x2496",
    "1536x1024": "2496x1664",
    "1024x1792": "1440x2560",
    "1792x1024": "2560x1440",
}
RATIOS_V3 = {"1024x1024": "1x1", "1024x1536": "2x3", "1536x1024": "3x2", "1024x1792": "9x16", "1792x1024": "16x9"}
MOST_COLOURS = 8
ONE_IMAGE = Usage(images=1)


class IdeogramProvider:
    def is_configured(self) -> bool:
        return bool(settings.IDEOGRAM_API_KEY)

    def plan(self, request: ImageRequest) -> ImagePlan:
        speed = SPEEDS[request.quality]
        if not request.palette:
            size = RESOLUTIONS_V4[request.size]
            body: dict[str, Any] = {"text_prompt": _words(request), "resolution": size, "rendering_speed": speed}
            return ImagePlan(model=V4, size=size, quality=speed, options=body)
        ratio = RATIOS_V3[request.size]
        body = {
            "prompt": _words(request),
            "aspect_ratio": ratio,
            "rendering_speed": speed,
            "num_images": 1,
            "color_palette": {"members": [{"color_hex": colour} for colour in request.palette[:MOST_COLOURS]]},
        }
        return ImagePlan(model=V3, size=ratio, quality=speed, options=body)

    def paint(self, request: ImageRequest, plan: ImagePlan, *, end_user: str) -> ProviderImage:
        with http.session(limits(request.time_limit)) as line:
            body = json_of(
                line.post(
                    f"{settings.IDEOGRAM_BASE_URL}/v1/{plan.model}/generate",
                    json=plan.options,
                    headers={"Api-Key": settings.IDEOGRAM_API_KEY},
                )
            )
        found = body.get("data")
        first = found[0] if isinstance(found, list) and found and isinstance(found[0], dict) else None
        if first is None:
            raise AnswerBroken(usage=ONE_IMAGE)
        if first.get("is_image_safe") is False or not first.get("url"):
            raise AnswerRefused(usage=ONE_IMAGE)  # may be billed all the same
        image = download_image(first["url"], seconds=request.time_limit, usage=ONE_IMAGE)
        return ProviderImage(image=image, usage=ONE_IMAGE, revised_prompt=str(first.get("prompt") or ""))


def _words(request: ImageRequest) -> str:
    return f"{request.prompt}\nStyle: {request.style}." if request.style else request.prompt
