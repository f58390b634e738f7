"""The guideline says what the brand has decided, and nothing it has not."""

import pypdfium2
import pytest
from django.test import Client

from artnex.files.models import StoredFile
from artnex.jobs.models import Job
from artnex.jobs.testing import run_queued_jobs
from brands.engine.guideline import dos_and_donts, swatch_of
from brands.queries.guideline import PURPOSE, documents_of
from brands.services.guideline import build_guideline
from brands.tests.factories import BrandFactory, make_dna, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def brand():
    fields = {"slogan": "마이크론까지 정확하게", "voice": "짧고 분명하게 말합니다.", "palette": ["#1F3A8A", "#FFE08A"]}
    brand = BrandFactory(brand_name="한빛정밀", **fields)
    make_dna(user=brand.user, brand=brand, density=0.1, energy=0.9)
    return brand


def browser_of(user):
    browser = Client()
    browser.cookies["artnex_language"] = "en"
    browser.force_login(user)
    return browser


def text_of(pdf):
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def test_ink_is_the_more_legible_and_light_colours_are_not_for_text():
    dark, light = swatch_of("#1F3A8A"), swatch_of("#FFE08A")
    assert (dark.ink, light.ink) == ("#FFFFFF", "#000000")
    assert (dark.is_for_text, light.is_for_text) == (True, False)


def test_only_decided_axes_make_rules():
    axes = dict.fromkeys(("density", "warmth", "playfulness", "sophistication", "energy"), 0.5)
    assert dos_and_donts(axes) == ([], [])
    low, high = dos_and_donts(axes | {"density": 0.1}), dos_and_donts(axes | {"density": 0.9})
    assert len(low[0]) == len(low[1]) == 1
    assert low != high


@pytest.mark.parametrize(("language", "word"), [("ko", "한빛정밀"), ("en", "guideline")])
def test_document_holds_what_was_decided(brand, language, word):
    text = text_of(build_guideline(brand=brand, language=language))
    for part in (word, "마이크론까지 정확하게", "#1F3A8A", "type.size"):
        assert part in text


def test_document_is_made_by_the_page_and_kept_for_the_team(brand):
    browser, page = browser_of(brand.user), f"/brands/{brand.pk}/guideline/"
    assert browser.post(f"{page}pdf/", {"language": "en"}).status_code == 302
    run_queued_jobs()
    assert Job.objects.get(kind="brand.guideline").status == "succeeded"
    assert [file.purpose for file in documents_of(brand)] == [PURPOSE]
    viewer = browser_of(make_member(brand, "viewer"))
    text = viewer.get(page).content.decode()
    assert ".pdf" in text
    assert "PDF in English" not in text
    assert viewer.post(f"{page}pdf/", {"language": "en"}).status_code == 403
    assert StoredFile.objects.filter(purpose=PURPOSE).count() == 1


def test_empty_brand_has_a_guideline_too():
    brand = BrandFactory()
    text = browser_of(brand.user).get(f"/brands/{brand.pk}/guideline/").content.decode()
    assert "No palette has been chosen yet." in text
