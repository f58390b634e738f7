"""Coming in by the API: every row of the contract."""

import pytest

from accounts.models import LoginSession, User
from accounts.services.passwords import password_reset_token
from accounts.tests.factories import NEW_PASSWORD, PASSWORD, TotpDeviceFactory, UserFactory, code_now, tokens_of

pytestmark = pytest.mark.django_db
COOKIE = "artnex_refresh"


def error_of(response):
    body = response.json()
    assert body["success"] is False
    return body["error"]["code"]


def login(api, user, **more):
    return api.post("/api/v1/auth/login", {"email": user.email, "password": PASSWORD} | more)


# ── register ───────────────────────────────────────────────────────────────────────────────────────
def test_register_answers_the_user(api):
    response = api.post("/api/v1/auth/register", {"email": "Kim@example.com", "password": PASSWORD, "name": "Kim"})
    assert response.status_code == 201
    data = response.json()["data"]
    assert (data["email"], data["name"], data["role"], data["is_verified"]) == (
        "kim@example.com",
        "Kim",
        "manager",
        False,
    )
    assert (data["plan"], data["language"], data["avatar_url"], data["last_login"]) == ("free", "en", None, None)
    assert "create:brand" in data["permissions"]
    assert not [key for key in data if "password" in key]
    assert response.headers["Location"] == "/api/v1/auth/me"


def test_register_takes_no_rights_from_the_body(api):
    body = {"email": "kim@example.com", "password": PASSWORD, "name": "Kim", "role": "admin", "is_superuser": True}
    assert api.post("/api/v1/auth/register", body).json()["data"]["role"] == "manager"
    assert not User.objects.get().is_superuser


def test_register_with_a_taken_address(api, user):
    body = {"email": user.email.upper(), "password": PASSWORD, "name": "Kim"}
    response = api.post("/api/v1/auth/register", body)
    assert (response.status_code, error_of(response)) == (409, "EMAIL_TAKEN")


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"email", "password", "name"}),
        ({"email": "x", "password": PASSWORD, "name": "Kim"}, {"email"}),
        ({"email": "kim@example.com", "password": "short1", "name": "Kim"}, {"password"}),
        ({"email": "kim@example.com", "password": "password123", "name": "Kim"}, {"password"}),
        ({"email": "kim@example.com", "password": "nodigitshere", "name": "Kim"}, {"password"}),
        ({"email": "kim@example.com", "password": "1234509876", "name": "Kim"}, {"password"}),
        ({"email": "kim@example.com", "password": PASSWORD, "name": "x" * 151}, {"name"}),
        ({"email": None, "password": None, "name": None}, {"email", "password", "name"}),
        ({"email": ["a"], "password": {}, "name": 7.5e300}, {"email", "password", "name"}),
    ],
)
def test_register_names_wrong_fields(api, body, fields):
    response = api.post("/api/v1/auth/register", body)
    assert (response.status_code, error_of(response)) == (422, "VALIDATION_ERROR")
    named = {row["field"] for row in response.json()["error"]["details"]}
    assert named <= fields
    assert named


# ── login ──────────────────────────────────────────────────────────────────────────────────────────
def test_login_answers_a_pair_and_sets_a_cookie(api, user):
    response = login(api, user)
    assert response.status_code == 200
    data = response.json()["data"]
    assert (data["token_type"], data["expires_in"], data["user"]["id"]) == ("bearer", 1800, user.pk)
    assert data["user"]["last_login"].endswith("Z")
    cookie = response.cookies[COOKIE]
    assert cookie.value == data["refresh_token"]
    assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == ("/api/v1/auth", "Strict", True)
    me = api.get("/api/v1/auth/me", headers={"authorization": f"Bearer {data['access_token']}"})
    assert me.json()["data"]["email"] == user.email


def test_cookie_is_secure_where_the_site_is(api, user, settings):
    settings.SESSION_COOKIE_SECURE = True
    assert login(api, user).cookies[COOKIE]["secure"]


@pytest.mark.parametrize("email", ["known", "nobody@example.com", "nonsense", ""])
def test_login_with_a_wrong_pair_is_always_the_same(api, user, email):
    body = {"email": user.email if email == "known" else email, "password": "wrong-0"}
    response = api.post("/api/v1/auth/login", body)
    if email == "":
        assert response.status_code == 422
        return
    assert (response.status_code, error_of(response)) == (401, "INVALID_CREDENTIALS")
    assert response.json()["error"] == {
        "code": "INVALID_CREDENTIALS",
        "message": "The e-mail address or the password is not right.",
        "details": [],
    }
    assert COOKIE not in response.cookies


def test_sixth_login_is_429_even_with_the_right_password(api, user):
    for _attempt in range(5):
        response = api.post("/api/v1/auth/login", {"email": user.email, "password": "wrong-0"})
        assert response.status_code == 401
    response = login(api, user)
    assert (response.status_code, error_of(response)) == (429, "RATE_LIMITED")
    assert int(response.headers["Retry-After"]) >= 1
    assert {"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"} <= set(response.headers)


def test_eleventh_login_in_a_minute_is_429_whoever_it_is(api):
    for number in range(10):
        api.post("/api/v1/auth/login", {"email": f"x{number}@example.com", "password": "wrong-0"})
    assert api.post("/api/v1/auth/login", {"email": "y@example.com", "password": "x"}).status_code == 429


def test_login_with_an_expired_token_in_the_header_works(api, user):
    response = api.post(
        "/api/v1/auth/login",
        {"email": user.email, "password": PASSWORD},
        headers={"authorization": "Bearer nonsense"},
    )
    assert response.status_code == 200


def test_login_with_second_factor(api, user):
    device = TotpDeviceFactory(user=user)
    asked = login(api, user)
    assert (asked.status_code, error_of(asked)) == (401, "INVALID_CREDENTIALS")
    assert asked.json()["error"]["details"][0]["field"] == "otp"
    assert login(api, user, otp="000000").status_code == 401
    assert login(api, user, otp=code_now(device)).status_code == 200


def test_login_speaks_korean_too(api, user):
    body = {"email": user.email, "password": "wrong-0"}
    response = api.post("/api/v1/auth/login", body, headers={"accept-language": "ko"})
    assert error_of(response) == "INVALID_CREDENTIALS"
    assert not response.json()["error"]["message"].isascii()


# ── refresh ────────────────────────────────────────────────────────────────────────────────────────
def refresh(api, token=None, **headers):
    body = {"refresh_token": token} if token else {}
    return api.post("/api/v1/auth/refresh", body, headers=headers)


def test_refresh_spends_the_old_token(api, user):
    pair = tokens_of(user)
    response = refresh(api, pair.refresh_token)
    assert response.status_code == 200
    data = response.json()["data"]
    assert set(data) == {"access_token", "refresh_token", "token_type", "expires_in", "user"}
    api.cookies.clear()
    again = refresh(api, pair.refresh_token)
    assert (again.status_code, error_of(again)) == (401, "TOKEN_REUSED")
    family = refresh(api, data["refresh_token"])
    assert (family.status_code, error_of(family)) == (401, "TOKEN_INVALID")
    me = api.get("/api/v1/auth/me", headers={"authorization": f"Bearer {data['access_token']}"})
    assert (me.status_code, error_of(me)) == (401, "TOKEN_INVALID")


def test_refresh_by_cookie_alone(api, user):
    login(api, user)
    before = api.cookies[COOKIE].value
    response = refresh(api)
    assert response.status_code == 200
    assert api.cookies[COOKIE].value == response.json()["data"]["refresh_token"] != before


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://testserver"}, 200),
        ({"origin": "https://app.example.com"}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://testserver.evil.example"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
    ],
)
def test_cookie_is_not_taken_from_another_site(api, user, settings, headers, status):
    settings.CORS_ALLOWED_ORIGINS = ["https://app.example.com"]
    login(api, user)
    assert refresh(api, **headers).status_code == status


def test_token_in_the_body_is_taken_from_anywhere(api, user):
    pair = tokens_of(user)
    assert refresh(api, pair.refresh_token, origin="https://evil.example").status_code == 200


@pytest.mark.parametrize(
    ("token", "status", "code"),
    [(None, 401, "NOT_AUTHENTICATED"), ("nonsense", 401, "TOKEN_INVALID"), ("x" * 5000, 422, "VALIDATION_ERROR")],
)
def test_refresh_without_a_good_token(api, token, status, code):
    response = refresh(api, token)
    assert (response.status_code, error_of(response)) == (status, code)


def test_access_token_does_not_refresh(api, user):
    assert error_of(refresh(api, tokens_of(user).access_token)) == "TOKEN_INVALID"


def test_expired_refresh_token_says_so(api, user, settings):
    settings.REFRESH_TOKEN_DAYS = 0
    assert error_of(refresh(api, tokens_of(user).refresh_token)) == "TOKEN_EXPIRED"


# ── logout ─────────────────────────────────────────────────────────────────────────────────────────
def test_logout_by_token_ends_the_session(api, user):
    pair = tokens_of(user)
    response = api.post("/api/v1/auth/logout", {"refresh_token": pair.refresh_token})
    assert (response.status_code, response.content) == (204, b"")
    me = api.get("/api/v1/auth/me", headers={"authorization": f"Bearer {pair.access_token}"})
    assert error_of(me) == "TOKEN_INVALID"
    assert error_of(refresh(api, pair.refresh_token)) == "TOKEN_INVALID"


def test_logout_by_cookie_deletes_it(api, user):
    login(api, user)
    response = api.post("/api/v1/auth/logout")
    assert response.status_code == 204
    assert response.cookies[COOKIE].value == ""
    assert not LoginSession.objects.open().exists()


def test_logout_by_access_token(api, user):
    pair = tokens_of(user)
    response = api.post("/api/v1/auth/logout", headers={"authorization": f"Bearer {pair.access_token}"})
    assert response.status_code == 204
    assert not LoginSession.objects.open().exists()


def test_logout_twice_is_fine_and_nobody_is_401(api, user):
    pair = tokens_of(user)
    for _attempt in range(2):
        assert api.post("/api/v1/auth/logout", {"refresh_token": pair.refresh_token}).status_code == 204
    assert error_of(api.post("/api/v1/auth/logout")) == "NOT_AUTHENTICATED"
    assert error_of(api.post("/api/v1/auth/logout", {"refresh_token": "nonsense"})) == "TOKEN_INVALID"


# ── verification and passwords ─────────────────────────────────────────────────────────────────────
def test_verify_by_mailed_token_once(api, token_in_mail):
    api.post("/api/v1/auth/register", {"email": "kim@example.com", "password": PASSWORD, "name": "Kim"})
    token = token_in_mail()
    response = api.post("/api/v1/auth/verify-email", {"token": token})
    assert (response.status_code, response.json()["data"]["is_verified"]) == (200, True)
    assert error_of(api.post("/api/v1/auth/verify-email", {"token": token})) == "TOKEN_INVALID"
    assert api.post("/api/v1/auth/verify-email", {}).status_code == 422


def test_forgot_answers_the_same_for_everybody(api, user, deliver):
    closed = UserFactory(is_active=False)
    answers = []
    for email in (user.email, "nobody@example.com", closed.email):
        response = api.post("/api/v1/auth/password/forgot", {"email": email})
        body = response.json()
        del body["meta"]
        answers.append((response.status_code, body))
    assert answers[0][0] == 202
    assert answers == [answers[0]] * 3
    assert [message.to for message in deliver()] == [[user.email]]


def test_reset_by_mailed_token_once(api, user, token_in_mail):
    pair = tokens_of(user)
    api.post("/api/v1/auth/password/forgot", {"email": user.email})
    token = token_in_mail()
    weak = api.post("/api/v1/auth/password/reset", {"token": token, "new_password": "short"})
    assert {row["field"] for row in weak.json()["error"]["details"]} == {"new_password"}
    assert api.post("/api/v1/auth/password/reset", {"token": token, "new_password": NEW_PASSWORD}).status_code == 200
    again = api.post("/api/v1/auth/password/reset", {"token": token, "new_password": "Third-one-9"})
    assert (again.status_code, error_of(again)) == (401, "TOKEN_INVALID")
    assert error_of(refresh(api, pair.refresh_token)) == "TOKEN_INVALID"
    assert login(api, user).status_code == 401
    assert login(api, user, password=NEW_PASSWORD).status_code == 200


def test_verifying_token_resets_no_password(api, user):
    from accounts.services.mails import verification_token

    body = {"token": verification_token(user), "new_password": NEW_PASSWORD}
    assert error_of(api.post("/api/v1/auth/password/reset", body)) == "TOKEN_INVALID"
    assert error_of(api.post("/api/v1/auth/verify-email", {"token": password_reset_token(user)})) == "TOKEN_INVALID"


@pytest.mark.parametrize(
    "path",
    ["register", "login", "refresh", "logout", "verify-email", "password/forgot", "password/reset"],
)
def test_malformed_bodies_are_4xx(api, path):
    address = f"/api/v1/auth/{path}"
    for body in ("{", "[]", "7", '{"email": "\\u0000"}', '{"token": "\\u0000", "refresh_token": "\\u0000"}'):
        response = api.post(address, body, content_type="application/json")
        assert 400 <= response.status_code < 500, (path, body)
        assert error_of(response)
    assert api.get(address).status_code == 405
