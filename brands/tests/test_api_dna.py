"""Brand DNA and presets by the API."""

import threading

import pytest
from django.db import connection
from rest_framework.test import APIClient

from accounts.tests.factories import UserFactory
from artnex.errors import VersionConflict
from artnex.events.models import Event
from brands.engine.dna import AXES
from brands.models import BrandDna, BrandDnaVersion, DnaPreset
from brands.services.dna import save_dna
from brands.tests.factories import BrandFactory, make_dna, make_member

pytestmark = pytest.mark.django_db
MIDDLE = dict.fromkeys(AXES, 0.5)
URL = "/api/v1/brand-dna"


def client_of(user, language="en"):
    client = APIClient(headers={"accept-language": language})
    client.force_login(user)
    return client


@pytest.fixture
def owner():
    return UserFactory(name="김하나")


@pytest.fixture
def api(owner):
    return client_of(owner)


# ── creating and changing ──────────────────────────────────────────────────────────────────────────
def test_created_dna_has_tokens_and_a_first_version(api, owner):
    brand = BrandFactory(user=owner)
    body = {"name": "기본 DNA", "brand_id": brand.pk, "axes": MIDDLE, "note": "first"}
    answer = api.post(URL, body, format="json")
    data = answer.json()["data"]
    assert answer.status_code == 201
    assert answer["Location"] == f"{URL}/{data['id']}"
    assert (data["brand_id"], data["axes"], data["version"]) == (brand.pk, MIDDLE, 1)
    assert data["tokens"]["color.primary"].startswith("#")
    assert [v["note"] for v in api.get(f"{URL}/{data['id']}/versions").json()["data"]] == ["first"]
    assert Event.objects.filter(name="brand_dna.created", brand_id=brand.pk).count() == 1


@pytest.mark.parametrize(
    ("axes", "field", "message"),
    [
        (MIDDLE | {"density": 1.2}, "axes.density", "Density must be between 0.0 and 1.0"),
        (MIDDLE | {"energy": -0.01}, "axes.energy", "Energy must be between 0.0 and 1.0"),
        ({"density": 0.5}, "axes.warmth", "This field is required."),
        (MIDDLE | {"loudness": 0.5}, "axes.loudness", "There is no such axis."),
        (MIDDLE | {"warmth": "hot"}, "axes.warmth", "A valid number is required."),
    ],
)
def test_wrong_axes_are_refused_by_name(api, axes, field, message):
    answer = api.post(URL, {"name": "DNA", "axes": axes}, format="json")
    assert answer.status_code == 422
    assert {"field": field, "message": message} in answer.json()["error"]["details"]
    assert not BrandDna.objects.exists()


def test_patch_merges_axes_and_counts_versions_only_for_changes(api, owner):
    dna = make_dna(user=owner)
    data = api.patch(f"{URL}/{dna.pk}", {"axes": {"warmth": 0.9}, "note": "warmer"}, format="json").json()["data"]
    assert data["axes"] == MIDDLE | {"warmth": 0.9}
    assert data["version"] == 2
    assert data["tokens"] != dna.tokens
    assert api.put(f"{URL}/{dna.pk}", {"axes": {"warmth": 0.9}}, format="json").json()["data"]["version"] == 2
    assert Event.objects.filter(name="brand_dna.updated").count() == 1


@pytest.mark.parametrize("how", ["body", "header"])
def test_stale_version_gets_409_with_what_is_stored_now(api, owner, how):
    dna = make_dna(user=owner)
    save_dna(user=owner, dna=dna, axes={"energy": 0.8})
    body = {"axes": {"density": 0.1}} | ({"version": 1} if how == "body" else {})
    headers = {"if-match": '"1"'} if how == "header" else {}
    answer = api.patch(f"{URL}/{dna.pk}", body, format="json", headers=headers)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (409, "VERSION_CONFLICT")
    assert error["details"][0]["current"]["version"] == 2
    assert error["details"][0]["current"]["axes"]["energy"] == 0.8
    assert api.patch(f"{URL}/{dna.pk}", body | {"version": 2}, format="json").json()["data"]["version"] == 3


@pytest.mark.parametrize("version", ["abc", "-1", "9" * 12])
def test_version_that_is_no_number_is_refused(api, owner, version):
    dna = make_dna(user=owner)
    answer = api.patch(f"{URL}/{dna.pk}", {"axes": {"density": 0}}, format="json", headers={"if-match": version})
    assert answer.status_code == 422


def test_brand_of_somebody_else_is_no_place_for_a_dna(api):
    answer = api.post(URL, {"name": "DNA", "brand_id": BrandFactory().pk, "axes": MIDDLE}, format="json")
    assert answer.status_code == 422
    assert answer.json()["error"]["details"][0]["field"] == "brand_id"


def test_list_has_own_and_the_teams_and_filters_by_brand(api, owner):
    brand = BrandFactory()
    make_member(brand, "viewer", owner)
    shared, own = make_dna(user=brand.user, brand=brand), make_dna(user=owner)
    make_dna(user=UserFactory())
    assert {row["id"] for row in api.get(URL).json()["data"]} == {shared.pk, own.pk}
    assert [row["id"] for row in api.get(f"{URL}?brand_id={brand.pk}").json()["data"]] == [shared.pk]


def test_viewer_reads_editor_writes_stranger_sees_nothing():
    brand = BrandFactory()
    dna = make_dna(user=brand.user, brand=brand)
    viewer, editor = client_of(make_member(brand, "viewer")), client_of(make_member(brand, "editor"))
    body = {"axes": {"density": 0.2}}
    assert viewer.get(f"{URL}/{dna.pk}").status_code == 200
    assert viewer.patch(f"{URL}/{dna.pk}", body, format="json").status_code == 403
    assert viewer.post(f"{URL}/{dna.pk}/comments", {"body": "좋아요"}, format="json").status_code == 403
    assert editor.patch(f"{URL}/{dna.pk}", body, format="json").status_code == 200
    assert editor.delete(f"{URL}/{dna.pk}").status_code == 403
    assert client_of(UserFactory()).get(f"{URL}/{dna.pk}").status_code == 404
    assert client_of(brand.user).delete(f"{URL}/{dna.pk}").status_code == 204
    assert not BrandDna.objects.filter(pk=dna.pk).exists()


def test_somebody_who_may_only_look_creates_neither_dna_nor_preset():
    looker = client_of(UserFactory(role="viewer"))
    body = {"name": "DNA", "axes": MIDDLE}
    assert looker.post(URL, body, format="json").status_code == 403
    assert looker.post("/api/v1/presets", body, format="json").status_code == 403


# ── versions ───────────────────────────────────────────────────────────────────────────────────────
def test_versions_are_compared_axis_by_axis_and_token_by_token(api, owner):
    dna = make_dna(user=owner)
    save_dna(user=owner, dna=dna, axes={"energy": 0.75}, note="livelier")
    data = api.get(f"{URL}/{dna.pk}/compare?v1=1&v2=2").json()["data"]
    assert data["diff"] == dict.fromkeys(AXES, 0.0) | {"energy": 0.25}
    assert (data["v1"]["version"], data["v2"]["version"]) == (1, 2)
    assert data["v2"]["author"] == {"id": owner.pk, "name": "김하나"}
    motion = next(row for row in data["changes"] if row["token"] == "motion.duration")
    assert (motion["from"], motion["to"]) == (260, 200)
    same = api.get(f"{URL}/{dna.pk}/compare?v1=2&v2=2").json()["data"]
    assert (same["diff"], same["changes"]) == (dict.fromkeys(AXES, 0.0), [])


def test_comparison_without_numbers_is_the_last_change_and_unknown_numbers_are_refused(api, owner):
    dna = make_dna(user=owner)
    save_dna(user=owner, dna=dna, axes={"density": 0.0})
    assert api.get(f"{URL}/{dna.pk}/compare").json()["data"]["diff"]["density"] == -0.5
    assert api.get(f"{URL}/{dna.pk}/compare?v1=9").status_code == 404
    assert api.get(f"{URL}/{dna.pk}/compare?v1=x").status_code == 400
    assert api.get(f"{URL}/{dna.pk}/versions/9").status_code == 404


def test_restoring_makes_a_new_version_and_respects_the_one_seen(api, owner):
    dna = make_dna(user=owner)
    save_dna(user=owner, dna=dna, axes={"energy": 1.0})
    assert api.post(f"{URL}/{dna.pk}/versions/1/restore", {"version": 1}, format="json").status_code == 409
    data = api.post(f"{URL}/{dna.pk}/versions/1/restore", {"version": 2}, format="json").json()["data"]
    assert (data["version"], data["axes"]) == (3, MIDDLE)
    newest = api.get(f"{URL}/{dna.pk}/versions/3").json()["data"]
    assert newest["restored_from"] == 1
    assert BrandDnaVersion.objects.filter(dna=dna).count() == 3
    assert api.post(f"{URL}/{dna.pk}/versions/1/restore").status_code == 200


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_once_on_the_same_version_one_wins():
    if connection.vendor != "postgresql":
        pytest.skip("row locks are PostgreSQL's")
    dna = make_dna(user=UserFactory())
    start, results = threading.Barrier(2), []

    def save(value):
        start.wait()
        try:
            results.append(save_dna(user=dna.user, dna=dna, axes={"energy": value}, expected_version=1).version)
        except VersionConflict:
            results.append("conflict")
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(value,)) for value in (0.1, 0.9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, results)) == ["2", "conflict"]
    assert sorted(dna.versions.values_list("number", flat=True)) == [1, 2]


# ── exports and comments ───────────────────────────────────────────────────────────────────────────
def test_exports_are_the_files_themselves(api, owner):
    dna = make_dna(user=owner)
    plain = api.get(f"{URL}/{dna.pk}/export")
    assert plain.json() == {"name": dna.name, "version": 1, "axes": MIDDLE, "tokens": dna.tokens}
    css = api.get(f"{URL}/{dna.pk}/export?format=css", headers={"accept": "text/css"})
    assert css["Content-Type"] == "text/css; charset=utf-8"
    assert css.content.decode().startswith(":root {\n  --border-width: 1.5px;")
    tokens = api.get(f"{URL}/{dna.pk}/export?format=tokens")
    assert tokens.json()["motion"]["duration"]["$value"] == {"value": 260, "unit": "ms"}
    assert "attachment" in tokens["Content-Disposition"]
    assert api.get(f"{URL}/{dna.pk}/export?format=pdf").status_code == 400


def test_comments_are_kept_with_author_and_version(api, owner):
    dna = make_dna(user=owner)
    assert api.post(f"{URL}/{dna.pk}/comments", {"body": "  "}, format="json").status_code == 422
    assert api.post(f"{URL}/{dna.pk}/comments", {"body": "조금 더 따뜻하게"}, format="json").status_code == 201
    (comment,) = api.get(f"{URL}/{dna.pk}/comments").json()["data"]
    assert (comment["body"], comment["version"], comment["author"]["name"]) == ("조금 더 따뜻하게", 1, "김하나")


# ── presets ────────────────────────────────────────────────────────────────────────────────────────
def test_default_presets_are_read_without_login_and_only_read():
    visitor = APIClient(headers={"accept-language": "en"})
    hidden = DnaPreset.objects.create(user=UserFactory(), name="Shared", is_shared=True)
    rows = visitor.get("/api/v1/presets").json()["data"]
    assert [row["name"] for row in rows] == ["Modern Tech", "Luxury Fashion", "Friendly Casual"]
    assert {row["type"] for row in rows} == {"default"}
    assert visitor.get(f"/api/v1/presets/{rows[0]['id']}").json()["data"]["axes"]["warmth"] == 0.15
    assert visitor.get(f"/api/v1/presets/{hidden.pk}").status_code == 404
    assert visitor.post("/api/v1/presets", {"name": "x", "axes": MIDDLE}, format="json").status_code == 401
    member = client_of(UserFactory())
    assert member.patch(f"/api/v1/presets/{rows[0]['id']}", {"name": "x"}, format="json").status_code == 403


def test_own_presets_come_from_axes_or_a_dna_after_the_defaults(api, owner):
    dna = make_dna(user=owner, energy=0.9)
    made = api.post("/api/v1/presets", {"name": "From DNA", "brand_dna_id": dna.pk}, format="json").json()["data"]
    assert (made["type"], made["axes"]["energy"]) == ("custom", 0.9)
    assert api.post("/api/v1/presets", {"name": "Ours", "axes": MIDDLE}, format="json").status_code == 201
    assert [row["type"] for row in api.get("/api/v1/presets").json()["data"]] == ["default"] * 3 + ["custom"] * 2
    assert [row["name"] for row in api.get("/api/v1/presets?search=from").json()["data"]] == ["From DNA"]
    assert api.get("/api/v1/presets?type=custom").json()["pagination"]["total"] == 2
    assert api.get("/api/v1/presets?type=best").status_code == 400
    foreign = make_dna(user=UserFactory())
    assert api.post("/api/v1/presets", {"name": "x", "brand_dna_id": foreign.pk}, format="json").status_code == 422
    assert api.post("/api/v1/presets", {"name": "x"}, format="json").status_code == 422


def test_shared_preset_is_read_by_others_and_changed_by_its_owner_alone(api, owner):
    preset = api.post("/api/v1/presets", {"name": "Ours", "axes": MIDDLE}, format="json").json()["data"]
    other, address = client_of(UserFactory()), f"/api/v1/presets/{preset['id']}"
    assert other.get(address).status_code == 404
    assert api.patch(address, {"is_shared": True, "axes": {"energy": 1}}, format="json").json()["data"]["is_shared"]
    assert other.get(address).json()["data"]["axes"] == MIDDLE | {"energy": 1.0}
    assert other.delete(address).status_code == 403
    assert api.delete(address).status_code == 204
    assert api.get(address).status_code == 404


def test_lists_take_a_bounded_number_of_queries(api, owner, django_assert_max_num_queries):
    for _ in range(3):
        dna = make_dna(user=owner)
        save_dna(user=owner, dna=dna, axes={"energy": 1.0})
    with django_assert_max_num_queries(6):
        assert len(api.get(URL).json()["data"]) == 3
    with django_assert_max_num_queries(7):
        assert len(api.get(f"{URL}/{dna.pk}/versions").json()["data"]) == 2
