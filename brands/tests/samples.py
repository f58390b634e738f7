"""Objects for the addresses of the brand tree, and the people of a brand's team (see artnex/testing/samples.py)."""

from artnex.testing.people import Person, new_user, register_person
from artnex.testing.samples import sample
from brands.models import Brand, BrandDna, Competitor, DnaPreset, Kpi, Persona, Product
from brands.tests.factories import (
    BrandFactory,
    CompetitorFactory,
    KpiFactory,
    PersonaFactory,
    ProductFactory,
    make_dna,
    make_member,
)

API = "api/v1/brands/<int:brand_id>/"


@sample("brand_id", under=("api/v1/brands/", "brands/"), model=Brand, shared=True)
def brand_of(owner):
    """The owner's one brand: what hangs from it and who works on it are asked for together."""
    return Brand.objects.filter(user=owner).first() or BrandFactory(user=owner)


@sample("pk", under=f"{API}kpis/", model=Kpi, shared=True)
def kpi(owner):
    return KpiFactory(brand=brand_of(owner))


@sample("pk", under=f"{API}personas/", model=Persona, shared=True)
def persona(owner):
    return PersonaFactory(brand=brand_of(owner))


@sample("pk", under=f"{API}competitors/", model=Competitor, shared=True)
def competitor(owner):
    return CompetitorFactory(brand=brand_of(owner))


@sample("pk", under=f"{API}products/", model=Product, shared=True)
def product(owner):
    return ProductFactory(brand=brand_of(owner))


@sample("pk", under="api/v1/brand-dna/", model=BrandDna, shared=True)
def dna(owner):
    return make_dna(user=owner, brand=brand_of(owner))


@sample("number", under="api/v1/brand-dna/", is_object=False)
def version_number(owner):
    return "1"


@sample("pk", under="api/v1/presets/", model=DnaPreset)
def preset(owner):
    return DnaPreset.objects.create(user=owner, name="우리 프리셋")


register_person(
    Person(
        "editor",
        make=lambda owner: make_member(brand_of(owner), "editor", new_user("manager")),
        sees=True,
        only_shared=True,
    )
)
register_person(
    Person(
        "brand viewer",
        make=lambda owner: make_member(brand_of(owner), "viewer", new_user("manager")),
        sees=True,
        changes=False,
        only_shared=True,
    )
)
