"""Oneself by the API."""

import pyotp
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.api.oneself import second_factor_state
from accounts.models import ApiKey, User
from accounts.serializers import UserSerializer, present_user
from accounts.tests.factories import (
    NEW_PASSWORD,
    PASSWORD,
    ApiKeyFactory,
    LoginSessionFactory,
    TotpDeviceFactory,
    UserFactory,
    key_text,
    tokens_of,
)
from accounts.tests.test_services_profile import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_key(user):
    """A program with an API key that may do everything its owner may."""
    key = ApiKeyFactory(user=user, scopes=sorted(user.permissions))
    return APIClient(headers={"accept-language": "en", "x-api-key": key_text(key)})


def error_of(response):
    return response.json()["error"]["code"]


# ── who am I ───────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("path", ["me", "profile"])
def test_me_is_the_whole_user_without_a_hash(client_of, user, path):
    response = client_of.get(f"/api/v1/auth/{path}")
    assert response.status_code == 200
    data = response.json()["data"]
    assert set(data) >= {
        "id",
        "email",
        "name",
        "role",
        "permissions",
        "is_verified",
        "avatar_url",
        "language",
        "plan",
        "created_at",
        "last_login",
    }
    assert data["created_at"].endswith("Z")
    assert "argon2" not in response.content.decode()
    assert user.password not in response.content.decode()


def test_documented_user_is_the_one_answered(user):
    assert list(UserSerializer().fields) == list(present_user(user))


def test_me_costs_two_queries_with_the_matrix_and_one_without(client_of, django_assert_max_num_queries):
    client_of.get("/api/v1/auth/me")
    with django_assert_max_num_queries(1):
        client_of.get("/api/v1/auth/me")


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "NOT_AUTHENTICATED"),
        ({"authorization": "Bearer "}, "TOKEN_INVALID"),
        ({"authorization": "Bearer nonsense"}, "TOKEN_INVALID"),
        ({"authorization": "Basic eDp5"}, "NOT_AUTHENTICATED"),
        ({"x-api-key": "nonsense"}, "TOKEN_INVALID"),
        ({"x-api-key": ""}, "TOKEN_INVALID"),
    ],
)
def test_without_good_means_it_is_401(api, headers, code):
    response = api.get("/api/v1/auth/me", headers=headers)
    assert (response.status_code, error_of(response)) == (401, code)
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_me_by_api_key_shows_narrowed_permissions(user, api):
    key = ApiKeyFactory(user=user, scopes=["read:brand"])
    response = api.get("/api/v1/auth/me", headers={"x-api-key": key_text(key)})
    assert response.json()["data"]["permissions"] == ["read:brand"]


def test_profile_is_changed_in_part(client_of, user):
    response = client_of.patch(
        "/api/v1/auth/me", {"name": "김아트", "email": "x@y.z", "role": "admin", "plan": "starter"}
    )
    data = response.json()["data"]
    assert (response.status_code, data["name"], data["email"]) == (200, "김아트", user.email)
    assert (data["role"], data["plan"]) == ("manager", "free")
    response = client_of.put("/api/v1/auth/profile", {"language": "ko", "theme": "dark"})
    assert (response.json()["data"]["language"], response.json()["data"]["theme"]) == ("ko", "dark")
    assert User.objects.get(pk=user.pk).name == "김아트"


@pytest.mark.parametrize(
    ("body", "field"),
    [({"name": ""}, "name"), ({"name": None}, "name"), ({"language": "fr"}, "language"), ({"theme": 7}, "theme"),
     ({"avatar": "text"}, "avatar")],
)  # fmt: skip
def test_wrong_profile_fields_are_named(client_of, body, field):
    response = client_of.patch("/api/v1/auth/me", body)
    assert response.status_code == 422
    assert [row["field"] for row in response.json()["error"]["details"]] == [field]


def test_picture_comes_as_multipart_and_goes_by_null(client_of):
    upload = SimpleUploadedFile("me.png", picture(), "image/png")
    response = client_of.patch("/api/v1/auth/me", {"avatar": upload, "name": "Kim"}, format="multipart")
    assert response.status_code == 200
    assert response.json()["data"]["name"] == "Kim"
    shown = APIClient().get(response.json()["data"]["avatar_url"], headers={"accept": "*/*"})
    assert (shown.status_code, shown.headers["Content-Type"].split("/")[0]) == (200, "image")
    response = client_of.patch("/api/v1/auth/me", {"avatar": None})
    assert response.json()["data"]["avatar_url"] is None


def test_lying_picture_is_415(client_of):
    upload = SimpleUploadedFile("me.png", b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n<<>>\nendobj\n%%EOF", "image/png")
    response = client_of.patch("/api/v1/auth/me", {"avatar": upload}, format="multipart")
    assert (response.status_code, error_of(response)) == (415, "UNSUPPORTED_MEDIA_TYPE")


def test_leaving_is_204_and_access_ends(client_of, api, user):
    wrong = client_of.delete("/api/v1/auth/me", {"password": "wrong-0"})
    assert (wrong.status_code, wrong.json()["error"]["details"][0]["field"]) == (422, "password")
    assert client_of.delete("/api/v1/auth/me", {}).status_code == 422
    assert client_of.delete("/api/v1/auth/me", {"password": PASSWORD}).status_code == 204
    assert error_of(client_of.get("/api/v1/auth/me")) == "TOKEN_INVALID"
    login = api.post("/api/v1/auth/login", {"email": user.email, "password": PASSWORD})
    assert error_of(login) == "INVALID_CREDENTIALS"


# ── password ───────────────────────────────────────────────────────────────────────────────────────
def test_password_change_keeps_this_session_alone(client_of, login_as, user):
    other = login_as(user)
    body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    assert client_of.post("/api/v1/auth/password/change", body).status_code == 200
    assert client_of.get("/api/v1/auth/me").status_code == 200
    assert error_of(other.get("/api/v1/auth/me")) == "TOKEN_INVALID"
    assert User.objects.get(pk=user.pk).check_password(NEW_PASSWORD)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"current_password": "wrong-0", "new_password": NEW_PASSWORD}, "current_password"),
        ({"current_password": PASSWORD, "new_password": "weak"}, "new_password"),
        ({"current_password": PASSWORD}, "new_password"),
    ],
)
def test_password_change_names_the_wrong_field(client_of, body, field):
    response = client_of.post("/api/v1/auth/password/change", body)
    assert response.status_code == 422
    assert {row["field"] for row in response.json()["error"]["details"]} == {field}


def test_sixth_wrong_present_password_is_429(client_of):
    body = {"current_password": "wrong-0", "new_password": NEW_PASSWORD}
    statuses = [client_of.post("/api/v1/auth/password/change", body).status_code for _ in range(6)]
    assert statuses == [422] * 5 + [429]


# ── API keys ───────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("path", ["api-keys", "api-key"])
def test_key_is_shown_once_and_works(client_of, api, user, path):
    body = {"name": "nightly", "scopes": ["read:brand"], "expires_at": "2099-01-01T00:00:00Z"}
    response = client_of.post(f"/api/v1/auth/{path}", body)
    assert response.status_code == 201
    data = response.json()["data"]
    assert data["key"].startswith(f"anx_{ApiKey.objects.get().prefix}_")
    assert (data["scopes"], data["expires_at"][:19]) == (["read:brand"], "2099-01-01T00:00:00")
    assert response.headers["Location"] == f"/api/v1/auth/api-keys/{data['id']}"
    assert api.get("/api/v1/auth/me", headers={"x-api-key": data["key"]}).json()["data"]["id"] == user.pk
    listed = client_of.get("/api/v1/auth/api-keys")
    assert [row["name"] for row in listed.json()["data"]] == ["nightly"]
    assert listed.json()["pagination"]["total"] == 1
    assert data["key"].split("_", 2)[2] not in listed.content.decode()


@pytest.mark.parametrize(
    "body",
    [{}, {"name": ""}, {"name": "x", "scopes": ["fly:moon"]}, {"name": "x", "scopes": "read:brand"},
     {"name": "x", "expires_at": "2001-01-01T00:00:00Z"}, {"name": "x", "expires_at": "soon"}],
)  # fmt: skip
def test_wrong_keys_are_422(client_of, body):
    assert client_of.post("/api/v1/auth/api-keys", body).status_code == 422


def test_revoked_key_is_gone(client_of, api, user):
    key = ApiKeyFactory(user=user)
    assert client_of.delete(f"/api/v1/auth/api-keys/{key.pk}").status_code == 204
    assert client_of.delete(f"/api/v1/auth/api-keys/{key.pk}").status_code == 404
    assert error_of(api.get("/api/v1/auth/me", headers={"x-api-key": key_text(key)})) == "TOKEN_INVALID"


def test_expired_key_is_401_with_its_own_code(api):
    key = ApiKeyFactory(expires_at=timezone.now())
    assert error_of(api.get("/api/v1/auth/me", headers={"x-api-key": key_text(key)})) == "TOKEN_EXPIRED"


def test_keys_and_sessions_of_others_are_404_even_for_administrators(login_as):
    admin = login_as(UserFactory(role="admin"))
    for address in (
        f"/api/v1/auth/api-keys/{ApiKeyFactory().pk}",
        f"/api/v1/auth/sessions/{LoginSessionFactory().pk}",
        "/api/v1/auth/api-keys/nonsense",
    ):
        assert admin.delete(address).status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "api-keys"),
        ("post", "api-keys"),
        ("get", "sessions"),
        ("post", "password/change"),
        ("patch", "me"),
        ("delete", "me"),
        ("post", "me/export"),
        ("get", "totp"),
        ("post", "totp"),
        ("delete", "totp"),
        ("post", "totp/confirm"),
        ("post", "totp/recovery-codes"),
    ],
)
def test_api_keys_do_not_manage_the_account(by_key, method, path):
    response = getattr(by_key, method)(f"/api/v1/auth/{path}", {"password": PASSWORD, "name": "x"})
    assert (response.status_code, error_of(response)) == (403, "PERMISSION_DENIED")


def test_api_key_revokes_no_session_and_no_key(by_key, user):
    for address in (
        f"/api/v1/auth/sessions/{LoginSessionFactory(user=user).pk}",
        f"/api/v1/auth/api-keys/{ApiKeyFactory(user=user).pk}",
    ):
        assert by_key.delete(address).status_code == 403


# ── sessions ───────────────────────────────────────────────────────────────────────────────────────
def test_sessions_are_listed_with_the_present_one_marked(client_of, user):
    LoginSessionFactory(user=user, user_agent="Firefox", ip="192.0.2.9")
    LoginSessionFactory(user=user, revoked_at=timezone.now())
    LoginSessionFactory(user=user, expires_at=timezone.now())
    LoginSessionFactory()
    rows = client_of.get("/api/v1/auth/sessions").json()["data"]
    assert len(rows) == 2
    assert [row["is_current"] for row in rows if row["user_agent"] == "Firefox"] == [False]
    assert sum(row["is_current"] for row in rows) == 1
    assert "browser_session_key" not in rows[0]


def test_ended_session_is_out_at_once(client_of, user):
    pair = tokens_of(user)
    other = APIClient(headers={"authorization": f"Bearer {pair.access_token}"})
    assert other.get("/api/v1/auth/me").status_code == 200
    assert client_of.delete(f"/api/v1/auth/sessions/{pair.session.pk}").status_code == 204
    assert error_of(other.get("/api/v1/auth/me")) == "TOKEN_INVALID"
    assert client_of.delete(f"/api/v1/auth/sessions/{pair.session.pk}").status_code == 404


# ── two-step log-in ────────────────────────────────────────────────────────────────────────────────
def test_two_step_log_in_on_and_off(client_of, user):
    assert client_of.get("/api/v1/auth/totp").json()["data"] == {"enabled": False, "recovery_codes_left": 0}
    setup = client_of.post("/api/v1/auth/totp")
    assert setup.status_code == 201
    secret = setup.json()["data"]["secret"]
    assert setup.json()["data"]["qr_svg"].startswith("<svg")
    assert client_of.post("/api/v1/auth/totp/confirm", {"code": "000000"}).status_code == 422
    confirmed = client_of.post("/api/v1/auth/totp/confirm", {"code": pyotp.TOTP(secret).now()})
    assert len(confirmed.json()["data"]["recovery_codes"]) == 10
    assert client_of.post("/api/v1/auth/totp").status_code == 409
    renewed = client_of.post("/api/v1/auth/totp/recovery-codes", {"password": PASSWORD})
    assert renewed.json()["data"]["recovery_codes"] != confirmed.json()["data"]["recovery_codes"]
    assert second_factor_state(user) == {"enabled": True, "recovery_codes_left": 10}
    assert client_of.delete("/api/v1/auth/totp", {"password": "wrong-0"}).status_code == 422
    assert client_of.delete("/api/v1/auth/totp", {"password": PASSWORD}).status_code == 204
    assert second_factor_state(user)["enabled"] is False


def test_secret_is_not_shown_again(client_of, user):
    device = TotpDeviceFactory(user=user)
    assert device.secret not in client_of.get("/api/v1/auth/totp").content.decode()


# ── the rest ───────────────────────────────────────────────────────────────────────────────────────
def test_export_is_a_job(client_of):
    response = client_of.post("/api/v1/auth/me/export")
    assert response.status_code == 202
    assert response.headers["Location"] == f"/api/v1/jobs/{response.json()['data']['id']}"


def test_verifying_mail_again(login_as, deliver):
    client = login_as(UserFactory(email_verified_at=None))
    assert client.post("/api/v1/auth/verify-email/resend").status_code == 202
    assert len(deliver()) == 1


def test_same_key_of_idempotency_makes_one_api_key(client_of):
    answers = [
        client_of.post("/api/v1/auth/api-keys", {"name": "x"}, headers={"idempotency-key": "k1"}) for _ in range(2)
    ]
    assert answers[0].json()["data"] == answers[1].json()["data"]
    assert ApiKey.objects.count() == 1


def test_subscription_is_the_free_plan_with_its_limits(client_of):
    data = client_of.get("/api/v1/subscription").json()["data"]
    assert (data["plan"], data["status"]) == ("free", "active")
    assert set(data["limits"]) == set(data["used"]) == {"brands", "ai_calls", "designs", "storage_bytes", "seats"}
    assert (data["limits"]["brands"], data["limits"]["designs"], data["limits"]["ai_calls"]) == (100, 10, 100)
    assert data["resets_at"].endswith("Z")


def test_storage_in_use_is_counted(client_of):
    upload = SimpleUploadedFile("me.png", picture(), "image/png")
    client_of.patch("/api/v1/auth/me", {"avatar": upload}, format="multipart")
    assert client_of.get("/api/v1/subscription").json()["data"]["used"]["storage_bytes"] > 50


def test_plans_are_listed_and_not_sold_without_payment(client_of, api):
    rows = client_of.get("/api/v1/subscription/plans").json()["data"]
    assert [row["id"] for row in rows] == ["free", "starter", "professional", "enterprise"]
    assert [row["limits"]["designs"] for row in rows] == [10, 100, 1000, None]
    assert api.get("/api/v1/subscription/plans").status_code == 401
    assert client_of.post("/api/v1/subscription/checkout", {"plan": "starter"}).status_code == 503
    assert client_of.post("/api/v1/subscription/checkout", {"plan": "free"}).status_code == 422
    assert client_of.post("/api/v1/subscription/portal").status_code == 503


def test_news_from_the_payment_service_are_refused_until_payment_is_set_up(api):
    answer = api.post("/api/v1/integrations/stripe/webhook", {"type": "invoice.paid"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "PROVIDER_UNAVAILABLE")
