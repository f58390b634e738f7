"""kombu's Redis transport, for workers that outlive a restart of Redis.

A task that ends while Redis is away cannot be acknowledged. kombu then leaves its place in the prefetch window taken;
with every place taken the worker asks for nothing more, so it never notices that its connection is gone, and waits for
ever. Here the place is given free all the same: the next question to Redis fails, and the worker connects anew. The
message itself comes again in time, which is harmless: a job that has ended is not run twice.
"""

from kombu.transport import redis, virtual


class QoS(redis.QoS):
    def ack(self, delivery_tag: str) -> None:
        try:
            super().ack(delivery_tag)
        except self.channel.connection_errors:
            virtual.QoS.ack(self, delivery_tag)
            raise


class Channel(redis.Channel):
    QoS = QoS


class Transport(redis.Transport):
    Channel = Channel
