"""The Brand DNA editor in a browser: the preview follows at once, and two tabs do not overwrite each other."""

import pytest
from playwright.sync_api import expect

from brands.engine.dna import tokens_for
from brands.models import BrandDna
from brands.tests.factories import BrandFactory, make_dna

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TIME_TO_PREVIEW = """async () => {
  const slider = document.querySelector('[data-dna-slider="energy"]');
  const preview = document.querySelector('[data-dna-preview]');
  const begin = performance.now();
  slider.value = 0.9;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  while (preview.style.getPropertyValue("--motion-duration") !== "164ms") await new Promise(requestAnimationFrame);
  return performance.now() - begin;
}"""
PRIMARY = (
    """() => getComputedStyle(document.querySelector(".dna-preview")).getPropertyValue("--color-primary").trim()"""
)


@pytest.fixture
def dna(person):
    return make_dna(user=person, brand=BrandFactory(user=person, brand_name="한빛정밀"))


def test_preview_follows_the_slider_keyboard_and_number_within_100_ms(open_page, log_in, person, dna):
    page = log_in(open_page("/"), person)
    page.goto(f"/brands/{dna.brand_id}/dna/")
    assert page.evaluate(PRIMARY) == dna.tokens["color.primary"]
    assert page.evaluate(TIME_TO_PREVIEW) < 100
    slider = page.locator('[data-dna-slider="warmth"]')
    slider.focus()
    slider.press("End")
    expect(page.get_by_label("Warmth", exact=True)).to_have_value("1")
    assert page.evaluate(PRIMARY) == tokens_for(dna.axes | {"energy": 0.9, "warmth": 1.0})["color.primary"]
    page.get_by_label("Density", exact=True).fill("0.25")
    expect(page.locator('[data-dna-slider="density"]')).to_have_value("0.25")
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.get_by_text("Saved as version 2.")).to_be_visible()
    stored = BrandDna.objects.get(pk=dna.pk)
    assert (stored.density, stored.warmth, stored.energy) == (0.25, 1.0, 0.9)


def test_preset_is_tried_and_taken_back(open_page, log_in, person, dna):
    page = log_in(open_page("/", size="phone"), person)
    page.goto(f"/brand-dna/{dna.pk}/")
    page.get_by_role("link", name="Friendly Casual").click()
    expect(page.get_by_label("Playfulness", exact=True)).to_have_value("0.85")
    page.get_by_role("button", name="Reset").click()
    expect(page.get_by_label("Playfulness", exact=True)).to_have_value("0.5")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_second_tab_merges_instead_of_overwriting(open_page, log_in, person, dna):
    first = log_in(open_page("/"), person)
    first.goto(f"/brand-dna/{dna.pk}/")
    second = first.context.new_page()
    second.goto(f"/brand-dna/{dna.pk}/")
    first.get_by_label("Energy", exact=True).fill("0.9")
    first.get_by_role("button", name="Save as a new version").click()
    expect(first.get_by_text("Saved as version 2.")).to_be_visible()
    second.get_by_label("Density", exact=True).fill("0.1")
    second.get_by_role("button", name="Save as a new version").click()
    expect(second.get_by_role("alert")).to_contain_text("Somebody else saved in the meantime")
    second.get_by_role("button", name="Save the merged version").click()
    expect(second.get_by_text("Saved as version 3.")).to_be_visible()
    stored = BrandDna.objects.get(pk=dna.pk)
    assert (stored.energy, stored.density) == (0.9, 0.1)


def test_without_script_numbers_and_preview_button_do(open_page, log_in, person, dna):
    page = log_in(open_page("/", script=False), person)
    page.goto(f"/brand-dna/{dna.pk}/")
    page.get_by_label("Warmth", exact=True).fill("0.9")
    with page.expect_navigation():
        page.get_by_role("button", name="Preview").click()
    expect(page.get_by_label("Warmth", exact=True)).to_have_value("0.9")
    assert page.evaluate(PRIMARY) == tokens_for(dna.axes | {"warmth": 0.9})["color.primary"]
    assert BrandDna.objects.get(pk=dna.pk).version == 1
