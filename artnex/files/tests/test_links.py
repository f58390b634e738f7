"""Handing files out over HTTP."""

import time

import pytest

from artnex.files.kinds import GENERATED_LIMITS
from artnex.files.links import make_token, token_expiry
from artnex.files.models import Visibility
from artnex.files.services import delete_file
from artnex.files.tests.factories import UserFactory, document_pdf, picture, stored_picture

pytestmark = pytest.mark.django_db


def body(response):
    return b"".join(response.streaming_content)


def test_signed_link_opens_without_login(client):
    stored = stored_picture(filename="회사 로고.png")
    response = client.get(stored.url)
    assert response.status_code == 200
    assert body(response) == stored.read()
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"].startswith("private")
    assert response["Content-Disposition"] == (
        "inline; filename=\"__ __.png\"; filename*=UTF-8''%ED%9A%8C%EC%82%AC%20%EB%A1%9C%EA%B3%A0.png"
    )


def test_link_is_the_same_for_a_while():
    stored = stored_picture()
    assert stored.url == stored.url
    assert make_token(stored.pk, now=3601) == make_token(stored.pk, now=7200)


@pytest.mark.parametrize("token", ["", "x", "zz.zz", "1.", "가.나", "a" * 500])
def test_bad_token_shows_nothing(client, token):
    assert client.get(f"/files/{stored_picture().pk}", {"token": token}).status_code == 404


def test_token_is_bound_to_file_variant_and_time(client):
    first, second = stored_picture(), stored_picture()
    token = make_token(first.pk)
    assert token_expiry(token, first.pk) > time.time() + 3500
    assert client.get(f"/files/{second.pk}", {"token": token}).status_code == 404
    assert client.get(f"/files/{first.pk}/200", {"token": token}).status_code == 404
    old = make_token(first.pk, now=time.time() - 3 * 3600)
    assert client.get(f"/files/{first.pk}", {"token": old}).status_code == 404


def test_people_see_their_files_and_not_those_of_others(client):
    stored = stored_picture()
    path = f"/files/{stored.pk}"
    assert client.get(path).status_code == 404
    client.force_login(UserFactory())
    assert client.get(path).status_code == 404
    client.force_login(stored.owner)
    assert client.get(path).status_code == 200


def test_deleted_file_is_gone_even_with_its_link(client):
    stored = stored_picture()
    link = stored.url
    delete_file(file=stored, actor=stored.owner)
    assert client.get(link).status_code == 404


def test_lost_bytes_are_not_found(client, settings):
    stored = stored_picture()
    (settings.MEDIA_ROOT / stored.path).unlink()
    assert client.get(stored.url).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.html", b"<!doctype html>"),
        ("a.pdf", document_pdf()),
        ("a.txt", b"text"),
    ],
)
def test_what_could_act_is_an_attachment(client, name, content):
    stored = stored_picture(content=content, filename=name, limits=GENERATED_LIMITS)
    assert client.get(stored.url)["Content-Disposition"].startswith("attachment")


def test_download_link_saves_the_picture(client):
    assert client.get(stored_picture().download_url)["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("wanted", "status", "start", "end"),
    [
        ("bytes=0-9", 206, 0, 10),
        ("bytes=10-", 206, 10, None),
        ("bytes=-5", 206, -5, None),
        ("bytes=0-999999", 206, 0, None),
        ("bytes=5-2", 200, 0, None),
        ("bytes=0-1,4-5", 200, 0, None),
        ("pages=1-2", 200, 0, None),
        ("bytes=-", 200, 0, None),
    ],
)
def test_ranges(client, wanted, status, start, end):
    stored = stored_picture()
    response = client.get(stored.url, headers={"Range": wanted})
    expected = stored.read()[start:end]
    assert response.status_code == status
    assert body(response) == expected
    assert response["Content-Length"] == str(len(expected))


def test_range_outside_of_the_file(client):
    stored = stored_picture()
    for wanted in ("bytes=99999999-", "bytes=-0"):
        response = client.get(stored.url, headers={"Range": wanted})
        assert response.status_code == 416
        assert response["Content-Range"] == f"bytes */{stored.size}"


def test_unchanged_file_is_not_sent_again(client):
    stored = stored_picture()
    etag = client.get(stored.url)["ETag"]
    assert client.get(stored.url, headers={"If-None-Match": etag}).status_code == 304
    assert client.get(stored.url, headers={"Range": "bytes=0-1", "If-Range": '"other"'}).status_code == 200


def test_head_and_other_methods(client):
    stored = stored_picture()
    response = client.head(stored.url)
    assert response["Content-Length"] == str(stored.size)
    assert response.content == b""
    assert client.post(stored.url).status_code in {403, 405}


def test_thumbnail_is_small_and_has_its_own_link(client):
    stored = stored_picture(content=picture(size=(900, 600)))
    response = client.get(stored.thumbnail_url(200))
    assert response["Content-Type"] == "image/webp"
    assert response["Content-Disposition"] == 'inline; filename="logo-200.webp"'
    assert client.get(stored.thumbnail_url(201)).status_code == 404
    client.force_login(stored.owner)
    assert client.get(f"/files/{stored.pk}/x").status_code == 404


def test_public_file_needs_no_token_and_goes_through_the_cdn(client, settings):
    stored = stored_picture(visibility=Visibility.PUBLIC)
    assert stored.url == f"/files/{stored.pk}"
    response = client.get(stored.url)
    assert response.status_code == 200
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    settings.CDN_BASE_URL = "https://cdn.example.com"
    assert stored.url == f"https://cdn.example.com/files/{stored.pk}"


@pytest.mark.parametrize("number", ["9" * 20, "9" * 5000])
def test_ranges_beyond_reason_are_left_aside(client, number):
    stored = stored_picture()
    for asked in (f"bytes={number}-", f"bytes=-{number}", f"bytes=0-{number}"):
        assert client.get(stored.url, headers={"Range": asked}).status_code == 200


@pytest.mark.parametrize("variant", ["²", "0200", "9" * 5000, "wide"])
def test_sizes_that_are_not_offered_are_not_there(client, variant):
    stored = stored_picture()
    client.force_login(stored.owner)
    assert client.get(f"/files/{stored.pk}/{variant}").status_code == 404
