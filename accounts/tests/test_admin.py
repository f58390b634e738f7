"""People, roles, sessions and API keys in the administration."""

import io

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.enums import Role
from accounts.models import ApiKey, LoginSession, User
from accounts.tests.factories import API_SECRET, ApiKeyFactory, LoginSessionFactory, UserFactory
from artnex.events.models import Event
from artnex.jobs.models import Job

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/accounts/user/"


@pytest.fixture
def admin():
    return UserFactory(role=Role.ADMIN)


@pytest.fixture
def browser(admin):
    client = Client()
    client.cookies["artnex_language"] = "en"
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    return client


def person_form(user, **changes):
    role = changes.pop("role", user.role.value)
    fields = {"name": user.name, "language": user.language, "plan": user.plan, "role": role, "is_active": "on"}
    return fields | changes


def test_a_person_is_added_without_a_password_and_mailed_a_link(browser, admin):
    answer = browser.post(
        f"{PEOPLE}add/", {"email": " New@Example.com ", "name": "김새로", "language": "ko", "role": "viewer"}
    )
    assert answer.status_code == 302
    person = User.objects.get(email="new@example.com")
    assert (person.role, person.has_usable_password(), person.is_verified) == (Role.VIEWER, False, False)
    assert Event.objects.get(name="user.added", subject_id=str(person.pk)).actor == admin
    assert Job.objects.filter(kind="accounts.mail", params__user_id=person.pk).exists()


def test_an_address_that_is_taken_is_said_in_the_form(browser):
    taken = UserFactory()
    page = browser.post(f"{PEOPLE}add/", {"email": taken.email, "name": "Kim Typed", "language": "", "role": "manager"})
    assert "already exists" in page.content.decode()
    assert "Kim Typed" in page.content.decode()


def test_role_name_and_state_are_changed_by_their_services(browser, admin):
    person = UserFactory()
    browser.post(f"{PEOPLE}{person.pk}/change/", person_form(person, role="admin", name="Other"))
    person = User.objects.get(pk=person.pk)
    assert (person.role, person.is_staff, person.name) == (Role.ADMIN, True, "Other")
    events = {event.name: event for event in Event.objects.filter(subject_id=str(person.pk), actor=admin)}
    assert events["role.changed"].data == {"before": "manager", "after": "admin"}
    assert events["user.updated"].data == {"fields": ["name"]}
    off = person_form(person)
    off.pop("is_active")
    browser.post(f"{PEOPLE}{person.pk}/change/", off)
    assert not User.objects.get(pk=person.pk).is_active
    assert Event.objects.filter(name="user.deactivated", actor=admin).exists()


def test_the_last_administrator_stays_and_nothing_of_the_form_is_saved(browser, admin):
    answer = browser.post(f"{PEOPLE}{admin.pk}/change/", person_form(admin, role="viewer", name="Half saved"))
    assert "This is the last administrator." in answer.content.decode()
    assert "Half saved" in answer.content.decode()
    admin = User.objects.get(pk=admin.pk)
    assert (admin.role, admin.name == "Half saved") == (Role.ADMIN, False)


def test_no_hash_is_ever_shown(browser):
    person, key = UserFactory(), ApiKeyFactory()
    for address in (f"{PEOPLE}{person.pk}/change/", f"/admin/accounts/apikey/{key.pk}/change/", PEOPLE):
        page = browser.get(address).content.decode()
        assert person.password not in page
        assert key.secret_hash not in page
        assert API_SECRET not in page


def test_people_are_not_deleted_here(browser):
    person = UserFactory()
    assert browser.post(f"{PEOPLE}{person.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in browser.get(PEOPLE).content.decode()


def choose(browser, address, action, *rows):
    return browser.post(address, {"action": action, "_selected_action": [str(row.pk) for row in rows]}, follow=True)


def test_chosen_people_are_kept_out_and_let_in_again(browser, admin):
    first, second = UserFactory.create_batch(2)
    LoginSessionFactory(user=first)
    choose(browser, PEOPLE, "deactivate", first, second)
    assert User.objects.filter(pk__in=[first.pk, second.pk], is_active=False).count() == 2
    assert LoginSession.objects.get(user=first).revoked_at is not None
    choose(browser, PEOPLE, "activate", first)
    assert User.objects.get(pk=first.pk).is_active
    page = choose(browser, PEOPLE, "deactivate", admin).content.decode()
    assert "This is the last administrator." in page


def test_mails_are_sent_again_on_request(browser):
    person = UserFactory(email_verified_at=None)
    choose(browser, PEOPLE, "mail_verification", person)
    choose(browser, PEOPLE, "mail_password_reset", person)
    mails = Job.objects.filter(kind="accounts.mail", params__user_id=person.pk).values_list("params__mail", flat=True)
    assert sorted(mails) == ["password_reset", "verify_email"]


def test_sessions_and_keys_are_ended_with_an_event(browser, admin):
    session, key = LoginSessionFactory(), ApiKeyFactory()
    choose(browser, "/admin/accounts/loginsession/", "revoke", session)
    choose(browser, "/admin/accounts/apikey/", "revoke", key)
    assert LoginSession.objects.get(pk=session.pk).revoked_at is not None
    assert ApiKey.objects.get(pk=key.pk).revoked_at is not None
    assert Event.objects.filter(actor=admin, name__in=["session.revoked", "api_key.revoked"]).count() == 2


def test_the_permission_matrix_is_changed_by_ticking(browser, admin):
    group = Group.objects.get(name="viewer")
    permission = Permission.objects.get(codename="export:report")
    before = [str(pk) for pk in group.permissions.values_list("pk", flat=True)]
    answer = browser.post(f"/admin/auth/group/{group.pk}/change/", {"permissions": [*before, str(permission.pk)]})
    assert answer.status_code == 302
    assert UserFactory(role=Role.VIEWER).may("export:report")
    event = Event.objects.get(subject_type="group", actor=admin)
    assert (event.name, event.data["fields"]) == ("record.changed", ["permissions"])


def test_the_three_roles_stay(browser):
    group = Group.objects.get(name="viewer")
    assert browser.post(f"/admin/auth/group/{group.pk}/delete/", {"post": "yes"}).status_code == 403
    own = Group.objects.create(name="auditors")
    listed = {"action": "delete_selected", "_selected_action": [group.pk, own.pk], "post": "yes"}
    browser.post("/admin/auth/group/", listed)
    assert Group.objects.filter(name="viewer").exists()


def test_rights_on_people_are_not_given_by_model():
    staff = UserFactory(is_staff=True)
    staff.user_permissions.add(*Permission.objects.filter(content_type__app_label="accounts"))
    client = Client()
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(PEOPLE).status_code == 403
    assert client.get("/admin/accounts/apikey/").status_code == 403
    assert client.get("/admin/auth/group/").status_code == 403


# ── import and export ──────────────────────────────────────────────────────────────────────────────
def bring_in(browser, text):
    """The preview page, and the answer to its confirmation (None when the preview found errors)."""
    upload = SimpleUploadedFile("people.csv", text.encode(), content_type="text/csv")
    preview = browser.post(f"{PEOPLE}import/", {"import_file": upload, "format": "0", "resource": ""})
    confirm = preview.context.get("confirm_form") if preview.context else None
    if confirm is None:
        return preview, None
    return preview, browser.post(f"{PEOPLE}process_import/", confirm.initial)


def test_people_are_brought_in_by_a_table(browser, admin):
    known = UserFactory(email="known@example.com")
    table = (
        "email,name,role,language,is_active,is_superuser,password\n"
        "NEW@example.com,김새로,viewer,ko,1,1,secret\n"
        "known@example.com,Known Renamed,manager,,,1,secret\n"
    )
    preview, answer = bring_in(browser, table)
    assert "김새로" in preview.content.decode()
    assert answer.status_code == 302
    new = User.objects.get(email="new@example.com")
    assert (new.name, new.role, new.language, new.is_superuser, new.has_usable_password()) == (
        *("김새로", Role.VIEWER, "ko"),
        *(False, False),
    )
    known = User.objects.get(pk=known.pk)
    assert (known.name, known.is_superuser, known.check_password("secret")) == ("Known Renamed", False, False)
    assert Event.objects.get(name="user.added").actor == admin


def test_a_preview_saves_nothing(browser):
    upload = SimpleUploadedFile("people.csv", b"email,name\nnew@example.com,New\n", content_type="text/csv")
    browser.post(f"{PEOPLE}import/", {"import_file": upload, "format": "0", "resource": ""})
    assert not User.objects.filter(email="new@example.com").exists()
    assert not Event.objects.filter(name="user.added").exists()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("no-address,Kim,viewer,ko,", "Please enter an e-mail address."),
        ("a@example.com,,viewer,ko,", "Please enter a name."),
        ("a@example.com,Kim,emperor,ko,", "There is no role “emperor”."),
        ("a@example.com,Kim,viewer,fr,", "Please choose ko or en."),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_brought_in(browser, row, why):
    table = f"email,name,role,language,is_active\nright@example.com,Right,viewer,ko,\n{row}\n"
    preview, answer = bring_in(browser, table)
    assert answer is None
    assert why in preview.content.decode()
    assert not User.objects.filter(email="right@example.com").exists()


@pytest.mark.parametrize("file_format", ["0", "1"])
def test_people_are_taken_out_with_safe_columns_only(browser, admin, file_format):
    UserFactory(name="=HYPERLINK(1)")
    fields = ("email", "name", "role", "language", "is_active", "is_verified", "created_at", "last_login")
    answer = browser.post(
        f"{PEOPLE}export/",
        {"format": file_format, "resource": ""} | {f"personresource_{name}": "on" for name in fields},
    )
    assert answer.status_code == 200
    if file_format == "0":
        header, *rows = answer.content.decode("utf-8-sig").splitlines()
        assert header.split(",") == list(fields)
        assert not any("=HYPERLINK" in row for row in rows)
        assert any("HYPERLINK(1)" in row for row in rows)
    else:
        from openpyxl import load_workbook

        sheet = load_workbook(io.BytesIO(answer.content)).active
        assert [cell.value for cell in next(iter(sheet.rows))] == list(fields)
    event = Event.objects.get(name="records.exported")
    assert (event.actor, event.data) == (admin, {"model": "accounts.user", "rows": User.objects.count()})
