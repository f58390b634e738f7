"""What is entered in the five steps before the questionnaire, and what of it the brand knows already."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artnex.ai.facts import Fact
from artnex.errors import Message, ValidationFailed
from brands.models import Brand
from reports.enums import Area

LONGEST, MOST_KEYS = 2000, 40
BIGGEST = 10**15


@dataclass(frozen=True)
class StepField:
    """One thing that is asked. `known(brand)` is what the brand says of it already; `unit` makes it a number."""

    name: str
    label: Message
    korean: str
    english: str
    unit: str | None = None
    help: Message = ""
    known: Callable[[Brand], str] | None = None


def _competitors(brand: Brand) -> str:
    return "\n".join(brand.competitors.values_list("competitor_name", flat=True)[:10])


def _products(brand: Brand) -> str:
    return "\n".join(brand.products.values_list("name", flat=True)[:10])


FIELDS: dict[str, tuple[StepField, ...]] = {
    Area.MARKET: (
        StepField("customers", gettext_lazy("Main customers"), "주요 고객", "main customers", known=lambda brand: brand.target),
        StepField("regions", gettext_lazy("Regions and countries"), "지역과 국가", "regions and countries"),
        StepField("sales", gettext_lazy("Yearly sales (KRW)"), "연 매출", "yearly sales", "KRW"),
        StepField("customer_count", gettext_lazy("Number of active customers"), "거래 고객 수", "active customers", ""),
    ),
    Area.COMPETITORS: (
        StepField("names", gettext_lazy("With whom you are compared"), "비교되는 회사", "rivals", known=_competitors),
        StepField("difference", gettext_lazy("What sets you apart"), "우리만의 차이", "what sets us apart"),
    ),
    Area.MANUFACTURING: (
        StepField("products", gettext_lazy("What you make"), "만드는 제품", "what is made", known=_products),
        StepField("processes", gettext_lazy("Processes you master"), "보유 공정", "processes"),
        StepField("certificates", gettext_lazy("Certificates you hold"), "보유 인증", "certificates"),
        StepField("lead_time", gettext_lazy("Usual lead time (days)"), "평균 납기(일)", "lead time in days", "일"),
        StepField("defect_rate", gettext_lazy("Defect rate (%)"), "불량률", "defect rate", "%"),
    ),
    Area.BRAND: (
        StepField("promise", gettext_lazy("The brand's promise"), "브랜드의 약속", "promise", known=lambda brand: brand.slogan),
        StepField("mission", gettext_lazy("Mission"), "미션", "mission", known=lambda brand: brand.mission),
    ),
    Area.MARKETING: (
        StepField("channels", gettext_lazy("Channels in use"), "쓰는 채널", "channels in use"),
        StepField("budget", gettext_lazy("Yearly marketing budget (KRW)"), "연 마케팅 예산", "yearly marketing budget", "KRW"),
        StepField("goals", gettext_lazy("Goals of this year"), "올해 목표", "goals of this year"),
    ),
}  # fmt: skip
AREA_OF_STEP = dict(enumerate(Area.values, start=1))


def prefilled(brand: Brand, area: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """What was entered, and where nothing was what the brand says."""
    entered = dict(data.get(area, {}))
    for field in FIELDS[area]:
        if field.name not in entered and field.known is not None:
            entered[field.name] = field.known(brand)
    return entered


def clean_step(area: str, values: Any) -> dict[str, Any]:
    """Entries as they are stored; ValidationFailed naming `data.<field>`. Keys of a program's own are kept as texts."""
    if not isinstance(values, Mapping):
        raise ValidationFailed.field("data", _("Give an object."))
    if len(values) > MOST_KEYS:
        raise ValidationFailed.field("data", _("At most %(most)d entries.") % {"most": MOST_KEYS})
    units = {field.name: field.unit for field in FIELDS[area]}
    return {str(name)[:60]: _clean(str(name), value, units.get(str(name))) for name, value in values.items()}


def _clean(name: str, value: Any, unit: str | None) -> Any:
    if value in (None, ""):
        return ""
    if unit is not None:
        if isinstance(value, str):
            value = value.replace(",", "").strip()
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = float("nan")
        if isinstance(value, bool) or not 0 <= number <= BIGGEST or (unit == "%" and number > 100):
            raise ValidationFailed.field(f"data.{name}", _("Enter a number."))
        return int(number) if number == int(number) else number
    if isinstance(value, list):
        value = "\n".join(str(item) for item in value)
    if isinstance(value, Mapping):
        raise ValidationFailed.field(f"data.{name}", _("Enter text."))
    text = str(value).replace("\x00", "").strip()
    if len(text) > LONGEST:
        raise ValidationFailed.field(f"data.{name}", _("At most %(most)d characters.") % {"most": LONGEST})
    return text


def entered_facts(brand: Brand, data: Mapping[str, Any], day: str) -> list[Fact]:
    """The entries as facts that the report may quote."""
    facts = []
    for area, fields in FIELDS.items():
        entered = data.get(area, {})
        for field in fields:
            value = entered.get(field.name)
            if value not in (None, ""):
                key, url = f"entry.{area}.{field.name}", f"/brands/{brand.pk}/diagnosis/"
                facts.append(Fact(key, field.korean, field.english, value, field.unit or "", day, "diagnosis", url))
    return facts
