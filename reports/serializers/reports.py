"""Reports, their files, links and schedules as JSON."""

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from artnex.api.filters import BIGGEST_ID
from reports.export_enums import ExportFormat, ExportLanguage, Frame, Frequency, RunStatus
from reports.models import Report, ReportComment, ReportExport, ReportSchedule, ReportShare, ScheduledRun
from reports.queries.sections import actions_as_json, sections_as_json
from reports.rendering.options import COLOURS, DEFAULT_COLOUR, LONGEST_WATERMARK, ExportOptions
from reports.services.schedules import MOST_RECIPIENTS
from reports.services.shares import LONGEST_PASSWORD, SHORTEST_PASSWORD

FREE_OBJECT = {"type": "object", "additionalProperties": True}
YES_OR_TEXT = {"oneOf": [{"type": "boolean"}, {"type": "string", "maxLength": LONGEST_WATERMARK}]}


class EvidenceSerializer(serializers.Serializer):
    """A fact a section rests on."""

    id = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.JSONField(allow_null=True)
    unit = serializers.CharField(allow_blank=True)
    as_of = serializers.CharField(allow_blank=True)
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]


class SectionSerializer(serializers.Serializer):
    """A section: `ai_comment` is its text, `data` its blocks (tables, charts, paragraphs) in one language."""

    id = serializers.IntegerField()
    section_name = serializers.CharField()
    title = serializers.CharField()
    score = serializers.FloatField(allow_null=True)
    ai_comment = serializers.CharField(allow_blank=True)
    data = serializers.DictField()  # type: ignore[assignment]
    evidence = EvidenceSerializer(many=True)
    engine = serializers.CharField()


class ActionSerializer(serializers.Serializer):
    """Something to do; `priority` = impact × (6 − effort) × confidence."""

    id = serializers.CharField()
    title = serializers.CharField()
    reason = serializers.CharField()
    owner = serializers.CharField()
    first_step = serializers.CharField()
    module = serializers.CharField()
    impact = serializers.IntegerField()
    effort = serializers.IntegerField()
    confidence = serializers.IntegerField()
    priority = serializers.IntegerField()
    evidence = serializers.ListField(child=serializers.CharField())
    url = serializers.CharField(allow_blank=True)


class ReportLineSerializer(serializers.ModelSerializer):
    """A report without its sections, for lists."""

    title = serializers.SerializerMethodField()
    previous_id = serializers.IntegerField(allow_null=True, read_only=True)

    class Meta:
        model = Report
        fields: tuple[str, ...] = (
            *("id", "brand_id", "report_type", "title", "overall_score", "engine"),
            *("previous_id", "created_at", "updated_at"),
        )
        read_only_fields: tuple[str, ...] = fields

    def get_title(self, report: Report) -> str:
        return report.title((translation.get_language() or "ko")[:2])


class ReportSerializer(ReportLineSerializer):
    """A whole report in one language."""

    language = serializers.SerializerMethodField()
    scores = serializers.SerializerMethodField()
    sections = serializers.SerializerMethodField()
    actions = serializers.SerializerMethodField()

    class Meta(ReportLineSerializer.Meta):
        fields = (*ReportLineSerializer.Meta.fields, "language", "scores", "sections", "actions")
        read_only_fields = fields

    def get_language(self, report: Report) -> str:
        return (translation.get_language() or "ko")[:2]

    @extend_schema_field(FREE_OBJECT)
    def get_scores(self, report: Report) -> dict[str, Any]:
        """How each score was computed: formula and inputs."""
        return report.scores

    @extend_schema_field(SectionSerializer(many=True))
    def get_sections(self, report: Report) -> list[dict[str, Any]]:
        return sections_as_json(report, (translation.get_language() or "ko")[:2])

    @extend_schema_field(ActionSerializer(many=True))
    def get_actions(self, report: Report) -> list[dict[str, Any]]:
        return actions_as_json(report, (translation.get_language() or "ko")[:2])


# ── files ──
@extend_schema_field({"type": "string", "examples": [DEFAULT_COLOUR]})
class ColourField(serializers.Field):
    """#RRGGBB, or one of the names that forms offer."""

    default_error_messages = {"invalid": gettext_lazy("Give a colour as #RRGGBB or by one of these names: %s.")}

    def to_internal_value(self, data: Any) -> str:
        text = data.strip() if isinstance(data, str) else ""
        if text.lower() in COLOURS:
            return COLOURS[text.lower()]
        if len(text) == 7 and text[0] == "#" and all(digit in "0123456789abcdefABCDEF" for digit in text[1:]):
            return text.upper()
        raise serializers.ValidationError(str(self.error_messages["invalid"]) % ", ".join(COLOURS))

    def to_representation(self, value: Any) -> Any:
        return value


@extend_schema_field({"oneOf": [{"type": "boolean"}, {"type": "string", "enum": Frame.values}]})
class FrameField(serializers.ChoiceField):
    """One of the frames; true is the thin line, false none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Frame.choices, **options)

    def to_internal_value(self, data: Any) -> Frame:
        if isinstance(data, bool):
            return Frame.LINE if data else Frame.NONE
        return Frame(super().to_internal_value(data))


@extend_schema_field(YES_OR_TEXT)
class WatermarkField(serializers.CharField):
    """The words across every page; true is the usual word, false none."""

    def to_internal_value(self, data: Any) -> str:
        if isinstance(data, bool):
            return _("Confidential") if data else ""
        return super().to_internal_value(data)


class ExportInputSerializer(serializers.Serializer):
    """What file is wanted."""

    format = serializers.ChoiceField(ExportFormat.choices, default=ExportFormat.PDF)
    language = serializers.ChoiceField(ExportLanguage.choices, required=False)
    frame = FrameField(default=Frame.NONE)
    color = ColourField(default=DEFAULT_COLOUR)
    watermark = WatermarkField(default="", allow_blank=True, max_length=LONGEST_WATERMARK)
    cover = serializers.BooleanField(default=True)

    def options(self) -> ExportOptions:
        """The checked wishes; the language at hand when none is named."""
        given: Mapping[str, Any] = self.validated_data
        language = given.get("language") or (translation.get_language() or "ko")[:2]
        return ExportOptions(
            ExportLanguage(language), Frame(given["frame"]), given["color"], given["watermark"], given["cover"]
        )


class ExportSerializer(serializers.ModelSerializer):
    """A finished file: what the job's result holds."""

    report_id = serializers.IntegerField()
    file_id = serializers.UUIDField()
    name = serializers.CharField()
    size = serializers.IntegerField()
    url = serializers.CharField()

    class Meta:
        model = ReportExport
        fields = ("id", "report_id", "format", "language", "file_id", "name", "size", "url")


# ── links ──
class ShareInputSerializer(serializers.Serializer):
    expires_at = serializers.DateTimeField(required=False, allow_null=True)
    password = serializers.CharField(
        required=False,
        allow_blank=True,
        allow_null=True,
        min_length=SHORTEST_PASSWORD,
        max_length=LONGEST_PASSWORD,
        trim_whitespace=False,
    )


class ShareSerializer(serializers.ModelSerializer):
    """A link. `url` is in the answer that creates it and in no other: only a hash of it is kept."""

    report_id = serializers.IntegerField(read_only=True)
    has_password = serializers.BooleanField(read_only=True)
    is_open = serializers.BooleanField(read_only=True)

    class Meta:
        model = ReportShare
        fields: tuple[str, ...] = (
            *("id", "report_id", "expires_at", "has_password", "is_open", "view_count"),
            *("last_viewed_at", "revoked_at", "created_at"),
        )
        read_only_fields: tuple[str, ...] = fields


class NewShareSerializer(ShareSerializer):
    url = serializers.CharField(read_only=True)

    class Meta(ShareSerializer.Meta):
        fields = (*ShareSerializer.Meta.fields, "url")
        read_only_fields = fields


# ── remarks ──
class CommentSerializer(serializers.ModelSerializer):
    author_name = serializers.SerializerMethodField()

    class Meta:
        model = ReportComment
        fields = ("id", "body", "author_name", "created_at")
        read_only_fields = ("id", "author_name", "created_at")

    def get_author_name(self, comment: ReportComment) -> str | None:
        return str(comment.author) if comment.author else None


# ── schedules ──
class ScheduledRunSerializer(serializers.ModelSerializer):
    status = serializers.ChoiceField(RunStatus.choices, read_only=True)
    note = serializers.CharField(read_only=True)

    class Meta:
        model = ScheduledRun
        fields = ("id", "status", "attempts", "note", "created_at", "finished_at")
        read_only_fields = fields


class ScheduleSerializer(serializers.ModelSerializer):
    """Sends the brand's newest report by mail."""

    brand_id = serializers.IntegerField(min_value=1, max_value=BIGGEST_ID)
    frequency = serializers.ChoiceField(Frequency.choices, default=Frequency.MONTHLY)
    format = serializers.ChoiceField(ExportFormat.choices, default=ExportFormat.PDF)
    language = serializers.ChoiceField(ExportLanguage.choices, default=ExportLanguage.KO)
    recipients = serializers.ListField(
        child=serializers.EmailField(max_length=254), min_length=1, max_length=MOST_RECIPIENTS
    )
    last_run = serializers.SerializerMethodField()

    class Meta:
        model = ReportSchedule
        fields = (
            *("id", "brand_id", "frequency", "format", "language", "recipients", "is_active"),
            *("next_run_at", "last_run", "created_at", "updated_at"),
        )
        read_only_fields = ("next_run_at",)

    @extend_schema_field(ScheduledRunSerializer(allow_null=True))
    def get_last_run(self, schedule: ReportSchedule) -> dict[str, Any] | None:
        runs = getattr(schedule, "newest_runs", None)
        run = (runs[0] if runs else None) if runs is not None else schedule.runs.first()
        return dict(ScheduledRunSerializer(run).data) if run else None
