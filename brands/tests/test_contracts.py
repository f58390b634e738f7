"""Contracts: rights, secrets, signing from the first mail to the sealed document, reminders, races."""

import base64
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pikepdf
import pytest
from cryptography.fernet import Fernet
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image
from rest_framework.test import APIClient

from accounts.services.deletion import delete_account
from accounts.tests.factories import UserFactory
from artnex.errors import Conflict, InvalidState, NotConfigured, NotFound, RateLimited, ValidationFailed
from artnex.events.models import Event, Notification
from artnex.files.models import StoredFile
from artnex.jobs.models import Job
from brands.contract_places import own_contracts
from brands.models import Contract
from brands.queries.facts import facts_of
from brands.services import sealing
from brands.services.brands import delete_brand
from brands.services.contract_reminders import remind_of_contracts
from brands.services.contracts import delete_contract, update_contract
from brands.services.documents import read_document
from brands.services.signing import (
    LinkGone,
    cancel_signing,
    decline_contract,
    remind_signer,
    send_contract,
    sign_contract,
    signer_of,
)
from brands.services.signing_links import token_of
from brands.tests.factories import BrandFactory, make_contract, make_member, pdf_bytes, pdf_upload

SECRET = "단가는 12,345원으로 한다"
TODAY = timezone.localdate
pytestmark = pytest.mark.django_db


def sent(brand=None, people=2, in_order=False):
    brand = brand or BrandFactory()
    signers = [
        {"name": f"서명자 {n}", "email": f"s{n}@example.com", "order": n if in_order else 1}
        for n in range(1, people + 1)
    ]
    return send_contract(user=brand.user, contract=make_contract(brand), signers=signers)


def tokens(contract):
    return [token_of(signer) for signer in contract.signers.all()]


def drawing():
    target = io.BytesIO()
    Image.new("RGBA", (60, 20), (0, 0, 0, 255)).save(target, "PNG")
    return "data:image/png;base64," + base64.b64encode(target.getvalue()).decode()


@pytest.fixture
def client_of():
    """An API client for a person."""

    def make(person):
        client = APIClient()
        client.force_login(person)
        return client

    return make


class TestApi:
    def address(self, brand):
        return f"/api/v1/brands/{brand.pk}/contracts"

    def test_created_with_its_file_read_changed_and_deleted(self, client_of):
        brand = BrandFactory()
        client = client_of(brand.user)
        body = {"contract_name": "공급 계약", "amount": "1500000.50", "sensitive_clause": SECRET, "file": pdf_upload()}
        answer = client.post(self.address(brand), body, format="multipart")
        assert answer.status_code == 201, answer.json()
        row = answer.json()["data"]
        assert (row["status"], row["currency"], row["sensitive_clause"]) == ("draft", "KRW", SECRET)
        file = client.get(f"/api/v1/contracts/{row['id']}/file")
        assert (file.status_code, file.content, file["Content-Type"]) == (200, pdf_bytes(), "application/pdf")
        one = f"{self.address(brand)}/{row['id']}"
        assert client.patch(one, {"status": "signed"}).json()["data"]["status"] == "signed"
        assert client.delete(one).status_code == 204
        assert client.get(one).status_code == 404

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"contract_name": "x" * 201}, "contract_name"),
            ({"contract_name": "  "}, "contract_name"),
            ({"contract_name": "a", "starts_on": "2026-02-02", "ends_on": "2026-02-01"}, "ends_on"),
            ({"contract_name": "a", "amount": -1}, "amount"),
            ({"contract_name": "a", "currency": "won"}, "currency"),
            ({"contract_name": "a\u0000b"}, "contract_name"),
        ],
    )
    def test_bad_fields_are_named_and_nothing_is_stored(self, client_of, fields, field):
        brand = BrandFactory()
        answer = client_of(brand.user).post(self.address(brand), fields, format="json")
        assert answer.status_code == 422
        assert [row["field"] for row in answer.json()["error"]["details"]] == [field]
        assert not Contract.objects.exists()

    def test_clause_is_for_owner_and_editors_alone(self, client_of):
        brand = BrandFactory()
        contract = make_contract(brand, sensitive_clause=SECRET)
        people = {"editor": make_member(brand, "editor"), "viewer": make_member(brand, "viewer")}
        for address in (self.address(brand), f"{self.address(brand)}/{contract.pk}"):
            assert SECRET in client_of(people["editor"]).get(address).content.decode()
            seen = client_of(people["viewer"]).get(address)
            assert seen.status_code == 200
            assert "sensitive_clause" not in seen.content.decode()
        assert SECRET not in str(own_contracts(brand.user))
        assert SECRET not in str(list(Event.objects.values_list("data", flat=True)))
        with connection.cursor() as cursor:
            cursor.execute("SELECT sensitive_clause FROM brands_contract")
            assert SECRET not in cursor.fetchone()[0]

    def test_list_takes_as_many_queries_for_three_as_for_one(self, client_of):
        brand = BrandFactory()
        client, counts = client_of(brand.user), []
        for more in (1, 2):
            for _ in range(more):
                sent(brand)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(self.address(brand)).status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 8

    def test_sent_and_signed_over_the_api(self, client_of):
        brand = BrandFactory()
        contract = make_contract(brand)
        client = client_of(brand.user)
        address = f"/api/v1/contracts/{contract.pk}/send"
        body = {"signers": [{"name": "Kim", "email": "kim@example.com"}]}
        assert client.post(address, {"signers": []}, format="json").status_code == 422
        assert client.post(address, body, format="json").json()["data"]["status"] == "sent"
        assert client.post(address, body, format="json").status_code == 409
        stranger, link = Client(), f"/api/v1/contracts/sign/{tokens(contract)[0]}"
        assert stranger.get(link).json()["data"]["document_sha256"] == contract.file_sha256
        sign = {"name": "Kim", "agree": False}
        assert stranger.post(link, sign, content_type="application/json").status_code == 422
        done = stranger.post(link, sign | {"agree": True}, content_type="application/json")
        assert (done.status_code, done.json()["data"]["status"]) == (200, "signed")
        assert stranger.post(link, sign | {"agree": True}, content_type="application/json").status_code == 410
        assert stranger.get("/api/v1/contracts/sign/guess").status_code == 404
        whole = client.get(f"/api/v1/contracts/{contract.pk}/file").content
        assert len(pikepdf.open(io.BytesIO(whole)).pages) == 2
        assert client.get(f"/api/v1/contracts/{contract.pk}/file?version=original").content == pdf_bytes()

    def test_declined_withdrawn_and_reminded_over_the_api(self, client_of):
        contract = sent(people=1)
        client, stranger = client_of(contract.brand.user), Client()
        signer = contract.signers.get()
        remind = f"/api/v1/contracts/{contract.pk}/signers/{signer.pk}/remind"
        assert client.post(remind).json()["data"]["status"] == "invited"
        assert client.post(remind).status_code == 429
        other = make_contract(contract.brand)
        assert client.post(f"/api/v1/contracts/{other.pk}/signers/{signer.pk}/remind").status_code == 404
        viewer = client_of(make_member(contract.brand, "viewer"))
        for address in (remind, f"/api/v1/contracts/{contract.pk}/cancel"):
            assert viewer.post(address).status_code == 403
            assert client_of(UserFactory()).post(address).status_code == 404
        link = f"/api/v1/contracts/sign/{tokens(contract)[0]}/decline"
        assert stranger.post(link, {"reason": ""}, content_type="application/json").status_code == 422
        declined = stranger.post(link, {"reason": "금액이 다릅니다"}, content_type="application/json")
        assert (declined.status_code, declined.json()["data"]["status"]) == (200, "draft")
        assert stranger.post(link, {"reason": "again"}, content_type="application/json").status_code == 410
        people = [{"name": "Kim", "email": "kim@example.com"}]
        send_contract(user=contract.brand.user, contract=contract, signers=people)
        withdrawn = client.post(f"/api/v1/contracts/{contract.pk}/cancel").json()["data"]
        assert (withdrawn["status"], withdrawn["signers"][0]["status"]) == ("draft", "cancelled")
        assert client.post(f"/api/v1/contracts/{contract.pk}/cancel").status_code == 409

    def test_strangers_find_nothing(self, client_of):
        contract = make_contract(BrandFactory())
        client = client_of(UserFactory())
        assert client.get(f"/api/v1/contracts/{contract.pk}/file").status_code == 404
        assert client.post(f"/api/v1/contracts/{contract.pk}/send", {}, format="json").status_code == 404
        assert client.get(f"{self.address(contract.brand)}/{contract.pk}").status_code == 404


class TestSigning:
    def test_one_after_the_other(self):
        contract = sent(in_order=True)
        first, second = contract.signers.all()
        assert (first.status, second.status) == ("invited", "waiting")
        with pytest.raises(LinkGone):
            signer_of(token_of(second))
        sign_contract(token=token_of(first), name="김하나", agree=True, drawing=drawing())
        second.refresh_from_db()
        assert second.status == "invited"
        done = sign_contract(token=token_of(second), name="이둘", agree=True)
        assert done.status == "signed"
        assert read_document(done, signed=True)[0].sha256 == done.signed_sha256
        assert Event.objects.filter(name="contract.completed").count() == 1
        assert Job.objects.filter(kind="accounts.mail", params__mail="brands.sign").count() == 2
        with pytest.raises(InvalidState):
            update_contract(user=contract.brand.user, contract=done, fields={"file": pdf_upload()})

    def test_no_token_is_stored(self):
        contract = sent()
        held = str(list(Job.objects.values_list("params", flat=True))) + str(list(contract.signers.values()))
        assert not any(token in held for token in tokens(contract))

    def test_decline_makes_it_a_draft_and_ends_all_links(self):
        contract = sent()
        one, two = tokens(contract)
        with pytest.raises(ValidationFailed):
            decline_contract(token=one, reason=" ")
        decline_contract(token=one, reason="금액이 다릅니다")
        contract.refresh_from_db()
        assert contract.status == "draft"
        assert Notification.objects.filter(user=contract.brand.user, event__name="contract.declined").exists()
        for token in (one, two):
            with pytest.raises(LinkGone):
                sign_contract(token=token, name="x", agree=True)

    def test_withdrawn_expired_and_guessed_links(self):
        contract = sent(people=1)
        token = tokens(contract)[0]
        contract.signers.update(expires_at=timezone.now() - timedelta(seconds=1))
        with pytest.raises(LinkGone):
            signer_of(token)
        signer = contract.signers.get()
        remind_signer(signer=signer)
        with pytest.raises(NotFound):
            signer_of(token)  # the reminder brought a new link
        with pytest.raises(RateLimited):
            remind_signer(signer=signer)
        cancel_signing(user=contract.brand.user, contract=contract)
        with pytest.raises(LinkGone):
            signer_of(tokens(contract)[0])

    def test_nothing_but_the_clause_changes_while_it_is_out(self):
        contract = sent()
        user = contract.brand.user
        with pytest.raises(InvalidState):
            update_contract(user=user, contract=contract, fields={"amount": 5})
        update_contract(user=user, contract=contract, fields={"sensitive_clause": SECRET})

    def test_bad_drawing_is_refused_and_nothing_is_signed(self):
        contract = sent(people=1)
        for bad in ("javascript:1", "data:image/png;base64,%%%", "data:image/png;base64,aGVsbG8="):
            with pytest.raises(ValidationFailed):
                sign_contract(token=tokens(contract)[0], name="x", agree=True, drawing=bad)
        assert contract.signers.get().status == "invited"

    def test_tampering_is_shown_and_the_document_kept_back(self, client):
        contract = sent(people=1)
        done = sign_contract(token=tokens(contract)[0], name="x", agree=True)
        path = done.signed_file.path
        default_storage.delete(path)
        assert default_storage.save(path, ContentFile(pdf_bytes())) == path
        with pytest.raises(Conflict):
            read_document(done, signed=True)
        client.force_login(contract.brand.user)
        page = client.get(f"/brands/{contract.brand_id}/contracts/{contract.pk}/")
        assert 'role="alert"' in page.content.decode()
        assert (
            client.get(f"/brands/{contract.brand_id}/contracts/{contract.pk}/file/?version=signed").status_code == 409
        )


class TestDocuments:
    def test_no_general_link_opens_them(self, client):
        contract = sent(people=1)
        contract = sign_contract(token=tokens(contract)[0], name="x", agree=True)
        client.force_login(contract.brand.user)
        for file in (contract.file, contract.signed_file):
            for address in (file.url, f"/files/{file.pk}", f"/files/{file.pk}/200", f"/api/v1/files/{file.pk}"):
                assert client.get(address).status_code == 404, address
        assert client.get(f"/brands/{contract.brand_id}/contracts/{contract.pk}/file/").content == pdf_bytes()

    def test_signature_is_kept_where_no_pdf_can_be_made_and_sealed_later(self, monkeypatch):
        def no_engine(*_args, **_options):
            raise NotConfigured

        contract = sent(people=1)
        with monkeypatch.context() as patched:
            patched.setattr(sealing, "render_pdf", no_engine)
            done = sign_contract(token=tokens(contract)[0], name="x", agree=True)
            assert sealing.seal_waiting_contracts() == {"sealed": 0, "waiting": 1}
        assert (done.status, done.signed_file, contract.signers.get().status) == ("signed", None, "signed")
        with pytest.raises(InvalidState):  # what was signed stays, sealed or not
            update_contract(user=contract.brand.user, contract=done, fields={"file": pdf_upload()})
        assert sealing.seal_waiting_contracts() == {"sealed": 1, "waiting": 0}
        assert sealing.seal_waiting_contracts() == {"sealed": 0, "waiting": 0}
        contract.refresh_from_db()
        assert read_document(contract, signed=True)[0].sha256 == contract.signed_sha256
        assert Event.objects.filter(name="contract.sealed").count() == 1

    def test_record_of_many_signatures_takes_several_pages(self):
        contract = sent(people=20)
        for token in tokens(contract):
            done = sign_contract(token=token, name="서명자", agree=True, drawing=drawing())
        with pikepdf.open(io.BytesIO(read_document(done, signed=True)[1])) as document:
            assert len(document.pages) > 3

    def test_they_go_with_their_contract_their_brand_and_their_owner(self):
        live = StoredFile.objects.filter(purpose="contract", deleted_at__isnull=True)
        kept, contract = make_contract(BrandFactory()), make_contract(BrandFactory())
        delete_contract(user=contract.brand.user, contract=contract)
        delete_brand(user=contract.brand.user, brand=make_contract(BrandFactory()).brand)
        owner = make_contract(BrandFactory()).brand.user
        owner.is_active, owner.deletion_requested_at = False, timezone.now()
        owner.save()
        assert delete_account(user_id=owner.pk)
        assert [file.pk for file in live] == [kept.file_id]

    def test_new_key_for_the_clause(self, settings):
        contract = make_contract(BrandFactory(), sensitive_clause=SECRET)

        def stored():
            with connection.cursor() as cursor:
                cursor.execute("SELECT sensitive_clause FROM brands_contract")
                return cursor.fetchone()[0]

        before, new = stored(), Fernet.generate_key().decode()
        settings.ENCRYPTION_KEYS = [new, *settings.ENCRYPTION_KEYS]
        call_command("rotate_encryption", verbosity=0)
        assert stored() != before
        settings.ENCRYPTION_KEYS = [new]
        assert Contract.objects.get(pk=contract.pk).sensitive_clause == SECRET


class TestPages:
    def test_signed_on_the_page_without_an_account(self, client):
        contract = sent(people=1)
        link = f"/sign/{tokens(contract)[0]}/"
        assert client.get(link).status_code == 200
        assert client.get(f"{link}file/").content == pdf_bytes()
        assert client.post(link, {"name": "김"}).status_code == 422
        answer = client.post(link, {"name": "김", "agree": "on"})
        assert (answer.status_code, answer.url) == (302, "/sign/signed/")
        assert client.get(answer.url).status_code == 200
        assert client.get(link).status_code == 410
        assert client.get("/sign/guess/").status_code == 404
        assert Event.objects.filter(name="contract.viewed").count() == 1

    def test_declined_on_the_page(self, client):
        contract = sent(people=1)
        answer = client.post(f"/sign/{tokens(contract)[0]}/decline/", {"reason": "아니요"})
        assert answer.url == "/sign/declined/"
        contract.refresh_from_db()
        assert contract.status == "draft"

    def test_made_changed_and_sent_on_pages(self, client):
        brand = BrandFactory()
        client.force_login(brand.user)
        tab = f"/brands/{brand.pk}/contracts/"
        assert client.get(tab).status_code == 200
        made = client.post(
            f"{tab}new/",
            {
                "contract_name": "A",
                "status": "draft",
                "currency": "KRW",
                "file": pdf_upload(),
                "sensitive_clause": SECRET,
            },
        )
        page = client.get(made.url).content.decode()
        assert SECRET in page
        answer = client.post(f"{made.url}send/", {"name_1": "Kim", "email_1": "kim@example.com", "name_2": "Lee"})
        assert answer.status_code == 422
        answer = client.post(f"{made.url}send/", {"name_1": "Kim", "email_1": "kim@example.com"})
        assert answer.url == made.url
        assert "kim@example.com" in client.get(made.url).content.decode()
        client.force_login(make_member(brand, "viewer"))
        assert SECRET not in client.get(made.url).content.decode()
        assert client.get(f"{made.url}edit/").status_code == 403


class TestReminders:
    def test_each_step_once_and_ended_when_over(self):
        brand = BrandFactory()
        make_member(brand, "editor")
        make_member(brand, "viewer")
        contract = make_contract(brand, status="signed", ends_on=TODAY() + timedelta(days=20))
        told = Notification.objects.filter(event__name="contract.expiring")
        for days, expected in ((20, 2), (20, 2), (7, 4), (6, 4), (1, 6), (0, 6)):
            Contract.objects.update(ends_on=TODAY() + timedelta(days=days))
            remind_of_contracts()
            assert told.count() == expected, days
        assert facts_of([brand.pk])[brand.pk].contract_ends_in == 0
        Contract.objects.update(ends_on=TODAY() - timedelta(days=1))
        assert remind_of_contracts() == {"reminded": 0, "ended": 1}
        contract.refresh_from_db()
        assert contract.status == "ended"


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="races need PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_all_signing_at_once_make_one_signed_document():
    contract = sent(people=6)

    def sign(token):
        try:
            return sign_contract(token=token, name="x", agree=True).status
        finally:
            connections.close_all()

    links = tokens(contract)
    with ThreadPoolExecutor(6) as pool:
        states = list(pool.map(sign, links))
    assert sorted(states) == ["sent"] * 5 + ["signed"]
    for name, times in (("contract.completed", 1), ("contract.sealed", 1), ("contract.signed", 6)):
        assert Event.objects.filter(name=name).count() == times, name
    assert StoredFile.objects.filter(name__endswith="-signed.pdf").count() == 1
