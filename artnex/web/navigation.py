"""Where one can go: apps register their places, the sidebar, the phone's bottom bar and the command palette list them.

An app calls `register_place` in its `AppConfig.ready`; no template is touched.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

Text = str | Promise
SECTIONS: dict[str, Text] = {"work": "", "account": _("My account"), "manage": _("Administration")}
MAX_FOUND = 8


@dataclass(frozen=True)
class Place:
    """A page one can go to, or (with `is_action`) something one can start there."""

    label: Text
    url_name: str
    icon: str = "arrow-right"
    section: str = "work"
    order: int = 50
    permission: str = ""  # such as "manage:users"; empty: everyone who is logged in
    keywords: Text = ""  # more words by which the palette finds it, in any language
    in_sidebar: bool = True
    on_phone: bool = False  # one of the four in the bottom bar
    is_action: bool = False

    @property
    def url(self) -> str:
        return reverse(self.url_name)

    def allowed(self, user: Any) -> bool:
        return not self.permission or user.may(self.permission)

    def is_current(self, path: str) -> bool:
        return path == self.url or (self.url != "/" and path.startswith(self.url))

    def matches(self, words: Sequence[str]) -> bool:
        """True when every word occurs in what the place is called in Korean or English."""
        texts = [str(self.keywords)]
        for language in ("ko", "en"):
            with override(language):
                texts += [str(self.label), str(self.keywords)]
        text = " ".join(texts).casefold()
        return all(word in text for word in words)


@dataclass(frozen=True)
class Found:
    """One line of what the palette found."""

    label: Text
    url: str
    icon: str = "arrow-right"
    hint: Text = ""


Search = Callable[[Any, str], Iterable[Found]]
_places: dict[str, Place] = {}
_searches: dict[str, tuple[Text, Search]] = {}
_topbar: list[tuple[int, str]] = []


def register_place(place: Place) -> None:
    """Add a place; registering the same URL and label again replaces it."""
    _places[f"{place.url_name}:{place.is_action}"] = place


def register_search(name: str, label: Text, search: Search) -> None:
    """`search(user, text)` yields what of this app matches; it must respect what the user may see."""
    _searches[name] = (label, search)


def register_topbar(template: str, *, order: int = 50) -> None:
    """Show a template in the top bar of every page, such as the brand switcher."""
    if (order, template) not in _topbar:
        _topbar.append((order, template))


def topbar_templates() -> list[str]:
    return [template for _order, template in sorted(_topbar)]


def places_for(user: Any) -> list[Place]:
    """What this person may go to, in order."""
    if not user.is_authenticated:
        return []
    return sorted((p for p in _places.values() if p.allowed(user)), key=lambda p: (p.order, p.url_name))


@dataclass(frozen=True)
class Entry:
    place: Place
    current: bool


@dataclass(frozen=True)
class Section:
    name: str
    title: Text
    entries: list[Entry]


class Navigation:
    """The navigation of one request; computed when a template first asks."""

    def __init__(self, request: HttpRequest) -> None:
        places = [p for p in places_for(request.user) if not p.is_action]
        matching = [p for p in places if p.is_current(request.path)]
        # Of "/account/" and "/account/keys/" the longer one is where we are.
        here = max(matching, key=lambda p: len(p.url), default=None)
        self.entries = [Entry(place, place is here) for place in places]

    def __iter__(self) -> Iterator[Section]:
        for name, title in SECTIONS.items():
            entries = [entry for entry in self.entries if entry.place.section == name and entry.place.in_sidebar]
            if entries:
                yield Section(name, title, entries)

    @property
    def phone(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.place.on_phone][:4]


@dataclass(frozen=True)
class Group:
    title: Text
    rows: list[Found]


def look_up(user: Any, text: str) -> list[Group]:
    """What the command palette shows for `text`; everything one can go to when it is empty."""
    words = text.casefold().split()
    fitting = [place for place in places_for(user) if place.matches(words)]
    groups = [
        Group(_("Go to"), [Found(p.label, p.url, p.icon) for p in fitting if not p.is_action]),
        Group(_("Do"), [Found(p.label, p.url, p.icon) for p in fitting if p.is_action]),
    ]
    if words:
        groups += [Group(label, list(search(user, text))[:MAX_FOUND]) for label, search in _searches.values()]
    return [group for group in groups if group.rows]
