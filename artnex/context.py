"""What is known of the request or job at hand, wherever in the code it is asked: id, person, address."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from secrets import token_hex


def new_request_id() -> str:
    return f"req_{token_hex(12)}"


@dataclass(frozen=True, slots=True)
class Context:
    request_id: str = field(default_factory=new_request_id)
    ip: str | None = None
    user_agent: str = ""
    user_id: int | None = None


_current: ContextVar[Context | None] = ContextVar("artnex_context", default=None)


def current() -> Context:
    """The context at hand; a new one outside of any request or job."""
    context = _current.get()
    if context is None:
        context = Context()
        _current.set(context)
    return context


def known() -> Context | None:
    """The context at hand, or None outside of any request or job."""
    return _current.get()


def remember_user(user_id: int | None) -> None:
    """Note who was recognised, so that logs and events can name the person."""
    _current.set(replace(current(), user_id=user_id))


@contextmanager
def using(context: Context) -> Iterator[Context]:
    """Make `context` the one at hand for a block."""
    token = _current.set(context)
    try:
        yield context
    finally:
        _current.reset(token)
