"""Objects for addresses with an id in them.

Each app's `tests/samples.py` says how to make one, owned by the person given:

    @sample("job_id", model=Job)
    def job(owner):
        return JobFactory(user=owner)

The name is that of the argument in the address. Where two apps use one name (`pk`), say for which addresses:
`@sample("pk", under=("api/v1/users/", "people/"))`. The object's `pk` is what goes into the address; return a string
for anything else (a token, a file format). `shared=True`: the object belongs to a brand, so its team sees it too.
"""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any

from django.apps import apps

from artnex.testing.routes import Route

Make = Callable[[Any], Any]


@dataclass(frozen=True)
class Sample:
    argument: str
    make: Make
    under: tuple[str, ...] = ("",)
    model: Any = None
    shared: bool = False
    is_object: bool = True

    def fits(self, route: Route, argument: str) -> bool:
        return self.argument == argument and route.path.startswith(self.under)

    def closeness(self, route: Route) -> int:
        """How particular its beginning of the address is."""
        return max(len(beginning) for beginning in self.under if route.path.startswith(beginning))


_samples: list[Sample] = []


def sample(
    argument: str, *, under: str | tuple[str, ...] = "", model: Any = None, shared: bool = False, is_object: bool = True
) -> Callable[[Make], Make]:
    """Register the decorated function. `is_object=False`: the argument is no object of anybody (a format, a name)."""

    def register(make: Make) -> Make:
        beginnings = (under,) if isinstance(under, str) else under
        _samples.append(Sample(argument, make, beginnings, model, shared, is_object))
        return make

    return register


@cache
def load_samples() -> None:
    """Import `tests/samples.py` of every app that has one."""
    for app in apps.get_app_configs():
        tests = find_spec(f"{app.name}.tests")
        if tests is not None and tests.submodule_search_locations and find_spec(f"{app.name}.tests.samples"):
            importlib.import_module(f"{app.name}.tests.samples")


def sample_for(route: Route, argument: str) -> Sample:
    """The registered sample for this part of the address; the most particular one when several fit."""
    load_samples()
    if route.admin_model is not None and argument in {"object_id", "object_pk", "id"}:
        return sample_of(route.admin_model, route)
    fitting = [candidate for candidate in _samples if candidate.fits(route, argument)]
    if not fitting:
        raise LookupError(
            f"{route}: nothing is known to put in the place of <{argument}>. Register it in the tests/samples.py of "
            f'the app: @sample("{argument}", under="{route.path.split("<")[0]}") on a function (owner) -> object; '
            "see artnex/testing/samples.py."
        )
    return max(fitting, key=lambda candidate: candidate.closeness(route))


def sample_of(model: Any, route: Route | str = "") -> Sample:
    load_samples()
    for candidate in _samples:
        if candidate.model is model:
            return candidate
    raise LookupError(
        f"{route}: there is no sample {model.__name__}. Register it in the tests/samples.py of the app: "
        f'@sample("{model.__name__.lower()}_id", model={model.__name__}) on a function (owner) -> object.'
    )


def key_in_address(made: Any) -> Any:
    return getattr(made, "pk", made)
