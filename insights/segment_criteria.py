"""What a segment's criteria may say, and how they read as a sentence."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from artnex.errors import Message, ValidationFailed

OLDEST = 120
MOST_ITEMS, ITEM_LENGTH, MOST_KEYS = 30, 100, 40
GENDERS: dict[str, Message] = {
    "any": gettext_lazy("any gender"),
    "female": gettext_lazy("women"),
    "male": gettext_lazy("men"),
}
PURCHASE_ROLES: dict[str, Message] = {
    "user": gettext_lazy("uses it"),
    "recommender": gettext_lazy("recommends it"),
    "buyer": gettext_lazy("buys it"),
    "decider": gettext_lazy("decides on it"),
}
PRICE_SENSITIVITIES: dict[str, Message] = {
    "low": gettext_lazy("the price matters little"),
    "medium": gettext_lazy("compares prices"),
    "high": gettext_lazy("the price decides"),
}
LISTS: dict[str, Message] = {
    "regions": gettext_lazy("Regions"),
    "industries": gettext_lazy("Industries"),
    "job_roles": gettext_lazy("Job roles"),
    "interests": gettext_lazy("Interests"),
    "channels": gettext_lazy("Channels"),
}
CHOICES: dict[str, dict[str, Message]] = {
    "gender": GENDERS,
    "purchase_role": PURCHASE_ROLES,
    "price_sensitivity": PRICE_SENSITIVITIES,
}


def clean_criteria(criteria: Any) -> dict[str, Any]:
    """Criteria as they are stored; ValidationFailed naming `criteria.<key>`.

    The keys of the builder are checked; others of a caller's own are kept when they hold a short text, a number or a
    list of such.
    """
    if not isinstance(criteria, Mapping):
        raise ValidationFailed.field("criteria", _("Give an object."))
    if len(criteria) > MOST_KEYS:
        raise ValidationFailed.field("criteria", _("At most %(most)d criteria.") % {"most": MOST_KEYS})
    cleaned = {str(key)[:ITEM_LENGTH]: _clean(str(key), value) for key, value in criteria.items()}
    low, high = cleaned.get("age_min"), cleaned.get("age_max")
    if low is not None and high is not None and high < low:
        raise ValidationFailed.field("criteria.age_max", _("The highest age must not be below the lowest."))
    return {key: value for key, value in cleaned.items() if value not in (None, "", [])}


def _clean(key: str, value: Any) -> Any:
    if key in ("age_min", "age_max"):
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= OLDEST:
            message = _("Give a whole number from 0 to %(oldest)d.") % {"oldest": OLDEST}
            raise ValidationFailed.field(f"criteria.{key}", message)
        return value
    if key in CHOICES:
        if value not in (None, "", *CHOICES[key]):
            names = ", ".join(CHOICES[key])
            raise ValidationFailed.field(f"criteria.{key}", _("Choose one of: %(names)s.") % {"names": names})
        return value
    if key in LISTS and not isinstance(value, list):
        raise ValidationFailed.field(f"criteria.{key}", _("Give a list."))
    return _plain(key, value)


def _plain(key: str, value: Any) -> Any:
    if isinstance(value, list):
        if len(value) > MOST_ITEMS:
            raise ValidationFailed.field(f"criteria.{key}", _("At most %(most)d entries.") % {"most": MOST_ITEMS})
        return list(dict.fromkeys(_plain(key, item) for item in value if not isinstance(item, list)))
    if isinstance(value, str):
        text = " ".join(value.replace("\x00", "").split())
        if len(text) > ITEM_LENGTH:
            raise ValidationFailed.field(f"criteria.{key}", _("At most %(most)d characters.") % {"most": ITEM_LENGTH})
        return text
    if value is None or isinstance(value, bool | int | float):
        return value
    raise ValidationFailed.field(f"criteria.{key}", _("Give a text, a number or a list."))


def criteria_in_words(criteria: Mapping[str, Any], language: str) -> str:
    """The criteria as one line, such as "Women aged 25 to 39 · Interests: camping, cooking"."""
    with override(language):
        parts = [
            _people(criteria),
            *(f"{label}: {_joined(criteria[key])}" for key, label in LISTS.items() if criteria.get(key)),
            *(
                str(CHOICES[key][criteria[key]])
                for key in ("purchase_role", "price_sensitivity")
                if _known(criteria, key)
            ),
            *(f"{key}: {_joined(value)}" for key, value in criteria.items() if _is_own(key)),
        ]
        return " · ".join(part for part in parts if part)


def _people(criteria: Mapping[str, Any]) -> str:
    """Age and gender."""
    who = (
        str(GENDERS[criteria["gender"]]) if _known(criteria, "gender") and criteria["gender"] != "any" else _("people")
    )
    low, high = criteria.get("age_min"), criteria.get("age_max")
    if low is not None and high is not None:
        return _("%(who)s aged %(low)d to %(high)d") % {"who": who, "low": low, "high": high}
    if low is not None:
        return _("%(who)s aged %(low)d and older") % {"who": who, "low": low}
    if high is not None:
        return _("%(who)s aged up to %(high)d") % {"who": who, "high": high}
    return who if _known(criteria, "gender") and criteria["gender"] != "any" else ""


def _known(criteria: Mapping[str, Any], key: str) -> bool:
    return criteria.get(key) in CHOICES[key]


def _is_own(key: str) -> bool:
    """Whether this is a key the builder does not know."""
    return key not in {*LISTS, *CHOICES, "age_min", "age_max"}


def _joined(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
