"""Cards on a brand's first tab that later branches and modules bring: its DNA, the latest report and the like.

register_card(OverviewCard("dna", "brands/figures/_dna_card.html", dna_card, order=10))
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import get_template

from brands.models import Brand

CardContext = Callable[[Brand, Any], Mapping[str, Any] | None]  # (brand, user); None leaves the card out


@dataclass(frozen=True)
class OverviewCard:
    name: str
    template: str
    context: CardContext
    order: int = 50


_cards: dict[str, OverviewCard] = {}


def register_card(card: OverviewCard) -> None:
    """Add a card; registering the same name again replaces it."""
    _cards[card.name] = card


def cards_of(brand: Brand, request: Any) -> list[str]:
    """The cards as HTML, in order."""
    drawn = []
    for card in sorted(_cards.values(), key=lambda card: card.order):
        context = card.context(brand, request.user)
        if context is not None:
            drawn.append(get_template(card.template).render({"brand": brand, **context}, request))
    return drawn
