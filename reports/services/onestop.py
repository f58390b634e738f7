"""Starting the one-stop run."""

from collections.abc import Collection
from typing import Any

from artnex.jobs.models import Workflow
from artnex.jobs.workflows import start_workflow
from brands.models import Brand
from reports.onestop import KIND, STEPS


def start_onestop(
    *, user: Any, brand: Brand, steps: Collection[str] = (), review_after: Collection[str] = ()
) -> Workflow:
    """Run the chosen steps (all of them when none is named) one after another, and ask a person after `review_after`.

    The workflow shows its progress by step, and goes on at a step that failed when it is resumed.
    """
    chosen = [name for name in STEPS if name in steps] if steps else list(STEPS)
    return start_workflow(
        KIND,
        user=user,
        params={"brand_id": brand.pk, "steps": chosen},
        brand_id=brand.pk,
        skip=set(STEPS) - set(chosen),
        review=set(review_after) & set(chosen),
    )


def stops_between(steps: Collection[str]) -> set[str]:
    """Every chosen step but the last: what "stop for review" means without further words."""
    chosen = [name for name in STEPS if name in steps] if steps else list(STEPS)
    return set(chosen[:-1])
