import threading
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from artnex.api import idempotency
from artnex.api.idempotency import purge_answers
from artnex.api.models import IdempotentAnswer
from artnex.api.tests.conftest import client_of, make_person
from artnex.api.tests.endpoints import CALLS

pytestmark = pytest.mark.django_db
KEY = {"Idempotency-Key": "order 66"}


def test_the_second_time_gives_the_first_answer(client):
    first = client.post("/api/v1/echo", {"name": "아트"}, headers=KEY)
    second = client.post("/api/v1/echo", {"name": "아트"}, headers=KEY)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert first["Location"] == second["Location"]
    assert "Idempotent-Replayed" not in first
    assert second["Idempotent-Replayed"] == "true"
    assert second["X-RateLimit-Limit"]
    assert len(CALLS) == 1


def test_without_a_key_or_with_another_one_it_is_done_again(client):
    for headers in ({}, {}, KEY, {"Idempotency-Key": "2"}):
        assert client.post("/api/v1/echo", {"name": "a"}, headers=headers).status_code == 201
    assert len(CALLS) == 4


def test_another_body_is_a_conflict(client):
    client.post("/api/v1/echo", {"name": "a"}, headers=KEY)
    answer = client.post("/api/v1/echo", {"name": "b"}, headers=KEY)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "CONFLICT")


def test_keys_belong_to_a_person_and_a_path(client):
    client.post("/api/v1/open", {"name": "a"}, headers=KEY)
    client.post("/api/v1/echo", {"name": "a"}, headers=KEY)
    client_of(make_person()).post("/api/v1/echo", {"name": "a"}, headers=KEY)
    assert len(CALLS) == 3


def test_strangers_may_use_keys_on_open_endpoints(anonymous):
    answers = [anonymous.post("/api/v1/open", {"a": 1}, headers=KEY) for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert len(CALLS) == 1


def test_a_failure_does_not_use_the_key_up(client):
    assert client.post("/api/v1/echo", {}, headers=KEY).status_code == 422
    assert client.post("/api/v1/echo", {"name": "a"}, headers=KEY).status_code == 201
    client.raise_request_exception = False
    assert client.post("/api/v1/failing/mistake", {}, headers=KEY).status_code == 500
    assert IdempotentAnswer.objects.count() == 1


@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb", "é"])
def test_keys_must_be_readable(client, key):
    answer = client.post("/api/v1/echo", {"name": "a"}, headers={"Idempotency-Key": key})
    assert answer.status_code == 400


def test_other_methods_ignore_the_key(client):
    assert client.get("/api/v1/echo", headers=KEY).status_code == 200
    assert IdempotentAnswer.objects.count() == 0


def test_after_a_day_the_key_is_free(client):
    client.post("/api/v1/echo", {"name": "a"}, headers=KEY)
    IdempotentAnswer.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert client.post("/api/v1/echo", {"name": "b"}, headers=KEY).status_code == 201
    IdempotentAnswer.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert purge_answers() == 1


def test_uploads_are_compared_by_content(client):
    def send(content):
        body = {"file": SimpleUploadedFile("a.txt", content)}
        return client.post("/api/v1/upload", body, format="multipart", headers=KEY)

    assert send(b"same").json()["data"] == {"name": "a.txt", "size": 4}
    assert send(b"same")["Idempotent-Replayed"] == "true"
    assert send(b"else").status_code == 409
    assert len(CALLS) == 1


def test_answers_are_kept_encrypted(client):
    client.post("/api/v1/echo", {"name": "whisper"}, headers=KEY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM api_idempotentanswer")
        [(stored,)] = cursor.fetchall()
    assert "whisper" not in stored
    assert "whisper" in IdempotentAnswer.objects.get().body


def test_a_request_that_never_ended_is_not_repeated(client, monkeypatch):
    monkeypatch.setattr(idempotency, "TWIN_WAITS", 0.1)
    client.post("/api/v1/echo", {"name": "a"}, headers=KEY)
    IdempotentAnswer.objects.update(status=None)
    answer = client.post("/api/v1/echo", {"name": "a"}, headers=KEY)
    assert answer.status_code == 409
    assert answer["Retry-After"]
    assert len(CALLS) == 1


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="threads share no in-memory database without locks")
@pytest.mark.django_db(transaction=True)
def test_twins_at_the_same_moment_take_effect_once(person, monkeypatch):
    from artnex.api.tests import endpoints

    started, answers = threading.Barrier(4), []
    slow = threading.Event()
    plain = endpoints.EchoView.post

    def slow_post(self, request):
        slow.wait(0.3)
        return plain(self, request)

    monkeypatch.setattr(endpoints.EchoView, "post", slow_post)
    clients = [client_of(person) for _ in range(4)]

    def send(one):
        started.wait()
        answers.append(one.post("/api/v1/echo", {"name": "a"}, headers=KEY))
        connection.close()

    threads = [threading.Thread(target=send, args=(one,)) for one in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(CALLS) == 1
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
