"""Brand DNA and presets as pages."""

import re

import pytest

from accounts.tests.factories import UserFactory
from brands import brand_checks
from brands.brand_checks import OffBrand, register_check
from brands.engine.dna import AXES
from brands.models import BrandDna, DnaPreset
from brands.services.dna import save_dna
from brands.tests.factories import BrandFactory, make_dna, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def brand():
    return BrandFactory(user=UserFactory(name="김하나"), brand_name="한빛정밀")


@pytest.fixture
def browser(client, brand):
    client.cookies["artnex_language"] = "en"
    client.force_login(brand.user)
    return client


@pytest.fixture
def dna(brand):
    return make_dna(user=brand.user, brand=brand)


def fields(dna, **changes):
    return {"name": dna.name, "version": dna.version, "note": "", **dna.axes} | changes


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


# ── beginning ──────────────────────────────────────────────────────────────────────────────────────
def test_brand_without_dna_is_led_to_a_preset_and_from_there_to_the_editor(browser, brand):
    empty = browser.get(f"/brands/{brand.pk}/dna/")
    assert "No Brand DNA yet" in text_of(empty)
    start = browser.get(f"/brands/{brand.pk}/dna/new/")
    assert "Luxury Fashion" in text_of(start)
    luxury = DnaPreset.objects.get(name="Luxury Fashion")
    made = browser.post(f"/brands/{brand.pk}/dna/new/", {"name": "한빛", "preset": luxury.pk})
    dna = BrandDna.objects.get(brand=brand)
    assert made["Location"] == f"/brand-dna/{dna.pk}/"
    assert dna.axes == luxury.axes
    assert browser.get(f"/brands/{brand.pk}/dna/")["Location"] == f"/brand-dna/{dna.pk}/"


def test_somebody_elses_preset_cannot_be_chosen(browser, brand):
    foreign = DnaPreset.objects.create(user=UserFactory(), name="Theirs")
    answer = browser.post(f"/brands/{brand.pk}/dna/new/", {"name": "x", "preset": foreign.pk})
    assert answer.status_code == 422
    assert not BrandDna.objects.exists()


def test_dna_without_a_brand_has_its_own_place(browser):
    preset = DnaPreset.objects.get(name="Modern Tech")
    made = browser.post("/brand-dna/new/", {"name": "Trial", "preset": preset.pk})
    page = browser.get(made["Location"])
    assert "Trial" in text_of(page)
    assert "Trial" in text_of(browser.get("/brand-dna/"))


# ── the editor ─────────────────────────────────────────────────────────────────────────────────────
def test_saving_makes_a_version_with_its_note(browser, dna):
    answer = browser.post(f"/brand-dna/{dna.pk}/", fields(dna, energy="0.8", note="livelier"))
    assert answer["Location"] == f"/brand-dna/{dna.pk}/"
    assert dna.versions.get(number=2).note == "livelier"
    assert "livelier" in text_of(browser.get(f"/brand-dna/{dna.pk}/versions/"))


def test_wrong_value_is_said_beside_its_field_and_keeps_what_was_typed(browser, dna):
    answer = browser.post(f"/brand-dna/{dna.pk}/", fields(dna, energy="1.5", note="too much"))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "id_energy_error" in html
    assert 'value="1.5"' in html
    assert "too much" in html
    assert BrandDna.objects.get(pk=dna.pk).version == 1


def test_without_script_a_preview_saves_nothing(browser, dna):
    page = browser.post(f"/brand-dna/{dna.pk}/", fields(dna, warmth="0.9", preview="1"))
    assert page.status_code == 200
    assert "warmth=0.9" in page.content.decode()
    assert BrandDna.objects.get(pk=dna.pk).version == 1


def test_second_tab_gets_409_and_both_sides_to_choose_from(browser, brand, dna):
    other = UserFactory(name="이두리")
    save_dna(user=make_member(brand, "editor", other), dna=dna, axes={"energy": 0.9, "warmth": 0.2}, note="theirs")
    answer = browser.post(f"/brand-dna/{dna.pk}/", fields(dna, energy="0.1", density="0.3", note="mine"))
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "이두리 saved version 2" in text_of(answer)
    assert re.search(r'name="version" value="2"', html)
    chosen = dict(re.findall(r'type="radio" name="(\w+)" value="([\d.]+)"[^>]* checked', html))
    assert chosen == {"energy": "0.1", "density": "0.3", "warmth": "0.2"}  # each side's own change; mine where both did
    assert text_of(answer).count("both changed") == 1
    assert 'value="mine"' in html
    merged = fields(dna, version=2, **chosen, note="mine")
    assert browser.post(f"/brand-dna/{dna.pk}/", merged).status_code == 302
    dna.refresh_from_db()
    assert (dna.version, dna.energy, dna.density, dna.warmth) == (3, 0.1, 0.3, 0.2)


def test_viewer_looks_editor_changes_stranger_finds_nothing(client, brand, dna):
    client.cookies["artnex_language"] = "en"
    client.force_login(make_member(brand, "viewer"))
    page = client.get(f"/brand-dna/{dna.pk}/")
    assert "data-dna-editor" not in page.content.decode()
    assert "You may look at this Brand DNA" in text_of(page)
    assert client.post(f"/brand-dna/{dna.pk}/", fields(dna, energy="0.8")).status_code == 403
    assert client.get(f"/brand-dna/{dna.pk}/versions/1/restore/")["Location"] == f"/brand-dna/{dna.pk}/"
    client.force_login(UserFactory())
    assert client.get(f"/brand-dna/{dna.pk}/").status_code == 404
    assert client.post(f"/brand-dna/{dna.pk}/", fields(dna)).status_code == 404


def test_comments_stand_under_the_editor(browser, dna):
    assert browser.post(f"/brand-dna/{dna.pk}/comments/", {"body": " "}).status_code == 422
    answer = browser.post(f"/brand-dna/{dna.pk}/comments/", {"body": "<b>warmer</b>"})
    assert answer["Location"] == f"/brand-dna/{dna.pk}/#comments"
    assert "&lt;b&gt;warmer&lt;/b&gt;" in browser.get(f"/brand-dna/{dna.pk}/").content.decode()


def test_editor_says_what_no_longer_fits(browser, dna, monkeypatch):
    monkeypatch.setattr(brand_checks, "_checks", {})
    assert "Nothing to check yet" in text_of(browser.get(f"/brand-dna/{dna.pk}/"))
    register_check("posters", "Posters", lambda brand, user: [OffBrand("Spring", "/x/", "The blue is gone.")])
    register_check("texts", "Texts", lambda brand, user: [])
    page = text_of(browser.get(f"/brand-dna/{dna.pk}/"))
    assert "Spring Posters The blue is gone." in page
    assert "Texts everything fits" in page


# ── versions, comparison, export ───────────────────────────────────────────────────────────────────
def test_versions_are_compared_and_restored(browser, brand, dna):
    save_dna(user=brand.user, dna=dna, axes={"energy": 0.75})
    page = text_of(browser.get(f"/brand-dna/{dna.pk}/compare/"))
    assert "Energy 0.50 0.75 +0.25 lively" in page
    assert "motion.duration 260ms 200ms" in page
    assert browser.get(f"/brand-dna/{dna.pk}/compare/?v1=7").status_code == 404
    assert "comes back as version 3" in text_of(browser.get(f"/brand-dna/{dna.pk}/versions/1/restore/"))
    browser.post(f"/brand-dna/{dna.pk}/versions/1/restore/")
    dna.refresh_from_db()
    assert (dna.version, dna.energy) == (3, 0.5)


def test_exports_are_shown_and_downloaded(browser, dna):
    page = browser.get(f"/brand-dna/{dna.pk}/export/").content.decode()
    assert "--color-primary:" in page
    css = browser.get(f"/brand-dna/{dna.pk}/export/?format=css")
    assert css["Content-Disposition"] == f'attachment; filename="brand-dna-{dna.pk}-v1.css"'


def test_preview_stylesheet_dresses_one_class_and_takes_nothing_else(browser):
    css = browser.get("/brand-dna/preview.css?scope=dna-a&energy=2&warmth=nan&density=x").content.decode()
    assert css.startswith(".dna-a {")
    assert "--motion-duration: 140ms" in css  # energy 1
    assert browser.get("/brand-dna/preview.css?scope=a}*{color:red").status_code == 404


# ── presets ────────────────────────────────────────────────────────────────────────────────────────
def test_preset_is_made_of_a_dna_found_changed_and_deleted(browser, dna):
    browser.post(f"/brand-dna/{dna.pk}/preset/", {"name": "Our start", "description": "for all", "is_shared": "on"})
    preset = DnaPreset.objects.get(name="Our start")
    assert (preset.axes, preset.is_shared) == (dna.axes, True)
    page = text_of(browser.get("/presets/?q=our+start"))
    assert "Our start shared" in page
    assert "Modern Tech" not in page
    browser.post(f"/presets/{preset.pk}/", {"name": "Start", "description": ""})
    preset.refresh_from_db()
    assert (preset.name, preset.is_shared) == ("Start", False)
    browser.post(f"/presets/{preset.pk}/delete/")
    assert not DnaPreset.objects.filter(pk=preset.pk).exists()
    assert browser.get(f"/presets/{DnaPreset.objects.get(name='Modern Tech').pk}/").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_pages_take_a_bounded_number_of_queries(browser, brand, dna, count, django_assert_max_num_queries):
    for step in range(count):
        dna = save_dna(user=brand.user, dna=dna, axes=dict.fromkeys(AXES, step / 10))
    for address in (f"/brand-dna/{dna.pk}/", f"/brand-dna/{dna.pk}/versions/", "/brand-dna/", "/presets/"):
        with django_assert_max_num_queries(16 if address.endswith(f"{dna.pk}/") else 12):
            assert browser.get(address).status_code == 200
