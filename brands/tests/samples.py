"""Objects for the addresses of the brand tree, and the people of a brand's team (see artnex/testing/samples.py)."""

from artnex.files.kinds import TABLE_LIMITS
from artnex.files.models import StoredFile
from artnex.files.services import store_file
from artnex.jobs.services import enqueue_job
from artnex.testing.people import Person, new_user, register_person
from artnex.testing.samples import sample
from brands.models import (
    Brand,
    BrandDna,
    BrandDnaVersion,
    BrandInvitation,
    BrandSuggestion,
    Competitor,
    Contract,
    ContractSigner,
    DnaPreset,
    Kpi,
    Persona,
    Product,
    Project,
    Task,
)
from brands.services.signing import send_contract
from brands.services.signing_links import token_of
from brands.tests.factories import (
    BrandFactory,
    CompetitorFactory,
    KpiFactory,
    PersonaFactory,
    ProductFactory,
    ProjectFactory,
    TaskFactory,
    make_contract,
    make_dna,
    make_member,
)

API = "api/v1/brands/<int:brand_id>/"
PAGES = "brands/<int:brand_id>/"


@sample("brand_id", under=("api/v1/brands/", "brands/"), model=Brand, shared=True)
def brand_of(owner):
    """The owner's one brand: what hangs from it and who works on it are asked for together."""
    return Brand.objects.filter(user=owner).first() or BrandFactory(user=owner)


@sample("pk", under=(f"{API}kpis/", f"{PAGES}kpis/"), model=Kpi, shared=True)
def kpi(owner):
    return KpiFactory(brand=brand_of(owner))


@sample("pk", under=(f"{API}personas/", f"{PAGES}personas/"), model=Persona, shared=True)
def persona(owner):
    return PersonaFactory(brand=brand_of(owner))


@sample("pk", under=(f"{API}competitors/", f"{PAGES}competitors/"), model=Competitor, shared=True)
def competitor(owner):
    return CompetitorFactory(brand=brand_of(owner))


@sample("pk", under=(f"{API}products/", f"{PAGES}products/"), model=Product, shared=True)
def product(owner):
    return ProductFactory(brand=brand_of(owner))


@sample("pk", under=("api/v1/brand-dna/", "brand-dna/"), model=BrandDna, shared=True)
def dna(owner):
    return make_dna(user=owner, brand=brand_of(owner))


@sample("number", under=("api/v1/brand-dna/", "brand-dna/"), is_object=False)
def version_number(owner):
    return "1"


@sample("dna_version_id", model=BrandDnaVersion, shared=True)
def dna_version(owner):
    return dna(owner).versions.get()


@sample("pk", under=("api/v1/presets/", "presets/"), model=DnaPreset)
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


@sample("user_id", under=f"{API}members/", shared=True)
def team_member(owner):
    return make_member(brand_of(owner), "editor")


@sample("user_id", under="brands/<int:brand_id>/team/", shared=True)
def member_on_page(owner):
    return make_member(brand_of(owner), "editor")


@sample("invitation_id", under=(API, "brands/"), model=BrandInvitation, shared=True)
def invitation(owner):
    fields = {"email": "newcomer@example.com", "role": "viewer", "invited_by": owner}
    return BrandInvitation.objects.create(brand=brand_of(owner), **fields)


@sample("pk", under=(f"{API}projects/", "brands/<int:brand_id>/projects/"), model=Project, shared=True)
@sample("project_id", under="api/v1/projects/", shared=True)
def project(owner):
    return ProjectFactory(brand=brand_of(owner))


@sample("pk", under=("api/v1/tasks/", "brands/<int:brand_id>/tasks/"), model=Task, shared=True)
def task(owner):
    return TaskFactory(project__brand=brand_of(owner))


@sample("pk", under=("api/v1/contracts/", f"{API}contracts/", f"{PAGES}contracts/"), model=Contract, shared=True)
def contract(owner):
    return make_contract(brand_of(owner))


@sample("contract_id", under="api/v1/contracts/", shared=True)
def contract_out(owner):
    return signer(owner).contract


@sample("pk", under="api/v1/contracts/<int:contract_id>/signers/", model=ContractSigner, shared=True)
@sample("signer_id", under=f"{PAGES}contracts/", model=ContractSigner, shared=True)
def signer(owner):
    known = ContractSigner.objects.filter(contract__brand=brand_of(owner)).first()
    if known is not None:
        return known
    out = send_contract(
        user=owner,
        contract=make_contract(brand_of(owner)),
        signers=[{"name": "김서명", "email": "signer@example.com"}],
    )
    return out.signers.get()


@sample("token", under=("api/v1/contracts/sign/", "sign/"), is_object=False)
def signing_token(owner):
    return token_of(signer(owner))


@sample("code", under="brands/<int:brand_id>/projects/suggestions/", is_object=False)
def suggestion_code(owner):
    return "first_kpi"


@sample("pk", under=("api/v1/brands/<int:pk>", "admin/brands/brand/"), model=Brand, shared=True)
def brand_itself(owner):
    return brand_of(owner)


@sample("step", under="brands/<int:brand_id>/register/", is_object=False)
def registration_step(owner):
    return "2"


@sample("pk", under="brands/<int:brand_id>/register/proposals/", model=BrandSuggestion, shared=True)
def proposal(owner):
    return BrandSuggestion.objects.get_or_create(
        brand=brand_of(owner), field="slogan", status="open", defaults={"value": "오래 갑니다", "engine": "builtin"}
    )[0]


@sample("file_id", under="brands/import/", model=StoredFile)
def import_file(owner):
    """A file that was imported, with the job that did it."""
    content = b"brand_name,category\nNarae,Food\n"
    file = store_file(content=content, filename="b.csv", owner=owner, purpose="brand-import", limits=TABLE_LIMITS)
    enqueue_job("brand.import", user=owner, params={"file_id": str(file.pk), "mapping": None})
    return file


@sample("file_id", under=f"{PAGES}kpis/import/", model=StoredFile, shared=True)
def kpi_file(owner):
    """A table that waits to be entered."""
    return store_file(
        content=b"date,followers\n2026-01-01,5\n",
        filename="kpis.csv",
        owner=owner,
        brand_id=brand_of(owner).pk,
        purpose="kpi-import",
        limits=TABLE_LIMITS,
    )
