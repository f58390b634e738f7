"""A contract from sending to the signed PDF: by typed name and drawing, without an account, without script."""

import io

import pikepdf
import pytest

from brands.services.signing import send_contract
from brands.tests.factories import BrandFactory, make_contract

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def contract(person):
    return make_contract(BrandFactory(user=person), contract_name="Supply agreement")


@pytest.fixture
def link(contract, person, link_in_mail):
    """The path in the mail of the one person who signs."""
    send_contract(user=person, contract=contract, signers=[{"name": "Lee Signer", "email": "lee@example.com"}])
    return link_in_mail()


def status_of(contract):
    contract.refresh_from_db()
    return contract.status


def test_sent_signed_by_drawing_and_downloaded(open_page, log_in, person, contract, link_in_mail):
    team = log_in(open_page("/login/"), person)
    team.goto(f"/brands/{contract.brand_id}/contracts/{contract.pk}/")
    team.get_by_role("link", name="Send for signature").click()
    team.get_by_label("Signer 1: name").fill("Lee Signer")
    team.get_by_label("Signer 1: e-mail address").fill("lee@example.com")
    team.get_by_role("button", name="Send", exact=True).click()
    team.get_by_text("Nobody has been asked").wait_for(state="detached")
    page = open_page(link_in_mail(), size="phone")
    page.get_by_label("Your name as signature").fill("Lee Signer")
    pad = page.locator("canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 70, steps=6)
    page.mouse.up()
    assert page.locator("[data-signature-value]").input_value().startswith("data:image/png")
    page.get_by_label("I have read the document and sign it.").check()
    page.get_by_role("button", name="Sign", exact=True).click()
    page.wait_for_url("**/sign/signed/")
    assert status_of(contract) == "signed"
    assert bytes(contract.signers.get().drawing)
    team.reload()
    with team.expect_download() as download:
        team.get_by_role("link", name="Supply agreement-signed.pdf").click()
    with pikepdf.open(io.BytesIO(download.value.path().read_bytes())) as document:
        assert len(document.pages) == 2


def test_drawing_can_be_taken_back(open_page, link):
    page = open_page(link)
    box = page.locator("canvas").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + 40, steps=4)
    page.mouse.up()
    assert page.locator("[data-signature-value]").input_value()
    page.get_by_role("button", name="Draw again").click()
    assert page.locator("[data-signature-value]").input_value() == ""


def test_signed_without_script(open_page, contract, link):
    page = open_page(link, script=False)
    assert not page.locator("canvas").is_visible()
    page.get_by_label("Your name as signature").fill("Lee Signer")
    page.get_by_label("I have read the document and sign it.").check()
    page.get_by_role("button", name="Sign", exact=True).click()
    page.wait_for_url("**/sign/signed/")
    assert status_of(contract) == "signed"


def test_declined_with_a_reason(open_page, contract, link):
    page = open_page(link)
    page.get_by_role("link", name="I do not want to sign").click()
    page.get_by_label("Why do you not sign?").fill("The amount is wrong.")
    page.get_by_role("button", name="Decline", exact=True).click()
    page.wait_for_url("**/sign/declined/")
    assert status_of(contract) == "draft"
    assert page.goto(link).status == 410
