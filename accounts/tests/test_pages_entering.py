"""Pages to come in and go out by: sign-up, verification, log-in, log-out, forgotten password."""

import pyotp
import pytest
from django.core import mail

from accounts.models import LoginSession, User
from accounts.services.deletion import request_deletion
from accounts.tests.factories import NEW_PASSWORD, PASSWORD, TotpDeviceFactory, UserFactory
from artnex.events.models import Event

pytestmark = pytest.mark.django_db
SIGN_UP = {"name": "김하나", "email": "Hana@Example.com", "password": PASSWORD}


@pytest.fixture
def visitor(client):
    client.cookies["artnex_language"] = "en"
    return client


def log_in(client, user, **more):
    return client.post("/login/", {"email": user.email, "password": PASSWORD, **more})


# ── sign up ────────────────────────────────────────────────────────────────────────────────────────
def test_sign_up_leads_to_the_mailbox(visitor, deliver):
    response = visitor.post("/signup/", SIGN_UP)
    assert response["Location"] == "/signup/sent/"
    assert "Hana@Example.com" in visitor.get("/signup/sent/").content.decode()
    assert deliver()[0].to == ["hana@example.com"]


def test_sign_up_with_a_known_address_looks_the_same_and_tells_the_owner(visitor, deliver):
    owner = UserFactory(email="hana@example.com")
    response = visitor.post("/signup/", SIGN_UP)
    assert (response.status_code, response["Location"]) == (302, "/signup/sent/")
    assert User.objects.count() == 1
    assert deliver()[-1].to == [owner.email]


def test_sign_up_keeps_what_was_typed_and_says_what_is_wrong(visitor):
    response = visitor.post("/signup/", SIGN_UP | {"password": "short"})
    text = response.content.decode()
    assert response.status_code == 422
    assert 'value="김하나"' in text
    assert 'id="id_password_error"' in text
    assert "short" not in text.split("<form", 2)[2].split("password", 1)[1][:200]


def test_sign_up_pressed_twice_makes_one_account(visitor):
    for _press in range(2):
        response = visitor.post("/signup/", SIGN_UP | {"_once": "same-token"})
        assert response["Location"] == "/signup/sent/"
    assert User.objects.count() == 1
    assert Event.objects.filter(name="user.registered").count() == 1


def test_opening_the_link_does_nothing_pressing_the_button_verifies(visitor, token_in_mail):
    visitor.post("/signup/", SIGN_UP)
    url = f"/verify/{token_in_mail()}/"
    user = User.objects.get()
    assert visitor.get(url).status_code == 200
    user.refresh_from_db()
    assert not user.is_verified
    assert visitor.post(url)["Location"] == "/login/"
    user.refresh_from_db()
    assert user.is_verified


@pytest.mark.parametrize("url", ["/verify/nonsense/", "/keep/nonsense/"])
def test_dead_link_says_so(visitor, url):
    response = visitor.post(url)
    assert response.status_code == 410
    assert "does not work any more" in response.content.decode()


def test_closed_account_is_kept_by_its_link(visitor, user, token_in_mail):
    request_deletion(user=user, password=PASSWORD)
    visitor.post(f"/keep/{token_in_mail()}/")
    user.refresh_from_db()
    assert user.is_active


# ── log in, log out ────────────────────────────────────────────────────────────────────────────────
def test_log_in_leads_to_where_one_wanted(visitor, user):
    assert visitor.get("/account/keys/")["Location"] == "/login/?next=/account/keys/"
    assert 'name="next" value="/account/keys/"' in visitor.get("/login/?next=/account/keys/").content.decode()
    assert log_in(visitor, user, next="/account/keys/")["Location"] == "/account/keys/"
    assert LoginSession.objects.get().user == user


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example/x", "/\\evil.example"])
def test_log_in_never_leads_to_another_site(visitor, user, target):
    assert log_in(visitor, user, next=target)["Location"] == "/"


def test_log_in_brings_language_and_appearance_of_the_account(visitor):
    response = log_in(visitor, UserFactory(language="ko", theme="dark"))
    assert response.cookies["artnex_language"].value == "ko"
    assert response.cookies["artnex_theme"].value == "dark"
    assert response.cookies["artnex_device"]["httponly"]


@pytest.mark.parametrize("email", ["nobody@example.com", None])
def test_wrong_log_in_says_the_same_whoever_it_is(visitor, user, email):
    response = visitor.post("/login/", {"email": email or user.email, "password": "wrong-pass1"})
    assert response.status_code == 401
    assert "The e-mail address or the password is not right." in response.content.decode()


def test_sixth_attempt_is_told_to_wait_and_keeps_the_address(visitor, user):
    for _attempt in range(5):
        visitor.post("/login/", {"email": user.email, "password": "wrong-pass1"})
    response = log_in(visitor, user)
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert user.email in response.content.decode()


def test_two_step_log_in_asks_for_the_code(visitor, user):
    device = TotpDeviceFactory(user=user)
    assert log_in(visitor, user, next="/account/")["Location"] == "/login/code/"
    assert not LoginSession.objects.exists()
    wrong = visitor.post("/login/code/", {"otp": "000000"})
    assert wrong.status_code == 401
    assert 'id="id_otp_error"' in wrong.content.decode()
    right = visitor.post("/login/code/", {"otp": pyotp.TOTP(device.secret).now()})
    assert right["Location"] == "/account/"
    assert LoginSession.objects.get().user == user


def test_code_page_alone_leads_to_the_log_in(visitor):
    assert visitor.get("/login/code/")["Location"] == "/login/"


def test_half_finished_log_in_dies_with_the_password(visitor, user):
    device = TotpDeviceFactory(user=user)
    log_in(visitor, user)
    user.set_password(NEW_PASSWORD)
    user.save()
    response = visitor.post("/login/code/", {"otp": pyotp.TOTP(device.secret).now()})
    assert response["Location"] == "/login/"
    assert not LoginSession.objects.exists()


def test_who_is_in_is_not_asked_again(visitor, user):
    log_in(visitor, user)
    for path in ("/login/", "/signup/"):
        assert visitor.get(path)["Location"] == "/"


def test_log_out_needs_the_button(visitor, user):
    log_in(visitor, user)
    assert visitor.get("/logout/").status_code == 405
    assert visitor.post("/logout/")["Location"] == "/login/"
    assert visitor.get("/account/").status_code == 302
    assert LoginSession.objects.get().revoked_at


# ── forgotten password ─────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("known", [True, False])
def test_forgotten_password_says_the_same_whoever_it_is(visitor, user, deliver, known):
    email = user.email if known else "nobody@example.com"
    response = visitor.post("/password/forgot/", {"email": email})
    assert response["Location"] == "/password/sent/"
    assert f"If there is an account for {email}" in visitor.get("/password/sent/").content.decode()
    deliver()
    assert len(mail.outbox) == known


def test_new_password_by_mail_works_once(visitor, user, token_in_mail):
    visitor.post("/password/forgot/", {"email": user.email})
    url = f"/password/reset/{token_in_mail()}/"
    assert visitor.get(url).status_code == 200
    assert visitor.post(url, {"new_password": "short"}).status_code == 422
    assert visitor.post(url, {"new_password": NEW_PASSWORD})["Location"] == "/login/"
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    assert visitor.get(url).status_code == 410
    assert visitor.post(url, {"new_password": PASSWORD}).status_code == 410
