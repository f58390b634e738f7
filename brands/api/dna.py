"""Brand DNA with versions, comparison, comments and exports; presets."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from artnex.access import fetch, require
from artnex.api.pagination import whole_number
from artnex.api.responses import respond
from artnex.api.viewsets import FullViewSet
from artnex.errors import BadRequest, NotFound, ValidationFailed, VersionConflict
from brands.filters.dna import DnaFilters
from brands.models import BrandDna, BrandDnaVersion, DnaComment, DnaPreset
from brands.queries.dna import EXPORTS, compare_versions, export_dna, visible_presets
from brands.serializers.dna import (
    DnaCommentInputSerializer,
    DnaCommentSerializer,
    DnaComparisonSerializer,
    DnaInputSerializer,
    DnaSerializer,
    DnaVersionSerializer,
    PresetInputSerializer,
    PresetSerializer,
    SeenVersionSerializer,
)
from brands.services.dna import (
    comment_on_dna,
    create_dna,
    create_preset,
    delete_dna,
    delete_preset,
    restore_version,
    save_dna,
    update_preset,
)

VERSIONS_COMPARED = [
    OpenApiParameter("v1", int, description="The earlier version; the one before `v2` when left out."),
    OpenApiParameter("v2", int, description="The later version; the present one when left out."),
]
EXPORT_FORMATS = [
    OpenApiParameter(
        "format", str, enum=list(EXPORTS), description="`tokens`: W3C design tokens; `css`: custom properties."
    )
]
PRESET_KINDS = ("default", "custom")
PRESET_TYPES = [OpenApiParameter("type", str, enum=list(PRESET_KINDS), description="Only presets of this type.")]


def expected_version(request: Request) -> int | None:
    """The version the caller has seen: `version` in the body, or `If-Match`; None when neither is given."""
    body: Any = request.data
    given = body.get("version")
    if given is None:
        given = request.META.get("HTTP_IF_MATCH")
    if given in (None, "", "*"):
        return None
    text = str(given).strip().removeprefix("W/").strip('"')
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise ValidationFailed.field("version", _("Must be a version number."))
    return int(text)


class DnaViewSet(FullViewSet):
    """Brand DNA of one's own and of the brands one works on."""

    reads_if_match = True
    queryset = BrandDna.objects.all()
    serializer_class = DnaSerializer
    input_serializer_class = DnaInputSerializer
    search_fields = ("name",)
    filterset_class = DnaFilters
    ordering_fields = ("name", "created_at", "updated_at")

    raw_actions = ("export",)

    @property
    def produces(self) -> tuple[str, ...]:  # type: ignore[override]
        return ("text/css",) if self.action == "export" else ()

    def check_create(self) -> None:
        require(self.request.user, "update:brand")

    def perform_create(self, fields: dict[str, Any]) -> BrandDna:
        fields.pop("version", None)
        return create_dna(user=self.request.user, brand=fields.pop("brand", None), **fields)

    def update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Change name or axes: those given, the others stay; every change is a new version."""
        dna = self.fetch_object("update")
        fields = self.read_body(dna)
        for not_changed_here in ("brand", "version"):
            fields.pop(not_changed_here, None)
        try:
            dna = save_dna(user=request.user, dna=dna, expected_version=expected_version(request), **fields)
        except VersionConflict as conflict:
            raise self.with_current(conflict, dna) from None
        return respond(self.present(dna))

    def perform_destroy(self, instance: BrandDna) -> None:
        delete_dna(user=self.request.user, dna=instance)

    def with_current(self, conflict: VersionConflict, dna: BrandDna) -> VersionConflict:
        """The conflict, with what is stored now in its details, so that a client can merge."""
        dna.refresh_from_db()
        conflict.details = [{"field": "version", "message": conflict.message, "current": self.present(dna)}]
        return conflict

    def version_number(self, number: int | None) -> BrandDnaVersion:
        dna = self.fetch_object("read")
        version = dna.versions.select_related("author", "dna").filter(number=number).first()
        if version is None:
            raise NotFound
        return version

    @extend_schema(responses=DnaVersionSerializer(many=True))
    def versions(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Every save, the newest first."""
        rows = self.fetch_object("read").versions.select_related("author")
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(DnaVersionSerializer(page, many=True).data)

    @extend_schema(responses=DnaVersionSerializer)
    def version(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """What the Brand DNA was at one save."""
        return respond(DnaVersionSerializer(self.version_number(kwargs["number"])).data)

    @extend_schema(request=SeenVersionSerializer, responses=DnaSerializer)
    def restore(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Bring an old version back, as a new one."""
        dna = self.fetch_object("update")
        version = self.version_number(kwargs["number"])
        try:
            dna = restore_version(user=request.user, version=version, expected_version=expected_version(request))
        except VersionConflict as conflict:
            raise self.with_current(conflict, dna) from None
        return respond(self.present(dna))

    @extend_schema(parameters=VERSIONS_COMPARED, responses=DnaComparisonSerializer)
    def compare(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Compare two versions axis by axis and token by token; by default the last change."""
        present = self.fetch_object("read").version
        second = whole_number(request.query_params, "v2", low=1) or present
        first = whole_number(request.query_params, "v1", low=1) or max(second - 1, 1)
        before, after = self.version_number(first), self.version_number(second)
        return respond(DnaComparisonSerializer(compare_versions(before, after)).data)

    @extend_schema(
        parameters=EXPORT_FORMATS,
        responses={
            (200, "application/json"): OpenApiResponse(OpenApiTypes.OBJECT, description="The file itself"),
            (200, "text/css"): OpenApiResponse(OpenApiTypes.STR, description="The file itself"),
        },
    )
    def export(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """The design as a file, without envelope."""
        dna = self.fetch_object("read")
        form = request.query_params.get("format", "json")
        if form not in EXPORTS:
            message = _("Must be one of %(choices)s.") % {"choices": ", ".join(EXPORTS)}
            raise BadRequest(details=[{"field": "format", "message": message}])
        return export_dna(dna, form).as_response()

    @extend_schema(responses=DnaCommentSerializer(many=True))
    def comments(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Remarks of the team, the oldest first."""
        rows = DnaComment.objects.filter(dna=self.fetch_object("read")).select_related("author")
        return self.get_paginated_response(DnaCommentSerializer(self.paginate_queryset(rows), many=True).data)

    @extend_schema(request=DnaCommentInputSerializer, responses={201: DnaCommentSerializer})
    def add_comment(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Add a remark on the present version."""
        dna = self.fetch_object("update")
        form = DnaCommentInputSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        comment = comment_on_dna(user=request.user, dna=dna, body=form.validated_data["body"])
        return respond(DnaCommentSerializer(comment).data, status=201, headers={"Location": request.path})


class PresetViewSet(FullViewSet):
    """Default presets are for everybody, even without an account; own ones for their owner, shared ones to read."""

    queryset = DnaPreset.objects.all()
    serializer_class = PresetSerializer
    input_serializer_class = PresetInputSerializer
    search_fields = ("name", "description")
    ordering_fields = ("name", "created_at")

    @property
    def open_to_everyone(self) -> bool:  # type: ignore[override]
        return self.request.method in {"GET", "HEAD", "OPTIONS"}

    @extend_schema(parameters=PRESET_TYPES)
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List presets: those that come with ArtNex first, then one's own and shared ones."""
        return super().list(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        rows = visible_presets(self.request.user)
        kind = self.request.query_params.get("type")
        if kind is None:
            return rows
        if kind not in PRESET_KINDS:
            message = _("Must be one of %(choices)s.") % {"choices": ", ".join(PRESET_KINDS)}
            raise BadRequest(details=[{"field": "type", "message": message}])
        return rows.filter(user__isnull=kind == "default")

    def fetch_object(self, action: Any = "read") -> Any:
        if self.request.user.is_authenticated:
            return fetch(self.all_rows(), self.request.user, action, pk=self.kwargs["pk"])
        preset = visible_presets(self.request.user).filter(pk=self.kwargs["pk"]).first()
        if preset is None:
            raise NotFound
        return preset

    def check_create(self) -> None:
        require(self.request.user, "update:brand")

    def perform_create(self, fields: dict[str, Any]) -> DnaPreset:
        source = fields.pop("brand_dna", None)
        axes = fields.pop("axes", None) or (source.axes if source else {})
        return create_preset(user=self.request.user, axes=axes, **fields)

    def perform_update(self, instance: DnaPreset, fields: dict[str, Any]) -> DnaPreset:
        source = fields.pop("brand_dna", None)
        if source is not None:
            fields.setdefault("axes", source.axes)
        return update_preset(user=self.request.user, preset=instance, fields=fields)

    def perform_destroy(self, instance: DnaPreset) -> None:
        delete_preset(user=self.request.user, preset=instance)
