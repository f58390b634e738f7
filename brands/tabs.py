"""The tabs of a brand's page. Each branch of the app adds its own; no template is touched.

A branch calls `register_tab` in its module under `brands/views/` (imported with the URLs), its pages name the tab in
`tab` (see brands/views/base.py), and the shell `brands/brand_base.html` draws them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from brands.enums import BrandRole

EVERYBODY = (BrandRole.OWNER, BrandRole.EDITOR, BrandRole.VIEWER)


@dataclass(frozen=True)
class BrandTab:
    """A part of a brand's page; `url_name` takes the brand's id alone, `roles` are those on the brand that see it.

    `shows` names the things on it as events do ("kpi", "brand"): whoever has it open is told when one of them changes.
    """

    name: str
    label: str | Promise
    url_name: str
    order: int
    roles: Sequence[BrandRole] = EVERYBODY
    shows: Sequence[str] = ()

    def url(self, brand_id: int) -> str:
        return reverse(self.url_name, args=[brand_id])


_tabs: dict[str, BrandTab] = {}


def register_tab(tab: BrandTab) -> None:
    """Add a tab; registering the same name again replaces it."""
    _tabs[tab.name] = tab


def tabs_of(brand_id: int, *, role: BrandRole | None, current: str) -> list[dict[str, Any]]:
    """What `<c-tabs>` draws for somebody with this role on the brand."""
    seen = sorted((tab for tab in _tabs.values() if role in tab.roles), key=lambda tab: tab.order)
    return [{"label": tab.label, "url": tab.url(brand_id), "current": tab.name == current} for tab in seen]


def things_on(tab: str) -> Sequence[str]:
    """The nouns of the events that change what this tab shows."""
    known = _tabs.get(tab)
    return known.shows if known else ()
