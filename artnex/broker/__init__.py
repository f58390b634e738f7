"""The embedded broker: a kombu transport over one SQLite file, for a machine without RabbitMQ or Redis.

Messages survive every process: a delivered one is held, not removed, until it is acknowledged, and goes back to its
queue when its holder dies. All users of one queue file live on one host.
"""
