"""Places, the sidebar and the command palette."""

import pytest
from django.utils.translation import gettext_lazy as _

from artnex.web import navigation
from artnex.web.navigation import Found, Navigation, Place


@pytest.fixture
def places(monkeypatch):
    monkeypatch.setattr(navigation, "_places", {})
    monkeypatch.setattr(navigation, "_searches", {})
    navigation.register_place(Place(_("Home"), "web:home", order=0, on_phone=True))
    navigation.register_place(Place(_("Profile"), "accounts:profile", section="account", keywords="avatar"))
    navigation.register_place(Place(_("Security"), "accounts:security", section="account"))
    navigation.register_place(Place(_("People"), "accounts:people", section="manage", permission="manage:users"))
    navigation.register_place(Place(_("Create an API key"), "accounts:api_key_new", is_action=True))
    return navigation


def navigation_at(path, user, rf):
    request = rf.get(path)
    request.user = user
    return Navigation(request)


def test_sidebar_shows_only_what_one_may_use(places, person, rf):
    labels = [str(e.place.label) for section in navigation_at("/", person, rf) for e in section.entries]
    assert "Profile" in " ".join(labels) or "프로필" in " ".join(labels)
    assert len(labels) == 3


def test_longest_fitting_place_is_the_current_one(places, person, rf):
    entries = navigation_at("/account/security/password/", person, rf).entries
    assert [e.place.url_name for e in entries if e.current] == ["accounts:security"]


def test_palette_finds_by_korean_english_and_other_words(places, person):
    for words in ("profile", "PROF", "avatar"):
        rows = navigation.look_up(person, words)[0].rows
        assert [row.url for row in rows] == ["/account/"]
    assert navigation.look_up(person, "zzz") == []


def test_palette_tells_places_from_actions(places, person):
    assert [len(group.rows) for group in navigation.look_up(person, "")] == [3, 1]


def test_palette_asks_apps_for_their_objects(places, person):
    navigation.register_search("brands", "Brands", lambda user, text: [Found(f"{text} of {user.name}", "/b/1/")])
    group = navigation.look_up(person, "hana")[-1]
    assert group.rows[0].label == "hana of Kim Page"


@pytest.mark.django_db
def test_palette_answers_with_rows_alone_to_htmx(browser):
    part = browser.get("/go/", {"q": "security"}, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    assert 'role="option"' in part
    whole = browser.get("/go/", {"q": "\x00"}).content.decode()
    assert "<html" in whole
