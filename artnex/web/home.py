"""The first page after the log-in: what to do next, what is running, what happened."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class Step:
    """One step of getting started; `is_done(user)` looks at what is really there."""

    key: str
    label: Text
    text: Text
    url_name: str
    is_done: Callable[[Any], bool]
    order: int = 50
    permission: str = ""

    @property
    def url(self) -> str:
        return reverse(self.url_name)


@dataclass(frozen=True)
class HomeSection:
    """A part of the home page that an app brings: a template and what it needs."""

    template: str
    context: Callable[[Any], Mapping[str, Any]]  # asked with the user
    order: int = 50


_pages: list[Any] = []
_steps: dict[str, Step] = {}
_sections: dict[str, HomeSection] = {}


def register_home_page(page: Any) -> None:
    """Show this page at `/` to people who are logged in, instead of the platform's own. Called at start."""
    _pages[:] = [page]


def home_page(default: Any) -> Any:
    """The registered page, else `default`."""
    return _pages[0] if _pages else default


def register_step(step: Step) -> None:
    _steps[step.key] = step


def register_home_section(section: HomeSection) -> None:
    _sections[section.template] = section


@dataclass(frozen=True)
class Checklist:
    rows: list[tuple[Step, bool]]

    @property
    def done(self) -> int:
        return sum(done for _step, done in self.rows)

    @property
    def is_complete(self) -> bool:
        return self.done == len(self.rows)


def checklist_for(user: Any) -> Checklist:
    steps = sorted((s for s in _steps.values() if not s.permission or user.may(s.permission)), key=lambda s: s.order)
    return Checklist([(step, step.is_done(user)) for step in steps])


def sections_for(user: Any) -> list[tuple[str, Mapping[str, Any]]]:
    ordered = sorted(_sections.values(), key=lambda s: s.order)
    return [(section.template, section.context(user)) for section in ordered]
