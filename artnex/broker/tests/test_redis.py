"""A worker's place is given free although Redis could not be told that the task has ended."""

from types import SimpleNamespace

import pytest
from kombu.transport import redis

from artnex.broker.redis import Channel, QoS, Transport


def test_place_is_free_again_when_redis_is_away(monkeypatch):
    def away(self, delivery_tag):
        raise ConnectionError("redis is away")

    channel = SimpleNamespace(connection_errors=(ConnectionError,), do_restore=False)
    window = QoS(channel, prefetch_count=1)
    monkeypatch.setattr(redis.QoS, "_remove_from_indices", away)
    window._delivered["tag"] = object()
    assert not window.can_consume()
    with pytest.raises(ConnectionError):
        window.ack("tag")
    assert window.can_consume()


def test_worker_uses_it_for_redis():
    from kombu import Connection

    from artnex.celery import app

    assert app.connection("redis://127.0.0.1:6379/0").get_transport_cls() is Transport
    assert Connection("redis://127.0.0.1:6379/0").get_transport_cls().Channel is Channel
    assert Channel.QoS is QoS
