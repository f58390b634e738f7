"""Brands and what hangs from them, for tests."""

import io
from datetime import date
from functools import cache

import factory
import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from factory.django import DjangoModelFactory

from accounts.tests.factories import UserFactory
from brands.engine.dna import AXES
from brands.models import Brand, BrandDna, Competitor, Contract, Kpi, Persona, Product, Project, Task
from brands.services.contracts import create_contract
from brands.services.dna import create_dna
from brands.services.team import grant


class BrandFactory(DjangoModelFactory):
    class Meta:
        model = Brand

    user = factory.SubFactory(UserFactory)
    brand_name = factory.Sequence(lambda n: f"한빛정밀 {n}")
    category = "기계부품"
    search_text = factory.LazyAttribute(lambda brand: f"{brand.brand_name}\n{brand.category}".lower())


class KpiFactory(DjangoModelFactory):
    class Meta:
        model = Kpi

    brand = factory.SubFactory(BrandFactory)
    kpi_type = "followers"
    value = 1200
    measurement_date = factory.Sequence(lambda n: date.fromordinal(date(2025, 1, 1).toordinal() + n % 300))


class PersonaFactory(DjangoModelFactory):
    class Meta:
        model = Persona

    brand = factory.SubFactory(BrandFactory)
    persona_name = "구매팀 김 과장"


class CompetitorFactory(DjangoModelFactory):
    class Meta:
        model = Competitor

    brand = factory.SubFactory(BrandFactory)
    competitor_name = factory.Sequence(lambda n: f"경쟁사 {n}")


class ProductFactory(DjangoModelFactory):
    class Meta:
        model = Product

    brand = factory.SubFactory(BrandFactory)
    sku = factory.Sequence(lambda n: f"SKU-{n:04d}")
    name = "정밀 베어링"


class ProjectFactory(DjangoModelFactory):
    class Meta:
        model = Project

    brand = factory.SubFactory(BrandFactory)
    project_name = factory.Sequence(lambda n: f"프로젝트 {n}")


class TaskFactory(DjangoModelFactory):
    class Meta:
        model = Task

    project = factory.SubFactory(ProjectFactory)
    title = factory.Sequence(lambda n: f"할 일 {n}")


def make_dna(*, user, brand=None, **axes) -> BrandDna:
    """A Brand DNA with its first version."""
    return create_dna(user=user, brand=brand, name="기본 DNA", axes=dict.fromkeys(AXES, 0.5) | axes)


def make_member(brand: Brand, role: str, person=None):
    """Somebody who works on the brand as "editor" or "viewer"."""
    person = person or UserFactory()
    grant(brand, person, role)
    return person


@cache
def pdf_bytes() -> bytes:
    """A PDF of one empty page."""
    target = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(target)
    return target.getvalue()


def pdf_upload(name: str = "contract.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf_bytes(), content_type="application/pdf")


def make_contract(brand: Brand, **fields) -> Contract:
    """A contract with a document."""
    given = {"contract_name": "대리점 계약", "counterparty": "다온상사", "file": pdf_upload()}
    return create_contract(user=brand.user, brand=brand, fields=given | fields)
