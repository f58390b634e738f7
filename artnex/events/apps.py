from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "artnex.events"
    label = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        from artnex.events.registry import register_event

        # What an administrator changes by hand, where no service has an event of its own.
        fields = {"model": "string", "fields": "array"}
        register_event("record.created", _("Record added in the administration"), fields, public=False)
        register_event("record.changed", _("Record changed in the administration"), fields, public=False)
        register_event("record.deleted", _("Record deleted in the administration"), fields, public=False)
        register_event(
            "access.granted",
            _("Access to one object granted"),
            {"person": "string", "permissions": "array"},
            public=False,
        )
        register_event(
            "access.withdrawn",
            _("Access to one object withdrawn"),
            {"person": "string", "permissions": "array"},
            public=False,
        )
        register_event("records.exported", _("Records exported"), {"model": "string", "rows": "integer"}, public=False)
