"""Structured logs: one line an event, with request, person and job, and without personal data or secrets.

Our own loggers (structlog) write straight to standard error, because a line is written for every request. The
loggers of Django, Celery and gunicorn go through the standard library and come out in the same form.
"""

import logging
import os
import re
import sys
from collections.abc import Callable, MutableMapping, Sequence
from functools import lru_cache
from typing import Any

import orjson
import structlog

from artnex import context

EventDict = MutableMapping[str, Any]
HIDDEN = "[hidden]"

_SECRET_NAME = re.compile(
    r"authorization|cookie|passw|secret|token|e[-_]?mail|otp|credential|signature|csrf|^key$|[-_]?key$",
    re.IGNORECASE,
)
_HARMLESS_NAME = re.compile(r"^(prompt|completion|total|max)_tokens$|^(unique|public|idempotency)[-_]key$|^event$")
# What betrays a secret or a person inside free text: addresses, bearer and JWT tokens, our keys, passwords in URLs.
_SECRET_TEXT = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.-]+"
    r"|eyJ[\w-]{8,}\.[\w-]+\.[\w-]*"
    r"|\b(?:anx_|whsec_|sk-|sk_live_|sk_test_)\w[\w-]{7,}"
    r"|(?<=://)[^/\s:@]*:[^/\s@]+(?=@)"
    r"|(?<=[?&]token=)[^&\s\"']+"
    r"|(?<=[Bb]earer )[\w.~+/=-]{8,}"
)
_TEXT_SIGNS = ("@", "eyJ", "anx_", "whsec_", "sk-", "sk_", "token=", "earer ")


@lru_cache(maxsize=2048)
def is_secret_name(name: str) -> bool:
    """True for the name of a field whose value nobody should read in a log or an error report."""
    return bool(_SECRET_NAME.search(name)) and not _HARMLESS_NAME.search(name)


def without_secrets(text: str) -> str:
    """`text` with everything that looks like an e-mail address, token or key hidden."""
    if any(sign in text for sign in _TEXT_SIGNS):
        return _SECRET_TEXT.sub(HIDDEN, text)
    return text


def scrubbed(value: Any, name: str = "") -> Any:
    """A copy of `value` fit for a log: secret fields and secret-looking text hidden, however deep."""
    if name and is_secret_name(name):
        return HIDDEN
    if isinstance(value, str):
        return without_secrets(value)
    if isinstance(value, dict):
        return {key: scrubbed(inner, str(key)) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [scrubbed(inner) for inner in value]
    return value


def hide_secrets(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """structlog processor: see `scrubbed`."""
    for name, value in event.items():
        if isinstance(value, int | float) and not is_secret_name(name):
            continue  # most of a request's line, which is why it is asked first
        clean = scrubbed(value, name)
        if clean is not value:
            event[name] = clean
    return event


def add_context(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """structlog processor: which request or job this belongs to, and whose it is."""
    at_hand = context.known()
    if at_hand is not None:
        event.setdefault("request_id", at_hand.request_id)
        if at_hand.user_id is not None:
            event.setdefault("user_id", at_hand.user_id)
    return event


def as_json(_logger: Any, _method: str, event: EventDict) -> str:
    """structlog processor: the event as one line of JSON."""
    return orjson.dumps(event, default=str, option=orjson.OPT_NON_STR_KEYS).decode()


class StandardError:
    """Writes each line by one system call: nothing to lock, to flush, or to lose when the process is killed."""

    def msg(self, line: str) -> None:
        rest = f"{line}\n".encode(errors="backslashreplace")
        try:
            while rest:
                rest = rest[os.write(2, rest) :]
        except OSError:
            return  # the terminal is gone; that is no reason to fail the request

    debug = info = warning = error = critical = exception = log = msg


class StandardErrorHandler(logging.Handler):
    """The same way out for the standard library's messages."""

    def emit(self, record: logging.LogRecord) -> None:
        StandardError().msg(self.format(record))


def _first_steps() -> list[Callable]:
    return [
        structlog.contextvars.merge_contextvars,
        add_context,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def configure_logs(*, level: str, form: str, also: Sequence[Callable] = ()) -> dict[str, Any]:
    """Set structlog up, and return the standard library's part: the value of Django's LOGGING.

    `form` is "json" or "console"; `also` holds further processors for our own loggers (the error reports).
    """
    last_steps: list[Callable] = [
        structlog.processors.format_exc_info,
        hide_secrets,
        as_json
        if form == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback, pad_event_to=0
        ),
    ]
    structlog.configure(
        processors=[*_first_steps(), *also, *last_steps],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=lambda *_names: StandardError(),
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [*_first_steps(), structlog.stdlib.add_logger_name],
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last_steps],
    }
    through_root = {"handlers": [], "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"stderr": {"()": StandardErrorHandler, "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": through_root,
            # Our own request line says all there is to say of a 404; the stack of a 500 comes from here.
            "django.request": {"level": "ERROR"},
            "django.server": {**through_root, "level": "WARNING"},
            "gunicorn.error": through_root,
            "gunicorn.access": {**through_root, "level": "WARNING"},
            "amqp": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
            "httpx2": {"level": "WARNING"},  # artnex.outbound says the same, without the address
            "weasyprint": {"level": "ERROR"},
        },
    }
