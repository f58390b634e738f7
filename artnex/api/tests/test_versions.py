import pytest

from artnex.api.tests.test_lists import make_notes

pytestmark = pytest.mark.django_db


@pytest.fixture
def note(person):
    [found] = make_notes(person, 1)
    found.url = "/n-3"
    found.save()
    return f"/api/v1/versioned/{found.pk}"


def test_reading_tells_the_version(client, note):
    assert client.get(note)["ETag"] == '"3"'


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        ({}, {}, 200),
        ({"version": 3}, {}, 200),
        ({}, {"If-Match": '"3"'}, 200),
        ({}, {"If-Match": 'W/"3"'}, 200),
        ({}, {"If-Match": "*"}, 200),
        ({"version": 2}, {}, 409),
        ({}, {"If-Match": '"2"'}, 409),
        ({"version": 3}, {"If-Match": '"2"'}, 200),
        ({"version": "3"}, {}, 422),
        ({"version": True}, {}, 422),
        ({}, {"If-Match": "three"}, 400),
    ],
)
def test_a_stale_version_is_refused(client, note, body, headers, status):
    answer = client.put(note, body | {"url": "/m-4"}, headers=headers)
    assert answer.status_code == status
    if status == 200:
        assert answer["ETag"] == '"4"'
    if status == 409:
        error = answer.json()["error"]
        assert error["code"] == "VERSION_CONFLICT"
        assert error["details"][0]["current"]["url"] == "/n-3"
