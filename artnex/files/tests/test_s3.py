"""The bucket, against a server that speaks S3."""

import urllib.request
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from artnex.files.cleaning import KEEP_DELETED, remove_orphans
from artnex.files.services import delete_file
from artnex.files.tests.factories import UserFactory, picture, stored_picture

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def s3_server():
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3_server, settings, monkeypatch):
    import boto3

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    settings.AWS_S3_BUCKET, settings.AWS_REGION = "artnex-test", "ap-northeast-2"
    settings.AWS_S3_ENDPOINT_URL = s3_server
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "artnex.files.s3.PrivateS3Storage"}}
    client = boto3.client("s3", endpoint_url=s3_server, region_name="ap-northeast-2")
    client.create_bucket(Bucket="artnex-test", CreateBucketConfiguration={"LocationConstraint": "ap-northeast-2"})
    yield client
    for row in client.list_objects_v2(Bucket="artnex-test").get("Contents", []):
        client.delete_object(Bucket="artnex-test", Key=row["Key"])
    client.delete_bucket(Bucket="artnex-test")


def test_file_goes_to_the_bucket_and_is_private(bucket):
    stored = stored_picture()
    assert stored.read() == picture()
    grants = bucket.get_object_acl(Bucket="artnex-test", Key=stored.path)["Grants"]
    assert not any("AllUsers" in grant["Grantee"].get("URI", "") for grant in grants)


def test_link_leads_to_a_presigned_one(bucket, client):
    stored = stored_picture(filename="로고.png")
    response = client.get(stored.url)
    assert response.status_code == 302
    assert "X-Amz-Signature" in response["Location"]
    assert "X-Amz-Expires=300" in response["Location"]
    with urllib.request.urlopen(response["Location"]) as answer:  # noqa: S310 - our own loopback server
        assert answer.read() == picture()
        assert answer.headers["Content-Type"] == "image/png"
        assert answer.headers["Content-Disposition"].startswith("inline")


def test_stranger_gets_no_presigned_link(bucket, client):
    stored = stored_picture()
    client.force_login(UserFactory())
    assert client.get(f"/files/{stored.pk}").status_code == 404


def test_thumbnail_and_cleaning(bucket, client):
    stored = stored_picture(content=picture(size=(900, 600)))
    assert client.get(stored.thumbnail_url(200)).status_code == 302
    delete_file(file=stored, actor=stored.owner)
    default_storage.save("logo/2026/01/left-behind.png", stored.open())
    later = timezone.now() + KEEP_DELETED + timedelta(days=1)
    removed = remove_orphans(now=later)
    assert (removed.rows, removed.unknown) == (1, 1)
    assert bucket.list_objects_v2(Bucket="artnex-test").get("Contents", []) == []


def test_public_file_is_answered_by_the_site_for_the_cdn(bucket, client):
    stored = stored_picture(visibility="public")
    response = client.get(f"/files/{stored.pk}", headers={"Range": "bytes=0-7"})
    assert response.status_code == 206
    assert b"".join(response.streaming_content) == b"\x89PNG\r\n\x1a\n"


def test_lost_object_is_not_found(bucket, client):
    stored = stored_picture(visibility="public")
    bucket.delete_object(Bucket="artnex-test", Key=stored.path)
    assert client.get(f"/files/{stored.pk}").status_code == 404
