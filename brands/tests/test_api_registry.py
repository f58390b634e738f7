"""Brands over the API: list, detail, writing, logo; the fast way says what the view says."""

import io
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client
from PIL import Image

from accounts.permissions import role_book
from accounts.services.sessions import open_api_session
from accounts.tests.factories import UserFactory
from artnex.errors import Conflict
from artnex.testing.people import new_user
from brands.models import Brand
from brands.services.brands import MAX_BRANDS, create_brand
from brands.tests.factories import BrandFactory, make_member

pytestmark = pytest.mark.django_db
BODY = {"brand_name": "한빛정밀", "category": "기계부품"}


@pytest.fixture
def owner():
    return UserFactory()


def client_of(user):
    return Client(headers={"authorization": f"Bearer {open_api_session(user=user).access_token}"})


@pytest.fixture
def api(owner):
    return client_of(owner)


def post(api, body, path="/api/v1/brands"):
    return api.post(path, body, content_type="application/json")


def picture(kind="PNG", size=(40, 20)):
    content = io.BytesIO()
    Image.new("RGB", size, "navy").save(content, kind)
    return content.getvalue()


def test_create_answers_with_the_whole_brand_and_its_place(api, owner):
    answer = post(
        api,
        BODY
        | {"brand_name": "  한빛  정밀 ", "keywords": ["정밀", " 정밀 ", "기어"], "palette": ["#0a1b2c"], "unknown": 1,
           "website": "www.hanbit.co.kr", "tone_manner": {"mood": "차분한"}},
    )  # fmt: skip
    data = answer.json()["data"]
    assert answer.status_code == 201
    assert answer["Location"] == f"/api/v1/brands/{data['id']}"
    assert data["brand_name"] == "한빛 정밀"
    assert data["keywords"] == ["정밀", "기어"]
    assert data["palette"] == ["#0A1B2C"]
    assert data["website"] == "https://www.hanbit.co.kr"
    assert (data["user_id"], data["my_role"], data["logo_url"]) == (owner.pk, "owner", None)
    assert api.get(answer["Location"]).json()["data"] == data


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"brand_name": "   "}, "brand_name"),
        ({"brand_name": "가"}, "brand_name"),
        ({"brand_name": "가" * 201}, "brand_name"),
        ({"brand_name": "<script>alert(1)</script>"}, "brand_name"),
        ({"brand_name": "abc\u202edef"}, "brand_name"),
        ({"brand_name": "🔥🔥"}, "brand_name"),
        ({"brand_name": None}, "brand_name"),
        ({"category": ""}, "category"),
        ({"category": "가" * 101}, "category"),
        ({"slogan": "가" * 501}, "slogan"),
        ({"mission": "a\x07b"}, "mission"),
        ({"keywords": "정밀"}, "keywords"),
        ({"keywords": ["가" * 51]}, "keywords"),
        ({"keywords": [f"단어{n}" for n in range(51)]}, "keywords"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"palette": ["red"]}, "palette.0"),
        ({"tone_manner": []}, "tone_manner"),
    ],
)
def test_wrong_field_is_named_and_nothing_is_stored(api, change, field):
    answer = post(api, BODY | change)
    assert answer.status_code == 422
    assert [row["field"] for row in answer.json()["error"]["details"]] == [field]
    assert not Brand.objects.exists()


def test_put_and_patch_change_what_is_given(api, owner):
    brand = BrandFactory(user=owner, mission="남는 글")
    for method, slogan in ((api.put, "처음"), (api.patch, "다음")):
        answer = method(f"/api/v1/brands/{brand.pk}", {"slogan": slogan}, content_type="application/json")
        assert answer.status_code == 200
        assert (answer.json()["data"]["slogan"], answer.json()["data"]["mission"]) == (slogan, "남는 글")
    assert api.get("/api/v1/brands?q=다음").json()["pagination"]["total"] == 1


def test_delete_leaves_nothing(api, owner):
    brand = BrandFactory(user=owner)
    assert api.delete(f"/api/v1/brands/{brand.pk}").status_code == 204
    assert api.get(f"/api/v1/brands/{brand.pk}").status_code == 404


def test_brand_101_is_a_conflict(api, owner):
    Brand.objects.bulk_create(BrandFactory.build(user=owner) for _ in range(MAX_BRANDS))
    answer = post(api, BODY)
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "CONFLICT"


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="races need PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_of_several_creations_at_once_one_is_the_hundredth(owner):
    Brand.objects.bulk_create(BrandFactory.build(user=owner) for _ in range(MAX_BRANDS - 1))
    start = threading.Barrier(6)

    def create(_number):
        start.wait()
        try:
            return create_brand(user=owner, fields=BODY).pk
        except Conflict:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        made = [pk for pk in pool.map(create, range(6)) if pk is not None]
    assert len(made) == 1
    assert Brand.objects.filter(user=owner).count() == MAX_BRANDS


def test_roles_on_a_brand(owner):
    brand = BrandFactory(user=owner)
    url = f"/api/v1/brands/{brand.pk}"
    expected = {"editor": (200, 200, 403), "viewer": (200, 403, 403)}
    for role, statuses in expected.items():
        api = client_of(make_member(brand, role))
        assert api.get(url).json()["data"]["my_role"] == role
        patch = api.patch(url, {"slogan": role}, content_type="application/json")
        assert (api.get(url).status_code, patch.status_code, api.delete(url).status_code) == statuses
        assert [row["my_role"] for row in api.get("/api/v1/brands").json()["data"]] == [role]
    stranger = client_of(UserFactory())
    assert stranger.get(url).status_code == 404
    assert stranger.patch(url, {}, content_type="application/json").status_code == 404
    assert stranger.get("/api/v1/brands").json()["data"] == []


def test_global_viewer_may_not_create():
    assert post(client_of(new_user("viewer")), BODY).status_code == 403


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=정밀", ["한빛정밀"]),
        ("search=정밀%20한", ["한빛정밀"]),
        ("q=GREEN", ["Greentech"]),
        ("q=eent", ["Greentech"]),
        ("q=친환", ["Greentech"]),
        ("category=기계부품", ["한빛정밀"]),
        ("keyword=친환경", ["Greentech"]),
        ("keyword=친환", []),
        ("role=owner&ordering=brand_name", ["Greentech", "한빛정밀"]),
        ("role=viewer", []),
        ("ordering=-brand_name", ["한빛정밀", "Greentech"]),
        ("page=2", []),
        ("page_size=1", ["Greentech"]),
        ("skip=1&limit=1", ["한빛정밀"]),
    ],
)
def test_list_narrowed_and_ordered(api, owner, query, names):
    create_brand(user=owner, fields=BODY)
    create_brand(user=owner, fields={"brand_name": "Greentech", "category": "에너지", "keywords": ["친환경"]})
    BrandFactory()
    answer = api.get(f"/api/v1/brands?{query}")
    assert answer.status_code == 200
    assert [row["brand_name"] for row in answer.json()["data"]] == names


@pytest.mark.parametrize("query", ["role=king", "ordering=password", "page=0", "page_size=101", "page=x"])
def test_senseless_query_is_a_bad_request(api, query):
    assert api.get(f"/api/v1/brands?{query}").status_code == 400


def without_moment(answer):
    body = answer.json()
    for row in body["data"] if isinstance(body["data"], list) else [body["data"]]:
        row.pop("logo_url")
    return body["data"], body.get("pagination")


@pytest.mark.parametrize("query", ["", "?page_size=2&page=2", "?skip=1&limit=3", "?page=9"])
def test_the_fast_way_and_the_view_say_the_same(owner, query):
    for _ in range(3):
        BrandFactory(user=owner, keywords=["가", "b"], popularity_index=12.5)
    make_member(BrandFactory(brand_name="남의 것"), "viewer", owner)
    make_member(BrandFactory(brand_name="함께 하는 것"), "editor", owner)
    browser = Client()
    browser.force_login(owner)
    fast, view = client_of(owner).get(f"/api/v1/brands{query}"), browser.get(f"/api/v1/brands{query}")
    assert without_moment(fast) == without_moment(view)
    one = Brand.objects.latest("pk").pk
    assert without_moment(client_of(owner).get(f"/api/v1/brands/{one}")) == without_moment(
        browser.get(f"/api/v1/brands/{one}")
    )


def test_list_and_detail_take_two_statements(owner, django_assert_num_queries):
    brand = BrandFactory(user=owner)
    api = client_of(owner)
    role_book.forget()  # it is read anew every ten seconds: now rather than within the count
    api.get("/api/v1/brands")
    with django_assert_num_queries(2):
        api.get("/api/v1/brands")
    with django_assert_num_queries(2):
        api.get(f"/api/v1/brands/{brand.pk}")


def test_logo_is_kept_replaced_and_removed(api, owner):
    brand = BrandFactory(user=owner)
    url = f"/api/v1/brands/{brand.pk}/logo"
    first = api.post(url, {"file": SimpleUploadedFile("logo.png", picture())})
    assert first.status_code == 200
    link = first.json()["data"]["logo_url"]
    assert api.get(link).status_code == 200
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><script>1</script><path d="M0 0h8v8"/></svg>'
    second = api.post(url, {"file": SimpleUploadedFile("logo.svg", svg)})
    assert second.status_code in {200, 422}
    brand.refresh_from_db()
    assert b"script" not in brand.logo.read()
    assert api.delete(url).status_code == 204
    assert api.get(f"/api/v1/brands/{brand.pk}").json()["data"]["logo_url"] is None


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("logo.png", b"<html>", 415),
        ("logo.png", picture("GIF"), 415),
        ("logo.png", b"\x89PNG\r\n\x1a\nrubbish", 422),
        ("huge.png", picture(size=(8000, 7500)), 413),
    ],
)
def test_bad_logo_is_refused(api, owner, name, content, status):
    brand = BrandFactory(user=owner)
    answer = api.post(f"/api/v1/brands/{brand.pk}/logo", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == status
    brand.refresh_from_db()
    assert brand.logo is None
