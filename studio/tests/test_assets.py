"""The library through the endpoints."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from accounts.tests.factories import UserFactory
from artnex.ai.tests.servers import PNG
from artnex.files.models import StoredFile
from brands.tests.factories import BrandFactory, make_member
from studio.models import Asset, Generation
from studio.tests.factories import make_asset, make_generation

pytestmark = pytest.mark.django_db
UPLOAD, LIBRARY = "/api/v1/assets/upload", "/api/v1/assets/library"


@pytest.fixture
def brand():
    return BrandFactory()


@pytest.fixture
def api(brand):
    client = APIClient()
    client.force_authenticate(brand.user)
    return client


def upload(api, content=PNG, name="dot.png", **fields):
    return api.post(UPLOAD, {"file": SimpleUploadedFile(name, content), **fields}, format="multipart")


def test_a_file_comes_in_and_is_found_by_tag_type_and_words(api, brand):
    answer = upload(api, brand_id=brand.pk, title="겨울 배너", tags=["Winter", "#배너", "winter"])
    assert answer.status_code == 201, answer.json()
    made = answer.json()["data"]
    assert (made["tags"], made["type"], made["source"], made["width"]) == (["Winter", "배너"], "image", "uploaded", 1)
    make_asset(brand.user)
    for query in ({"tag": "winter"}, {"q": "겨울"}, {"brand_id": brand.pk}):
        assert [row["id"] for row in api.get(LIBRARY, query).json()["data"]] == [made["id"]], query
    assert len(api.get(LIBRARY, {"type": "image"}).json()["data"]) == 2
    assert api.get(LIBRARY, {"type": "video"}).json()["data"] == []


@pytest.mark.parametrize(
    ("content", "name", "status"),
    [(b"MZ\x90\x00 program", "x.png", 415), (b"<html></html>", "x.pdf", 415), (b"", "x.png", 422)],
)
def test_what_is_no_picture_is_refused(api, content, name, status):
    assert upload(api, content, name).status_code == status
    assert not Asset.objects.exists()


def test_scripts_in_an_svg_do_not_get_in(api):
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><rect width="9" height="9"/></svg>'
    made = upload(api, drawing, "x.svg").json()["data"]
    assert b"script" not in Asset.objects.get(pk=made["id"]).file.read()


def test_title_and_tags_change_and_nothing_else(api, brand):
    asset = make_asset(brand.user, brand=brand)
    answer = api.patch(
        f"/api/v1/assets/{asset.pk}", {"title": "새 이름", "tags": ["a"], "source": "generated"}, format="json"
    )
    data = answer.json()["data"]
    assert (data["title"], data["tags"], data["source"]) == ("새 이름", ["a"], "uploaded")
    for wrong in ({"title": "가" * 201}, {"title": ""}, {"tags": ["a" * 41]}, {"tags": ["a"] * 21}):
        assert api.patch(f"/api/v1/assets/{asset.pk}", wrong, format="json").status_code == 422


def test_deleting_takes_the_file_and_leaves_the_history(api, brand):
    asset = make_asset(brand.user)
    entry = make_generation(brand.user, content_type="image", asset=asset)
    assert api.delete(f"/api/v1/assets/{asset.pk}").status_code == 204
    assert StoredFile.objects.get(pk=asset.file_id).deleted_at is not None
    assert Generation.objects.get(pk=entry.pk).asset_id is None
    assert api.get("/api/v1/content/history").json()["data"][0]["result"] == ""


def test_a_file_has_its_version(api, brand):
    asset = make_asset(brand.user)
    rows = api.get(f"/api/v1/assets/{asset.pk}/versions").json()["data"]
    assert [(row["version"], row["is_current"], row["sha256"]) for row in rows] == [(1, True, asset.file.sha256)]


def test_assets_follow_their_brand_and_are_nobody_elses(api, brand):
    asset = make_asset(brand.user, brand=brand)
    stranger = APIClient()
    stranger.force_authenticate(UserFactory())
    assert stranger.get(f"/api/v1/assets/{asset.pk}").status_code == 404
    assert upload(stranger, brand_id=brand.pk).status_code == 422
    stranger.force_authenticate(make_member(brand, "viewer"))
    assert stranger.get(f"/api/v1/assets/{asset.pk}").status_code == 200
    assert stranger.patch(f"/api/v1/assets/{asset.pk}", {"title": "x"}, format="json").status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_library_asks_as_many_queries_for_many_rows(api, brand, rows, django_assert_max_num_queries):
    for _row in range(rows):
        make_asset(brand.user, brand=brand)
    with django_assert_max_num_queries(4):
        assert len(api.get(LIBRARY).json()["data"]) == rows


def test_platforms_say_what_they_take(api):
    data = api.get("/api/v1/platforms/x/specifications").json()["data"]
    assert (data["max_text"], data["max_title"]) == (280, None)
    assert api.get("/api/v1/platforms/myspace/specifications").status_code == 404
