"""Two texts and two pictures of the demo company, made by the built-in engine."""

from django.contrib.auth import get_user_model

from artnex.ai.enums import Engine
from artnex.demo import DemoRun, demo_email, register_demo
from artnex.files.services import delete_file
from brands.models import Brand
from studio.models import Asset, Generation
from studio.services.generation import (
    image_params,
    keep_image,
    keep_text,
    paint_image,
    text_params,
    write_text,
)

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
    made = {"engine": str(Engine.BUILTIN)}
    for brand_name, prompt, platform in TEXTS:
        if brand_name in brands:
            params = text_params({"prompt": prompt, "brand_id": brands[brand_name], "platform": platform, **made})
            keep_text(user=owner, params=params, written=write_text(user=owner, params=params))
    for brand_name, prompt, style in PICTURES:
        if brand_name in brands:
            params = image_params({"prompt": prompt, "brand_id": brands[brand_name], "style": style, **made})
            keep_image(user=owner, params=params, answer=paint_image(user=owner, params=params))


def remove() -> None:
    Generation.objects.filter(user__email=OWNER).delete()
    for asset in Asset.objects.filter(user__email=OWNER).select_related("file"):
        file = asset.file
        asset.delete()
        delete_file(file=file, actor=None)


register_demo("studio.generation", order=50, load=load, remove=remove)
