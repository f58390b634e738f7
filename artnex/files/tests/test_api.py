"""Files over the API."""

import pytest
from rest_framework.test import APIClient

from artnex.files.provenance import Provenance, SourceType
from artnex.files.services import delete_file
from artnex.files.tests.factories import UserFactory, stored_picture

pytestmark = pytest.mark.django_db


def ask(file, user=None):
    client = APIClient()
    if user:
        client.force_authenticate(user)
    return client.get(f"/api/v1/files/{file.pk}")


def test_owner_gets_a_description_with_working_links(client):
    stored = stored_picture(provenance=Provenance(SourceType.GENERATED, "ideogram", "4"))
    data = ask(stored, stored.owner).json()["data"]
    assert data["id"] == str(stored.pk)
    assert (data["width"], data["height"], data["content_type"]) == (120, 80, "image/png")
    assert data["provenance"]["is_ai"] is True
    assert client.get(data["url"]).status_code == 200
    assert "path" not in data


def test_nobody_else_learns_that_it_is_there():
    stored = stored_picture()
    assert ask(stored).status_code == 401
    assert ask(stored, UserFactory()).status_code == 404
    delete_file(file=stored, actor=stored.owner)
    assert ask(stored, stored.owner).status_code == 404
