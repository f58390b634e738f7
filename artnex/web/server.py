"""The web server: gunicorn with threads, or granian by ARTNEX_SERVER=granian. Both serve `artnex.wsgi`."""

import os
import sys
from typing import Any, NoReturn

from django.conf import settings
from django.urls import get_resolver
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from prometheus_client import multiprocess


class RootLogger(Logger):
    """gunicorn's messages take the way of all others (see artnex/logs.py)."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            log.handlers.clear()
            log.propagate = True


def forget_worker(_server: Any, worker: Any) -> None:
    """A worker that ended takes its live gauges with it; its counts stay."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.mark_process_dead(worker.pid)


class WebServer(BaseApplication):
    """gunicorn, configured here instead of in a file: one master that loads the application, then its workers."""

    def load_config(self) -> None:
        options = {
            "bind": f"{settings.BIND_ADDRESS}:{settings.PORT}",
            "workers": settings.WEB_CONCURRENCY,
            "threads": settings.WEB_THREADS,
            "worker_class": "gthread",
            "preload_app": True,
            "keepalive": 30,
            "timeout": 60,
            "graceful_timeout": 10,
            "accesslog": None,  # RequestContextMiddleware writes a line with more in it
            "loglevel": "warning",
            "logger_class": RootLogger,
            "control_socket_disable": True,
            "child_exit": forget_worker,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application with all its addresses imported: no worker's first request has to wait for that."""
        from artnex.wsgi import application

        get_resolver().url_patterns  # noqa: B018 - reading it imports every view
        return application


def serve_web() -> NoReturn:
    """Become the web server; does not return."""
    if settings.WEB_SERVER == "granian":
        command = [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "artnex.wsgi:application"),
            *("--host", settings.BIND_ADDRESS, "--port", str(settings.PORT)),
            *("--workers", str(settings.WEB_CONCURRENCY), "--blocking-threads", str(settings.WEB_THREADS)),
            *("--workers-kill-timeout", "10", "--respawn-failed-workers", "--log-level", "warning", "--no-access-log"),
        ]
        os.execv(sys.executable, command)  # noqa: S606 - our own interpreter and our own arguments
    WebServer().run()
    sys.exit(0)
