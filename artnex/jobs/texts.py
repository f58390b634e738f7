"""Sentences that are stored now and read later, by somebody whose language is not known yet."""

from collections.abc import Mapping

from django.conf import settings
from django.utils import translation

from artnex.errors import Message

MAX_LENGTH = 500


def in_every_language(message: Message) -> dict[str, str]:
    """The message as it reads in each language of the site; empty for an empty message."""
    texts = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            texts[language] = str(message)[:MAX_LENGTH]
    return texts if any(texts.values()) else {}


def in_active_language(texts: Mapping[str, str]) -> str:
    """The stored text in the language at hand, or in any when that one is missing."""
    language = (translation.get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return texts.get(language) or next(iter(texts.values()), "")
