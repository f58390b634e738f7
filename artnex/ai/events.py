"""The events of the AI room."""

from django.utils.translation import gettext_lazy as _

from artnex.events.registry import register_event

CAP = {"scope": "string", "limit": "number", "used": "number", "currency": "string", "resets_at": "string"}


def register_events() -> None:
    register_event("budget.warned", _("80% of the monthly AI budget is used"), CAP)
    register_event("budget.reached", _("A paid AI call was stopped by the monthly budget"), CAP)
    register_event(
        "budget.changed",
        _("AI budget changed"),
        {"scope": "string", "before": "number", "limit": "number", "currency": "string"},
    )
