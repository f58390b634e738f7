"""Pages of one's own account."""

import io
from decimal import Decimal

import pyotp
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from accounts.models import ApiKey, LoginSession, TotpDevice
from accounts.services.sessions import open_api_session
from accounts.tests.factories import NEW_PASSWORD, PASSWORD, ApiKeyFactory, TotpDeviceFactory, UserFactory
from artnex.ai.models import AiCall, Budget
from artnex.events.models import Event, Notification
from artnex.events.services import record_event
from artnex.jobs.models import Job

pytestmark = pytest.mark.django_db
HTMX = {"hx-request": "true"}


@pytest.fixture
def browser(client, user):
    client.cookies["artnex_language"] = "en"
    client.post("/login/", {"email": user.email, "password": PASSWORD})
    return client


def picture():
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(buffer, "PNG")
    buffer.seek(0)
    buffer.name = "me.png"
    return buffer


@pytest.mark.parametrize(
    "path",
    [
        "/account/",
        "/account/security/",
        "/account/security/password/",
        "/account/security/two-step/off/",
        "/account/security/codes/",
        "/account/security/sessions/",
        "/account/keys/",
        "/account/keys/new/",
        "/account/notifications/",
        "/account/activity/",
        "/account/data/",
        "/account/data/delete/",
    ],
)
def test_page_opens_for_its_owner_and_is_not_kept(browser, client, path):
    response = browser.get(path)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


# ── profile ────────────────────────────────────────────────────────────────────────────────────────
def test_profile_is_saved_with_language_and_appearance(browser, user):
    response = browser.post("/account/", {"name": " 김하나 ", "language": "ko", "theme": "dark"})
    assert response["Location"] == "/account/"
    assert response.cookies["artnex_language"].value == "ko"
    user.refresh_from_db()
    assert (user.name, user.language, user.theme) == ("김하나", "ko", "dark")


def test_picture_is_set_and_removed(browser, user):
    fields = {"name": "Kim", "language": "en", "theme": "auto"}
    browser.post("/account/", fields | {"avatar": picture()})
    user.refresh_from_db()
    assert user.avatar_id
    assert str(user.avatar_id) in browser.get("/").content.decode()
    browser.post("/account/", fields | {"remove_avatar": "on"})
    user.refresh_from_db()
    assert user.avatar_id is None


def test_file_that_is_no_picture_is_refused_beside_the_field(browser, user):
    fake = io.BytesIO(b"MZ not a picture")
    fake.name = "me.png"
    response = browser.post("/account/", {"name": "Changed", "language": "en", "theme": "auto", "avatar": fake})
    assert response.status_code == 422
    assert 'id="id_avatar_error"' in response.content.decode()
    user.refresh_from_db()
    assert user.name != "Changed"


def test_verification_mail_can_be_sent_again(browser, user, deliver):
    user.email_verified_at = None
    user.save()
    assert "not confirmed yet" in browser.get("/account/").content.decode()
    browser.post("/account/verification/")
    assert deliver()[-1].to == [user.email]


# ── password ───────────────────────────────────────────────────────────────────────────────────────
def test_password_change_ends_other_sessions_and_stays_here(browser, user):
    elsewhere = open_api_session(user=user).session
    data = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    assert browser.post("/account/security/password/", data)["Location"] == "/account/security/"
    elsewhere.refresh_from_db()
    assert elsewhere.revoked_at
    assert browser.get("/account/security/").status_code == 200


def test_wrong_present_password_is_said_beside_the_field(browser):
    data = {"current_password": "wrong-pass1", "new_password": NEW_PASSWORD}
    response = browser.post("/account/security/password/", data)
    assert response.status_code == 422
    assert 'id="id_current_password_error"' in response.content.decode()


# ── two-step log-in ────────────────────────────────────────────────────────────────────────────────
def test_two_step_is_set_up_with_a_picture_a_code_and_recovery_codes(browser, user):
    assert browser.post("/account/security/two-step/start/")["Location"] == "/account/security/two-step/"
    device = TotpDevice.objects.get(user=user)
    text = browser.get("/account/security/two-step/").content.decode()
    assert "<svg" in text
    assert device.secret in text
    assert " style=" not in text
    assert browser.post("/account/security/two-step/", {"code": "000000"}).status_code == 422
    done = browser.post("/account/security/two-step/", {"code": pyotp.TOTP(device.secret).now()})
    assert done.content.decode().count("<li>") >= 10
    device.refresh_from_db()
    assert device.confirmed_at


def test_set_up_page_alone_leads_back(browser):
    assert browser.get("/account/security/two-step/")["Location"] == "/account/security/"


def test_two_step_is_switched_off_with_the_password(browser, user):
    TotpDeviceFactory(user=user)
    assert browser.post("/account/security/two-step/off/", {"password": "wrong-pass1"}).status_code == 422
    assert browser.post("/account/security/two-step/off/", {"password": PASSWORD}).status_code == 302
    assert not TotpDevice.objects.exists()


def test_question_is_a_dialog_where_script_runs_and_a_page_where_not(browser, user):
    TotpDeviceFactory(user=user)
    part = browser.get("/account/security/two-step/off/", headers=HTMX).content.decode()
    assert "<html" not in part
    assert 'hx-post="/account/security/two-step/off/"' in part
    assert "<html" in browser.get("/account/security/two-step/off/").content.decode()
    done = browser.post("/account/security/two-step/off/", {"password": PASSWORD}, headers=HTMX)
    assert done["HX-Redirect"] == "/account/security/"


def test_new_recovery_codes_need_the_password(browser, user):
    TotpDeviceFactory(user=user)
    assert browser.post("/account/security/codes/", {"password": "wrong-pass1"}).status_code == 422
    assert "codes" in browser.post("/account/security/codes/", {"password": PASSWORD}).content.decode()


# ── sessions ───────────────────────────────────────────────────────────────────────────────────────
def test_sessions_are_listed_and_ended(browser, user):
    other = open_api_session(user=user).session
    text = browser.get("/account/security/sessions/").content.decode()
    assert "this one" in text
    assert f"/sessions/{other.pk}/end/" in text
    browser.post(f"/account/security/sessions/{other.pk}/end/")
    other.refresh_from_db()
    assert other.revoked_at


def test_all_other_sessions_are_ended_at_once(browser, user):
    for _session in range(3):
        open_api_session(user=user)
    browser.post("/account/security/sessions/end/")
    assert LoginSession.objects.filter(revoked_at__isnull=True).count() == 1
    assert browser.get("/account/").status_code == 200


def test_session_of_somebody_else_is_not_there(browser):
    other = open_api_session(user=UserFactory()).session
    assert browser.post(f"/account/security/sessions/{other.pk}/end/").status_code == 404


# ── API keys ───────────────────────────────────────────────────────────────────────────────────────
def test_key_is_shown_once(browser, user):
    response = browser.post("/account/keys/new/", {"name": "Shop", "scopes": ["read:brand"], "lifetime": "30"})
    key = ApiKey.objects.get(user=user)
    assert f"anx_{key.prefix}_" in response.content.decode()
    assert key.scopes == ["read:brand"]
    assert key.expires_at
    listing = browser.get("/account/keys/").content.decode()
    assert key.hint in listing
    assert "See brands" in listing


def test_key_cannot_do_more_than_its_owner(browser):
    response = browser.post("/account/keys/new/", {"name": "Shop", "scopes": ["manage:users"]})
    assert response.status_code == 422
    assert not ApiKey.objects.exists()


def test_key_form_sent_twice_makes_one_key(browser):
    data = {"name": "Shop", "scopes": ["read:brand"], "_once": "token"}
    browser.post("/account/keys/new/", data)
    assert browser.post("/account/keys/new/", data)["Location"] == "/account/keys/"
    assert ApiKey.objects.count() == 1


def test_key_is_revoked_after_a_question(browser, user):
    key = ApiKeyFactory(user=user)
    url = f"/account/keys/{key.pk}/revoke/"
    assert key.name in browser.get(url).content.decode()
    assert browser.post(url)["Location"] == "/account/keys/"
    key.refresh_from_db()
    assert key.revoked_at
    assert browser.post(url).status_code == 404


# ── notifications and activity ─────────────────────────────────────────────────────────────────────
def test_notification_is_followed_and_counts_as_read(browser, user):
    record_event("role.changed", subject=user, data={"before": "viewer", "after": "manager"}, notify=[user], url="/go/")
    assert 'data-count="1"' in browser.get("/").content.decode()
    row = Notification.objects.get()
    assert "Role changed" in browser.get("/account/notifications/").content.decode()
    assert browser.get(f"/account/notifications/{row.pk}/")["Location"] == "/go/"
    row.refresh_from_db()
    assert row.read_at


def test_notification_never_leads_to_another_site(browser, user):
    record_event("password.reset", subject=user, notify=[user], url="//evil.example/")
    response = browser.get(f"/account/notifications/{Notification.objects.get().pk}/")
    assert response["Location"] == "/account/notifications/"


def test_all_notifications_are_marked_as_read(browser, user):
    record_event("password.reset", subject=user, notify=[user])
    browser.post("/account/notifications/read/")
    assert not Notification.objects.filter(read_at__isnull=True).exists()


def test_activity_shows_own_deeds_filtered_and_as_csv(browser, user):
    stranger = UserFactory(name="Somebody Else")
    record_event("password.changed", actor=stranger, subject=stranger)
    record_event("password.changed", actor=user, subject=user)
    text = browser.get("/account/activity/").content.decode()
    assert "Changed the password" in text
    assert "Somebody Else" not in text
    part = browser.get("/account/activity/?name=password.changed", headers={**HTMX, "hx-target": "activity"})
    assert "<html" not in part.content.decode()
    assert "Logged in" not in part.content.decode().split("<tbody>")[1]
    sheet = b"".join(browser.get("/account/activity/?format=csv").streaming_content).decode()
    assert "Changed the password" in sheet
    assert "Somebody Else" not in sheet


def test_activity_costs_the_same_for_one_and_many(browser, user):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            browser.get("/account/activity/")
        return len(seen)

    queries()
    few = queries()
    for _event in range(15):
        record_event("password.changed", actor=user, subject=user)
    assert queries() == few


# ── data ───────────────────────────────────────────────────────────────────────────────────────────
def test_copy_of_my_data_is_begun(browser, user):
    assert browser.post("/account/data/export/")["Location"] == "/account/data/"
    assert Job.objects.filter(kind="accounts.export", user=user).exists()
    assert browser.get("/account/data/").status_code == 200


def test_account_is_deleted_with_the_password_only(browser, user):
    assert browser.post("/account/data/delete/", {"password": "wrong-pass1"}).status_code == 422
    assert browser.post("/account/data/delete/", {"password": PASSWORD})["Location"] == "/"
    user.refresh_from_db()
    assert not user.is_active
    assert browser.get("/account/").status_code == 302
    assert Event.objects.filter(name="user.deletion_requested").exists()


# ── usage and cost ─────────────────────────────────────────────────────────────────────────────────
def test_usage_shows_limits_and_own_calls_alone(browser, user):
    AiCall.objects.create(
        user=user, job_type="text", purpose="slogan", engine="openai", model="m", cost="0.0123", status="completed"
    )
    AiCall.objects.create(
        user=UserFactory(), job_type="text", purpose="secret", engine="openai", model="m", status="completed"
    )
    text = browser.get("/account/usage/").content.decode()
    assert "slogan" in text
    assert "$0.0123" in text
    assert "secret" not in text
    assert "1 / 100" in text


def test_monthly_cap_is_set_and_taken_away(browser, user):
    assert browser.post("/account/usage/cap/", {"monthly_limit": "12.50"})["Location"] == "/account/usage/"
    assert Budget.objects.get(user=user).monthly_limit == Decimal("12.5")
    assert "of $12.50 used" in browser.get("/account/usage/").content.decode()
    assert browser.post("/account/usage/cap/", {"monthly_limit": "-1"}).status_code == 422
    browser.post("/account/usage/cap/", {"monthly_limit": ""})
    assert not Budget.objects.exists()
