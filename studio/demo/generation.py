"""Two texts and two pictures of the demo company, made by the built-in engine."""

from decimal import Decimal
from typing import Any

from django.contrib.auth import get_user_model

from artnex.ai.contract import NOTHING_USED, ImageAnswer, TextAnswer
from artnex.demo import DemoRun, demo_email, register_demo
from artnex.files.services import delete_file
from artnex.pdf import is_available
from brands.models import Brand
from studio.engine.copywriting import variants_of
from studio.models import Asset, Generation
from studio.queries.generation import brief_of
from studio.services.generation import (
    Written,
    draw_design,
    image_params,
    keep_image,
    keep_text,
    material_for,
    text_params,
)

# Loading is one transaction, in which the gateway is not to be called: no ledger row, as nothing was paid.
MADE: dict[str, Any] = {
    "engine": "builtin",
    "provider": "builtin",
    "model": "builtin",
    "cost": Decimal(0),
    "call_id": 0,
}
OWNER = demo_email("marketer")
TEXTS = (
    ("온담", "원룸에 두는 작은 온열 가전 인스타그램 글을 써 줘", "instagram"),
    ("새결 베어링", "멈추지 않는 설비를 위한 베어링 소개", "linkedin"),
)
PICTURES = (
    ("온담", "작은 방을 데우는 온열 가전", "waves"),
    ("새결 베어링", "멈추지 않는 라인을 위한 베어링", "rings"),
)


def load(_run: DemoRun) -> None:
    owner = get_user_model().objects.get(email=OWNER)
    brands = dict(Brand.objects.filter(user=owner).values_list("brand_name", "pk"))
    if Generation.objects.filter(user=owner).exists():
        return
    for brand_name, prompt, platform in TEXTS:
        if brand_name in brands:
            params = text_params({"prompt": prompt, "brand_id": brands[brand_name], "platform": platform})
            brief = brief_of(material_for(owner, params), params)
            first, *others = variants_of(brief)
            answer = TextAnswer(text=first, usage=NOTHING_USED, **MADE)
            keep_text(user=owner, params=params, written=Written(first, others, answer, 0))
    for brand_name, prompt, style in PICTURES:
        if brand_name in brands and is_available():
            params = image_params({"prompt": prompt, "brand_id": brands[brand_name], "style": style})
            image = draw_design(material_for(owner, params), params)
            answer_of_image = ImageAnswer(images=[image], size=params["size"], usage=NOTHING_USED, **MADE)
            keep_image(user=owner, params=params, answer=answer_of_image)


def remove() -> None:
    Generation.objects.filter(user__email=OWNER).delete()
    for asset in Asset.objects.filter(user__email=OWNER).select_related("file"):
        file = asset.file
        asset.delete()
        delete_file(file=file, actor=None)


register_demo("studio.generation", order=50, load=load, remove=remove)
