"""Name, language, appearance, picture."""

import io

import pytest
from PIL import Image

from accounts.models import User
from accounts.services.profile import avatar_url, remove_avatar, set_avatar, update_profile
from artnex.errors import UnsupportedMediaType, ValidationFailed
from artnex.events.models import Event
from artnex.files.models import StoredFile

pytestmark = pytest.mark.django_db


def picture(colour="teal"):
    buffer = io.BytesIO()
    Image.new("RGB", (64, 64), colour).save(buffer, "PNG")
    return buffer.getvalue()


def test_change_is_written_with_the_names_of_what_changed(user):
    update_profile(user=user, name=" 김아트 ", language="ko", theme=user.theme)
    stored = User.objects.get(pk=user.pk)
    assert (stored.name, stored.language) == ("김아트", "ko")
    assert Event.objects.get(name="user.updated").data == {"fields": ["language", "name"]}


def test_nothing_changed_is_no_event(user):
    update_profile(user=user, name=user.name)
    assert not Event.objects.filter(name="user.updated").exists()


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"name": " "}, ["name"]),
        ({"language": "fr"}, ["language"]),
        ({"theme": "pink"}, ["theme"]),
        ({"name": "", "language": "", "theme": ""}, ["name", "language", "theme"]),
    ],
)
def test_wrong_values_are_named_and_nothing_is_changed(user, changes, fields):
    with pytest.raises(ValidationFailed) as failure:
        update_profile(user=user, **changes)
    assert [row["field"] for row in failure.value.details] == fields
    assert not Event.objects.filter(name="user.updated").exists()


def test_role_cannot_be_slipped_in(user):
    with pytest.raises(TypeError):
        update_profile(user=user, is_superuser="1")


def test_picture_replaces_the_one_before(user):
    set_avatar(user=user, content=picture(), filename="me.png")
    first = user.avatar_id
    set_avatar(user=user, content=picture("red"), filename="me.png")
    assert User.objects.get(pk=user.pk).avatar_id == user.avatar_id != first
    assert StoredFile.objects.get(pk=first).deleted_at is not None
    assert str(user.avatar_id) in avatar_url(user)


def test_picture_can_be_removed(user):
    set_avatar(user=user, content=picture(), filename="me.png")
    remove_avatar(user=user)
    remove_avatar(user=user)
    assert User.objects.get(pk=user.pk).avatar_id is None
    assert avatar_url(user) is None
    assert not StoredFile.objects.filter(deleted_at__isnull=True).exists()


def test_something_else_than_a_picture_is_refused(user):
    with pytest.raises((UnsupportedMediaType, ValidationFailed)):
        set_avatar(user=user, content=b"<svg onload='x'/>", filename="me.png")
    assert user.avatar_id is None


def test_damaged_picture_is_said_of_the_avatar(user):
    with pytest.raises(ValidationFailed) as failure:
        set_avatar(user=user, content=picture()[:60], filename="me.png")
    assert {row["field"] for row in failure.value.details} == {"avatar"}
