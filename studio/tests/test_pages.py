"""The studio's pages: making, history, library."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from artnex.ai.tests.servers import PNG
from artnex.jobs.testing import run_queued_jobs
from brands.tests.factories import BrandFactory, make_member
from studio.models import Asset, Generation
from studio.tests.factories import make_asset, make_generation

pytestmark = pytest.mark.django_db


@pytest.fixture
def brand():
    return BrandFactory(brand_name="온담")


@pytest.fixture
def owner(client, brand, monkeypatch):
    def wait(job, _seconds):
        run_queued_jobs()
        job.refresh_from_db()
        return job

    monkeypatch.setattr("studio.views.generation.wait_for_job", wait)
    client.force_login(brand.user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_a_text_is_written_shown_used_again_and_written_anew(owner, brand):
    given = {"prompt": "온열 매트 소개", "brand_id": brand.pk, "max_tokens": "150", "keywords": "겨울, 캠핑"}
    answer = owner.post("/studio/", given)
    entry = Generation.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/studio/history/{entry.pk}/"
    page = owner.get(answer["Location"]).content.decode()
    assert "온담" in page
    assert "Version 2" in page
    form = owner.get(f"/studio/?again={entry.pk}").content.decode()
    assert "온열 매트 소개" in form
    assert "겨울, 캠핑" in form
    owner.post(f"/studio/history/{entry.pk}/another/")
    texts = Generation.objects.values_list("text", flat=True)
    assert len(set(texts)) == 2


def test_a_picture_is_drawn_and_stands_in_the_library(owner, brand):
    given = {"prompt": "겨울 캠핑", "brand_id": brand.pk, "size": "1024x1024", "quality": "standard", "style": "rings"}
    answer = owner.post("/studio/image/", given)
    entry = Generation.objects.get()
    assert answer["Location"] == f"/studio/history/{entry.pk}/"
    assert f"/studio/library/{entry.asset_id}/" in owner.get("/studio/library/").content.decode()
    assert "drawn by rules" in owner.get(f"/studio/library/{entry.asset_id}/").content.decode()


def test_what_was_typed_stays_when_something_is_wrong(owner):
    page = owner.post("/studio/", {"prompt": "남는 글", "brand_id": "999999", "max_tokens": "150"})
    assert page.status_code == 422
    assert "남는 글" in page.content.decode()


def test_the_button_says_what_it_costs(owner, settings):
    assert "free" in owner.get("/studio/price/?kind=text&engine=builtin").content.decode()
    assert "free" in owner.get("/studio/price/?kind=image").content.decode()
    unknown = owner.get("/studio/price/?kind=text&engine=nobody")
    assert "price unknown" in unknown.content.decode()


def test_files_are_uploaded_described_and_deleted(owner, brand):
    file = SimpleUploadedFile("dot.png", PNG)
    answer = owner.post("/studio/library/upload/", {"file": file, "brand_id": brand.pk, "title": "점", "tags": "a, b"})
    asset = Asset.objects.get()
    assert answer["Location"] == f"/studio/library/{asset.pk}/"
    owner.post(f"/studio/library/{asset.pk}/edit/", {"title": "<b>점</b>", "tags": "c"})
    page = owner.get(f"/studio/library/{asset.pk}/").content.decode()
    assert "&lt;b&gt;점&lt;/b&gt;" in page
    owner.post(f"/studio/library/{asset.pk}/delete/")
    assert not Asset.objects.exists()


def test_a_file_of_a_wrong_kind_is_refused_beside_its_field(owner):
    page = owner.post("/studio/library/upload/", {"file": SimpleUploadedFile("x.png", b"no picture")})
    assert page.status_code in {415, 422}
    assert not Asset.objects.exists()


def test_a_viewer_looks_and_does_not_make(owner, brand, client):
    entry = make_generation(brand.user, brand=brand)
    client.force_login(make_member(brand, "viewer"))
    assert client.get(f"/studio/history/{entry.pk}/").status_code == 200
    assert client.get(f"/studio/history/{entry.pk}/delete/").status_code == 403


@pytest.mark.parametrize("path", ["history/", "library/", ""])
def test_pages_ask_a_bounded_number_of_queries(owner, brand, path, django_assert_max_num_queries):
    for _row in range(3):
        make_generation(brand.user, brand=brand, content_type="image", asset=make_asset(brand.user, brand=brand))
    owner.get("/jobs/")  # what is read once for each process
    with django_assert_max_num_queries(14):
        assert owner.get(f"/studio/{path}").status_code == 200
