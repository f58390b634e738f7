"""Prompts to start from, written for the brand at hand."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class PromptExample:
    """What it is for, and the text to copy."""

    purpose: str
    text: str


def prompt_examples(brand_name: str, category: str) -> list[PromptExample]:
    """Four prompts about this brand; about "our brand" where there is none yet."""
    words = {"brand": brand_name or _("our brand"), "category": category or _("our field")}
    return [
        PromptExample(
            _("Market"),
            _("Which unmet needs do customers of %(category)s have, and how could %(brand)s meet them?") % words,
        ),
        PromptExample(
            _("Product"),
            _("Suggest three products with which %(brand)s could win new customers in %(category)s.") % words,
        ),
        PromptExample(
            _("Post"),
            _("Write an Instagram post in which %(brand)s shows how its product is made. Friendly, five sentences.")
            % words,
        ),
        PromptExample(
            _("Slogan"),
            _("Write ten short slogans for %(brand)s that a buyer in %(category)s remembers.") % words,
        ),
    ]
