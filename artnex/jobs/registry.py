"""Which kinds of jobs there are. An app registers its own in `<app>/jobs.py`, which is loaded at start."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from artnex.errors import Message
from artnex.jobs.enums import Queue

if TYPE_CHECKING:
    from artnex.jobs.context import JobContext

Result = Mapping[str, Any] | None
# A job function gives its result, or a function that writes and gives it inside the transaction that ends the job:
# what that function writes is written exactly once, whatever dies in between.
Outcome = Result | Callable[[], Result]
JobFunction = Callable[["JobContext"], Outcome]


@dataclass(frozen=True)
class JobKind:
    """How jobs of one kind are run. `every` (seconds) makes the sweeper start one regularly by itself."""

    name: str
    function: JobFunction
    label: Message
    queue: str = Queue.DEFAULT
    time_limit: int = 600
    max_attempts: int = 3
    notify: bool = True
    every: int | None = None


_kinds: dict[str, JobKind] = {}
_labels: dict[str, Message] = {}


def job(
    kind: str,
    *,
    label: Message = "",
    queue: str = Queue.DEFAULT,
    time_limit: int = 600,
    max_attempts: int = 3,
    notify: bool = True,
    every: int | None = None,
) -> Callable[[JobFunction], JobFunction]:
    """Register the decorated function as what a job of this kind does.

    `time_limit` is in seconds for one attempt. `max_attempts` counts the first try; only retryable errors and dead
    workers lead to another. `notify=False` leaves the person in peace when it is done.
    """
    if queue not in Queue.values:
        raise ValueError(f"job {kind} names the unknown queue {queue}")

    def register(function: JobFunction) -> JobFunction:
        known = _kinds.get(kind)
        if known is not None and known.function.__qualname__ != function.__qualname__:
            raise ValueError(f"job kind {kind} is registered twice")
        _kinds[kind] = JobKind(kind, function, label or kind, queue, time_limit, max_attempts, notify, every)
        return function

    return register


def job_kind(name: str) -> JobKind:
    """The registered kind; KeyError when there is none of this name."""
    return _kinds[name]


def job_kinds() -> list[JobKind]:
    return sorted(_kinds.values(), key=lambda kind: kind.name)


def register_label(name: str, label: Message) -> None:
    """Words for the name of a workflow kind."""
    _labels[name] = label


def label_of_kind(name: str) -> Message:
    """Words for the name of a kind of job or workflow; the name itself when it is registered no more."""
    if name in _kinds:
        return _kinds[name].label
    return _labels.get(name, name)
