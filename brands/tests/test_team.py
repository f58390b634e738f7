"""The team of a brand: who comes in, what each may do, and that it counts at once."""

import re

import pytest
from django.core import mail
from django.test import Client
from rest_framework.test import APIClient

from accounts.enums import Plan, Role
from accounts.plans import LIMITS, used_by
from accounts.services.registration import register_user
from accounts.tests.factories import PASSWORD, UserFactory, tokens_of
from artnex.events.models import Event, Notification
from artnex.jobs.testing import run_queued_jobs
from brands.models import Brand, BrandInvitation
from brands.services.brands import MAX_BRANDS
from brands.services.team import role_on
from brands.tests.factories import BrandFactory, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def brand():
    return BrandFactory(brand_name="한빛정밀")


@pytest.fixture
def members(brand):
    return f"/api/v1/brands/{brand.pk}/members"


def program_of(user, **headers):
    token = tokens_of(user).access_token
    return APIClient(headers={"accept-language": "en", "authorization": f"Bearer {token}", **headers})


def browser_of(user):
    browser = Client()
    browser.cookies["artnex_language"] = "en"
    browser.force_login(user)
    return browser


# ── coming in ──────────────────────────────────────────────────────────────────────────────────────
def test_known_person_joins_at_once_and_is_told(brand, members):
    person = UserFactory(email="lee@example.com", language="ko")
    answer = program_of(brand.user).post(members, {"email": " Lee@Example.com ", "role": "editor"}, format="json")
    assert answer.status_code == 201
    row = answer.json()["data"]
    assert (row["user_id"], row["role"], row["status"]) == (person.pk, "editor", "active")
    assert answer["Location"] == f"{members}/{person.pk}"
    assert program_of(person).get(f"/api/v1/brands/{brand.pk}").json()["data"]["my_role"] == "editor"
    assert Notification.objects.filter(user=person, event__name="member.added").exists()
    run_queued_jobs()
    assert mail.outbox[-1].to == ["lee@example.com"]
    assert "한빛정밀" in mail.outbox[-1].subject
    assert f"/brands/{brand.pk}/" in mail.outbox[-1].body


def test_unknown_person_is_invited_and_joins_on_signing_up(brand, members):
    answer = program_of(brand.user).post(members, {"email": "New@example.com", "role": "viewer"}, format="json")
    assert answer.status_code == 201
    assert answer.json()["data"]["status"] == "invited"
    assert answer.json()["data"]["user_id"] is None
    run_queued_jobs()
    assert mail.outbox[-1].to == ["new@example.com"]
    assert "/signup/" in mail.outbox[-1].body
    assert "Hello," in mail.outbox[-1].body
    person = register_user(email="new@example.com", password=PASSWORD, name="New")
    assert role_on(brand, person) == "viewer"
    assert not BrandInvitation.objects.exists()
    assert program_of(person).get(members).status_code == 200


def test_withdrawn_invitation_gives_nothing(brand, members):
    owner = program_of(brand.user)
    number = owner.post(members, {"email": "new@example.com"}, format="json").json()["data"]["invitation_id"]
    assert owner.delete(f"/api/v1/brands/{brand.pk}/invitations/{number}").status_code == 204
    run_queued_jobs()
    assert mail.outbox == []
    assert role_on(brand, register_user(email="new@example.com", password=PASSWORD, name="New")) is None


def test_inviting_again_changes_the_role_and_stays_one(brand, members):
    owner = program_of(brand.user)
    for role in ("viewer", "editor"):
        assert owner.post(members, {"email": "new@example.com", "role": role}, format="json").status_code == 201
    assert [row.role for row in BrandInvitation.objects.all()] == ["editor"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"email": "no address", "role": "editor"}, "email"),
        ({"email": "x@example.com", "role": "owner"}, "role"),
        ({"role": "editor"}, "email"),
        ({"email": "x" * 250 + "@example.com"}, "email"),
    ],
)
def test_wrong_fields_are_named(brand, members, body, field):
    answer = program_of(brand.user).post(members, body, format="json")
    assert answer.status_code == 422
    assert [row["field"] for row in answer.json()["error"]["details"]] == [field]


def test_owner_is_no_member(brand, members):
    answer = program_of(brand.user).post(members, {"email": brand.user.email, "role": "viewer"}, format="json")
    assert answer.status_code == 409


# ── who may ────────────────────────────────────────────────────────────────────────────────────────
def test_team_reads_and_only_the_owner_changes(brand, members):
    people = {role: make_member(brand, role) for role in ("editor", "viewer")}
    other = make_member(brand, "viewer")
    for person in people.values():
        program = program_of(person)
        assert len(program.get(members).json()["data"]) == 4
        assert program.post(members, {"email": "x@example.com"}, format="json").status_code == 403
        assert program.post(members, {"nonsense": 1}, format="json").status_code == 403
        assert program.patch(f"{members}/{other.pk}", {"role": "editor"}, format="json").status_code == 403
        assert program.delete(f"{members}/{other.pk}").status_code == 403
        assert program.post(f"/api/v1/brands/{brand.pk}/transfer", {"user_id": person.pk}, "json").status_code == 403
    stranger = program_of(UserFactory())
    assert stranger.get(members).status_code == 404
    assert stranger.post(members, {"email": "x@example.com"}, format="json").status_code == 404
    assert role_on(brand, other) == "viewer"


def test_demoted_owner_may_not_change_the_team(brand, members):
    brand.user.groups.clear()
    brand.user = type(brand.user).objects.get(pk=brand.user_id)
    assert brand.user.role == Role.VIEWER
    assert program_of(brand.user).post(members, {"email": "x@example.com"}, format="json").status_code == 403


def test_role_counts_at_once(brand, members):
    person = make_member(brand, "viewer")
    program, owner = program_of(person), program_of(brand.user)
    address = f"/api/v1/brands/{brand.pk}"
    assert program.patch(address, {"slogan": "a"}, format="json").status_code == 403
    assert owner.patch(f"{members}/{person.pk}", {"role": "editor"}, format="json").json()["data"]["role"] == "editor"
    assert program.patch(address, {"slogan": "a"}, format="json").status_code == 200
    assert owner.delete(f"{members}/{person.pk}").status_code == 204
    assert program.get(address).status_code == 404
    assert owner.delete(f"{members}/{person.pk}").status_code == 404


def test_leaving_is_open_to_all_but_the_owner(brand, members):
    person = make_member(brand, "viewer")
    assert program_of(person).delete(f"{members}/{person.pk}").status_code == 204
    assert role_on(brand, person) is None
    assert Notification.objects.filter(user=brand.user, event__name="member.removed").exists()
    assert program_of(brand.user).delete(f"{members}/{brand.user_id}").status_code == 409


# ── handing over ───────────────────────────────────────────────────────────────────────────────────
def test_brand_is_handed_over_to_an_editor(brand):
    editor, viewer, former = make_member(brand, "editor"), make_member(brand, "viewer"), brand.user
    address = f"/api/v1/brands/{brand.pk}/transfer"
    owner = program_of(former)
    for user_id in (viewer.pk, UserFactory().pk, 10**12):
        assert owner.post(address, {"user_id": user_id}, format="json").status_code == 422
    assert owner.post(address, {"user_id": editor.pk}, format="json").status_code == 200
    brand = Brand.objects.get(pk=brand.pk)
    assert brand.user == editor
    assert role_on(brand, former) == "editor"
    assert owner.post(address, {"user_id": editor.pk}, format="json").status_code == 403
    assert Event.objects.filter(name="brand.transferred", brand_id=brand.pk).count() == 1


def test_full_account_takes_no_brand(brand):
    editor = make_member(brand, "editor")
    BrandFactory.create_batch(MAX_BRANDS, user=editor)
    answer = program_of(brand.user).post(f"/api/v1/brands/{brand.pk}/transfer", {"user_id": editor.pk}, format="json")
    assert answer.status_code == 409
    assert Brand.objects.get(pk=brand.pk).user_id == brand.user_id


# ── seats ──────────────────────────────────────────────────────────────────────────────────────────
def test_seats_are_counted_by_address_over_all_brands(brand, members):
    limit = LIMITS[Plan.FREE]["seats"]
    owner, twin = program_of(brand.user), BrandFactory(user=brand.user)
    for number in range(limit):
        answer = owner.post(members, {"email": f"p{number}@example.com"}, format="json")
        assert answer.status_code == 201
    answer = owner.post(members, {"email": "one-more@example.com"}, format="json")
    assert answer.status_code == 402
    row = answer.json()["error"]["details"][0]
    assert (row["limit"], row["used"], row["resets_at"]) == (limit, limit, None)
    assert owner.post(f"/api/v1/brands/{twin.pk}/members", {"email": "p1@example.com"}, "json").status_code == 201
    assert used_by(brand.user)["seats"] == limit


# ── pages ──────────────────────────────────────────────────────────────────────────────────────────
def test_owner_manages_the_team_on_its_page(brand):
    page, browser = f"/brands/{brand.pk}/team/", browser_of(brand.user)
    person = UserFactory(name="Park Designer")
    assert browser.post(page, {"email": person.email, "role": "viewer"}).status_code == 302
    browser.post(page, {"email": "new@example.com", "role": "editor"})
    text = browser.get(page).content.decode()
    assert "Park Designer" in text
    assert "new@example.com" in text
    assert "2 of 5 seats" in text
    browser.post(f"{page}{person.pk}/role/", {"role": "editor"})
    assert role_on(brand, person) == "editor"
    withdraw = re.search(r'href="([^"]+invitations/\d+/)"', text)
    browser.post(withdraw[1])
    assert not BrandInvitation.objects.exists()
    browser.post(f"{page}transfer/", {"user_id": person.pk})
    assert Brand.objects.get(pk=brand.pk).user == person
    assert "Add somebody" not in browser.get(page).content.decode()
    assert browser.post(f"{page}leave/")["Location"] == "/"
    assert browser.get(page).status_code == 404


def test_wrong_address_stays_in_the_form(brand):
    answer = browser_of(brand.user).post(f"/brands/{brand.pk}/team/", {"email": "half@", "role": "editor"})
    assert answer.status_code == 422
    assert 'value="half@"' in answer.content.decode()


def test_members_may_look_but_not_manage(brand):
    viewer, other = make_member(brand, "viewer"), make_member(brand, "editor")
    page, browser = f"/brands/{brand.pk}/team/", browser_of(viewer)
    text = browser.get(page).content.decode()
    assert other.name in text
    assert "Add somebody" not in text
    assert browser.post(page, {"email": "x@example.com", "role": "editor"}).status_code == 403
    for path in (f"{other.pk}/role/", f"{other.pk}/remove/", "transfer/"):
        assert browser.get(f"{page}{path}").status_code == 403
    assert browser_of(UserFactory()).get(page).status_code == 404


def test_team_page_costs_the_same_for_few_and_many(brand, django_assert_max_num_queries):
    browser = browser_of(brand.user)
    for _ in range(9):
        make_member(brand, "editor")
    browser.get(f"/brands/{brand.pk}/team/")
    with django_assert_max_num_queries(12):
        browser.get(f"/brands/{brand.pk}/team/")
