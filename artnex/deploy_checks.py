"""What `manage.py check --deploy` says about a production set-up that starts, but will disappoint."""

from typing import Any

from django.conf import settings
from django.core import checks


def check_services(app_configs: Any, **options: Any) -> list[checks.CheckMessage]:
    """One warning for each service that a production site should have."""
    prints_mail = settings.EMAIL_BACKEND == "artnex.web.mail.ConsoleAndFileBackend"
    queue_is_a_file = not settings.CELERY_BROKER_URL.startswith(("amqp", "redis"))
    missing = [
        (prints_mail, "EMAIL_URL", "Nobody gets a verification or reset mail: they are only written to the log."),
        (queue_is_a_file, "CELERY_BROKER_URL", "The queue is a file in ARTNEX_HOME: web and worker share one machine."),
        (not settings.REDIS_URL, "REDIS_URL", "Cache and rate limits are counted on each machine by itself."),
    ]
    return [
        checks.Warning(f"{variable} is not set.", hint=hint, id=f"artnex.W{number:03}")
        for number, (is_missing, variable, hint) in enumerate(missing, 1)
        if is_missing
    ]
