"""Which kinds of workflows there are, declared step by step."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from artnex.errors import Message
from artnex.jobs.registry import register_label


@dataclass(frozen=True)
class StepInput:
    """What is known when a step is about to start."""

    workflow_id: UUID
    user: Any
    brand_id: int | None
    params: Mapping[str, Any]
    results: Mapping[str, Any]  # what the steps before gave, by name, with the reviewers' changes
    comment: str = ""  # what the reviewer said when this step was rejected


@dataclass(frozen=True)
class Step:
    """One step. `review` waits for a person after it; `optional` lets the workflow go on when it fails.

    `params` makes the job's parameters from what is known; without it the job gets `input`, `results`, `comment`
    and `workflow_id`. `skip_if` gives the reason to leave the step out, or None. `seconds` is how long it takes as a
    rule, until the past shows better.
    """

    name: str
    job_kind: str
    label: Message = ""
    review: bool = False
    optional: bool = False
    params: Callable[[StepInput], Mapping[str, Any]] | None = None
    skip_if: Callable[[StepInput], Message | None] | None = None
    seconds: int = 15

    def job_params(self, at_hand: StepInput) -> dict[str, Any]:
        if self.params is not None:
            return dict(self.params(at_hand))
        return {
            "workflow_id": str(at_hand.workflow_id),
            "input": dict(at_hand.params),
            "results": dict(at_hand.results),
            "comment": at_hand.comment,
        }


@dataclass(frozen=True)
class StartRequest:
    """A checked wish to start a workflow."""

    params: Mapping[str, Any]
    brand_id: int | None = None
    skip: frozenset[str] = frozenset()
    review: frozenset[str] | None = None


@dataclass(frozen=True)
class WorkflowKind:
    """`prepare(user, body)` checks what a program sends to start one; without it only our own code can."""

    name: str
    steps: tuple[Step, ...]
    label: Message
    prepare: Callable[[Any, Mapping[str, Any]], StartRequest] | None = None
    by_name: Mapping[str, Step] = field(default_factory=dict)


_kinds: dict[str, WorkflowKind] = {}


def register_workflow(
    kind: str,
    steps: Sequence[Step],
    *,
    label: Message = "",
    prepare: Callable[[Any, Mapping[str, Any]], StartRequest] | None = None,
) -> None:
    """Called at start by the app that owns the workflow, in its `jobs.py`."""
    by_name = {step.name: step for step in steps}
    if not steps or len(by_name) != len(steps):
        raise ValueError(f"workflow {kind} needs steps with different names")
    known = _kinds.get(kind)
    if known is not None and set(known.by_name) != set(by_name):
        raise ValueError(f"workflow {kind} is registered twice")
    _kinds[kind] = WorkflowKind(kind, tuple(steps), label or kind, prepare, by_name)
    register_label(kind, label or kind)


def workflow_kind(name: str) -> WorkflowKind:
    """The registered kind; KeyError when there is none of this name."""
    return _kinds[name]


def find_workflow_kind(name: str) -> WorkflowKind | None:
    return _kinds.get(name)


def find_step(kind: str, name: str) -> Step | None:
    """The declaration of a step, None when it is registered no more."""
    known = _kinds.get(kind)
    return known.by_name.get(name) if known else None
