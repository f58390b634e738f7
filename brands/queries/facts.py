"""What the rules of the next best action know of brands, read for many brands at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Exists, IntegerField, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from brands.engine.next_actions import BrandFacts
from brands.enums import ContractStatus, TaskStatus
from brands.models import Brand, BrandDna, Competitor, Contract, Kpi, Persona, Product, Task

IDENTITY = ("slogan", "mission", "voice", "palette")
Fact = Callable[[list[int]], Mapping[int, Any]]
_more: dict[str, Fact] = {}


def register_fact(name: str, fact: Fact) -> None:
    """Let rules know more: `fact(brand_ids)` gives a value for each brand it has something to say of."""
    _more[name] = fact


def facts_of(brand_ids: Iterable[int]) -> dict[int, BrandFacts]:
    """The facts of these brands, in one query however many there are (and one for each fact of another app)."""
    return facts_from(list(with_facts(Brand.objects.filter(pk__in=list(brand_ids)))))


def with_facts(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Adds to brands what `facts_from` reads."""
    today = timezone.localdate()
    ending = Contract.objects.filter(brand=OuterRef("pk"), status=ContractStatus.SIGNED, ends_on__gte=today)
    late = Task.objects.filter(~Q(status=TaskStatus.DONE), project__brand=OuterRef("pk"), due_date__lt=today)
    newest = Kpi.objects.filter(brand=OuterRef("pk")).order_by("-measurement_date")
    return rows.annotate(
        has_dna=_has(BrandDna),
        has_personas=_has(Persona),
        has_competitors=_has(Competitor),
        has_products=_has(Product),
        newest_kpi=Subquery(newest.values("measurement_date")[:1]),
        contract_end=Subquery(ending.order_by().values("brand").annotate(end=Min("ends_on")).values("end")),
        late_tasks=Coalesce(
            Subquery(
                late.order_by().values("project__brand").annotate(number=Count("pk")).values("number"),
                output_field=IntegerField(),
            ),
            0,
        ),
    )


def facts_from(brands: Sequence[Any]) -> dict[int, BrandFacts]:
    """The facts of brands that come from `with_facts`."""
    ids, today = [brand.pk for brand in brands], timezone.localdate()
    more = {name: fact(ids) for name, fact in _more.items()}
    return {
        brand.pk: _facts(brand, today, {name: values[brand.pk] for name, values in more.items() if brand.pk in values})
        for brand in brands
    }


def _has(model: Any) -> Exists:
    return Exists(model.objects.filter(brand=OuterRef("pk")))


def _facts(brand: Any, today: date, more: Mapping[str, Any]) -> BrandFacts:
    return BrandFacts(
        registration_step=brand.registration_step,
        missing_identity=tuple(name for name in IDENTITY if not getattr(brand, name)),
        has_logo=brand.logo_id is not None,
        has_dna=brand.has_dna,
        has_personas=brand.has_personas,
        has_competitors=brand.has_competitors,
        has_products=brand.has_products,
        days_since_kpi=None if brand.newest_kpi is None else (today - brand.newest_kpi).days,
        contract_ends_in=None if brand.contract_end is None else (brand.contract_end - today).days,
        overdue_tasks=brand.late_tasks,
        is_declining=(brand.trend_score or 0) < 0,
        more=more,
    )
