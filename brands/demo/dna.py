"""Brand DNA for the brands of the demo company: begun with a preset, then changed, with a comment."""

from artnex.demo import DemoRun, demo_email, register_demo
from brands.default_presets import DEFAULT_PRESETS
from brands.engine.dna import AXES
from brands.models import Brand, BrandDna
from brands.services.dna import comment_on_dna, create_dna, save_dna

OWNER = demo_email("marketer")
# What was moved after the preset, why, and what was said about it.
CHANGES = (
    ({"warmth": 0.3, "density": 0.45}, "전시회 부스 색과 맞춤", "버튼 색이 부스 사진과 잘 어울립니다."),
    ({"sophistication": 0.8, "energy": 0.4}, "사진이 주인공이 되도록 차분하게", "본문 글자는 이 크기가 좋겠습니다."),
    ({"playfulness": 0.65, "warmth": 0.8}, "도매 고객에게 너무 가볍지 않게", "모서리는 이 정도면 충분합니다."),
)


def load(_run: DemoRun) -> None:
    """A DNA for each brand of the demo company that has none."""
    brands = Brand.objects.filter(user__email=OWNER, dna__isnull=True).select_related("user").order_by("pk")
    for place, brand in enumerate(brands):
        preset = DEFAULT_PRESETS[place % len(DEFAULT_PRESETS)]
        changes, note, remark = CHANGES[place % len(CHANGES)]
        dna = create_dna(user=brand.user, brand=brand, name=brand.brand_name, axes=preset.axes)
        middle = {axis: round((value + dna.axes[axis]) / 2, 2) for axis, value in changes.items() if axis in AXES}
        save_dna(user=brand.user, dna=dna, axes=middle)
        dna = save_dna(user=brand.user, dna=dna, axes=changes, note=note)
        comment_on_dna(user=brand.user, dna=dna, body=remark)


def remove() -> None:
    """Delete the DNA of the demo company's brands."""
    BrandDna.objects.filter(user__email=OWNER).delete()


register_demo("brand-dna", order=40, load=load, remove=remove)
