"""The Celery application: `celery -A artnex.celery worker`, `celery -A artnex.celery beat`."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "artnex.settings")
TRANSPORT_ALIASES["artnex-sqlite"] = "artnex.broker.transport:Transport"
TRANSPORT_ALIASES["redis"] = "artnex.broker.redis:Transport"

app = Celery("artnex")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["artnex.jobs"])
