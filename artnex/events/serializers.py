"""Events and notifications as the API shows them."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from artnex.events.models import Event, Notification
from artnex.events.queries import line_of
from artnex.events.registry import label_of


class ActorSerializer(serializers.Serializer):
    """Who did it, by the name of that time."""

    id = serializers.IntegerField()
    name = serializers.CharField(allow_blank=True)


class SubjectSerializer(serializers.Serializer):
    """What it was done to."""

    type = serializers.CharField()
    id = serializers.CharField()
    name = serializers.CharField(allow_blank=True)


class EventSerializer(serializers.ModelSerializer):
    """One row of the audit trail: who, what, when, from where."""

    label = serializers.SerializerMethodField()  # type: ignore[assignment]
    actor = serializers.SerializerMethodField()
    subject = serializers.SerializerMethodField()
    ip = serializers.IPAddressField(allow_null=True, read_only=True)
    data = serializers.DictField(read_only=True)  # type: ignore[assignment]

    class Meta:
        model = Event
        fields = ("id", "name", "label", "actor", "subject", "brand_id", "data", "ip", "request_id", "created_at")
        read_only_fields = fields

    def get_label(self, event: Event) -> str:
        return label_of(event.name)

    @extend_schema_field(ActorSerializer(allow_null=True))
    def get_actor(self, event: Event) -> dict[str, object] | None:
        return {"id": event.actor_id, "name": event.actor_name} if event.actor_id else None

    @extend_schema_field(SubjectSerializer(allow_null=True))
    def get_subject(self, event: Event) -> dict[str, str] | None:
        if not event.subject_type:
            return None
        return {"type": event.subject_type, "id": event.subject_id, "name": event.subject_name}


class NotificationSerializer(serializers.ModelSerializer):
    """An event that concerns the caller."""

    event_id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(source="event.name", read_only=True)
    text = serializers.SerializerMethodField()
    brand_id = serializers.IntegerField(source="event.brand_id", allow_null=True, read_only=True)
    is_read = serializers.BooleanField(read_only=True)

    class Meta:
        model = Notification
        fields = ("id", "is_read", "event_id", "name", "text", "brand_id", "url", "created_at", "read_at")
        read_only_fields = fields

    def get_text(self, notification: Notification) -> str:
        return str(line_of(notification.event))


class ReadSerializer(serializers.Serializer):
    """Which notifications were read; all of them when `ids` is left out."""

    ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), required=False, max_length=1000
    )


class ReadAnswerSerializer(serializers.Serializer):
    marked = serializers.IntegerField(help_text="How many were unread before.")
    unread = serializers.IntegerField(help_text="How many are unread now.")
