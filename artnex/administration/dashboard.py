"""The first page of the administration: key figures that the apps bring, what went wrong, what happened last."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from artnex.errors import Message
from artnex.events.queries import activity_for


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with what it counts, what to know beside it, and where to look closer."""

    label: Message
    value: str
    note: Message = ""
    url: str = ""
    alarming: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """A drawn chart or a short list under the figures; `content` is safe HTML."""

    title: Message
    content: str


_figures: list[tuple[int, Callable[[], Figure]]] = []
_panels: list[tuple[int, Callable[[], Panel]]] = []


def register_figure(order: int, figure: Callable[[], Figure]) -> None:
    """Called by an app's admin module; small orders come first."""
    _figures.append((order, figure))


def register_panel(order: int, panel: Callable[[], Panel]) -> None:
    _panels.append((order, panel))


def fill(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What templates/admin/index.html shows. Staff who are no administrators get the list of their pages only."""
    if request.user.is_admin:  # type: ignore[union-attr]
        context["figures"] = [figure() for _order, figure in sorted(_figures, key=lambda entry: entry[0])]
        context["panels"] = [panel() for _order, panel in sorted(_panels, key=lambda entry: entry[0])]
        context["activity"] = activity_for(request.user, limit=10)
        context["audit_url"] = reverse("admin:events_event_changelist")
    return context
