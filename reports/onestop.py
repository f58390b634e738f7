"""The one-stop run: diagnosis → insight → design → storyboard → campaign plan → report, as one workflow.

A module joins by one call at start, usually in its `places/`:

    register_onestop_step("insight", "insights.analyze", lambda at_hand: {"brand_id": at_hand.brand_id})

A step nobody has registered is left out, and the workflow says so in words; it takes part from the moment its module
registers it. Runs that were started before go on with what they have.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from artnex.errors import Message
from artnex.jobs.registry import job_kinds
from artnex.jobs.workflow_registry import Step, StepInput, register_workflow

KIND = "onestop"
STEPS: dict[str, Message] = {
    "diagnosis": _("Diagnosis"),
    "insight": _("Insight"),
    "design": _("Design"),
    "storyboard": _("Storyboard"),
    "campaign_plan": _("Campaign plan"),
    "report": _("Report as PDF"),
}
NOT_THERE_YET = _("Left out: the module for this step is not set up yet.")

MakeParams = Callable[[StepInput], Mapping[str, Any]]
SkipIf = Callable[[StepInput], Message | None]


@dataclass(frozen=True)
class OneStopStep:
    """What a module brings. `skip_if` gives the reason to leave the step out this time, or None."""

    job_kind: str
    params: MakeParams
    skip_if: SkipIf | None = None
    seconds: int = 20


_registered: dict[str, OneStopStep] = {}


def of_the_brand(at_hand: StepInput) -> dict[str, Any]:
    """The usual parameters of a step's job."""
    return {"brand_id": at_hand.brand_id}


def register_onestop_step(
    name: str,
    job_kind: str,
    params: MakeParams = of_the_brand,
    *,
    skip_if: SkipIf | None = None,
    seconds: int = 20,
) -> None:
    """Fill a step of the run; registering it again replaces it. ValueError for a step the run does not have."""
    if name not in STEPS:
        raise ValueError(f"the one-stop run has no step {name}")
    _registered[name] = OneStopStep(job_kind, params, skip_if, seconds)
    declare_workflow()


def declare_workflow() -> None:
    """Tell the workflow engine of the steps as they are now; called again whenever a module registers."""
    register_workflow(KIND, [_step(name, label) for name, label in STEPS.items()], label=_("One-stop run"))


def ready_steps() -> frozenset[str]:
    """The steps whose modules have registered a job that there is."""
    kinds = {kind.name for kind in job_kinds()}
    return frozenset(name for name, step in _registered.items() if step.job_kind in kinds)


def _step(name: str, label: Message) -> Step:
    known = _registered.get(name)
    if known is None:
        return Step(name, "", label, skip_if=lambda _at_hand: NOT_THERE_YET)

    def reason_to_skip(at_hand: StepInput) -> Message | None:
        if known.job_kind not in {kind.name for kind in job_kinds()}:
            return NOT_THERE_YET
        return known.skip_if(at_hand) if known.skip_if else None

    return Step(name, known.job_kind, label, params=known.params, skip_if=reason_to_skip, seconds=known.seconds)
