"""Brand DNA with versions, comparison, comments and exports; presets."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse, JsonResponse
from rest_framework.request import Request
from rest_framework.response import Response

from artnex.access import fetch
from artnex.api.pagination import whole_number
from artnex.api.responses import respond
from artnex.api.viewsets import FullViewSet
from artnex.errors import BadRequest, NotFound, ValidationFailed, VersionConflict
from brands.engine.dna import as_css, as_design_tokens, compare_axes, compare_tokens
from brands.models import BrandDna, BrandDnaVersion, DnaComment, DnaPreset
from brands.serializers.dna import (
    DnaCommentSerializer,
    DnaInputSerializer,
    DnaSerializer,
    DnaVersionSerializer,
    PresetInputSerializer,
    PresetSerializer,
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

EXPORTS = ("json", "css", "tokens")


def expected_version(request: Request) -> int | None:
    """The version the caller has seen: `version` in the body, or `If-Match`; None when neither is given."""
    given = request.data.get("version", request.META.get("HTTP_IF_MATCH"))
    if given in (None, "", "*"):
        return None
    text = str(given).removeprefix("W/").strip('"')
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise ValidationFailed.field("version", "Must be a version number.")
    return int(text)


class DnaViewSet(FullViewSet):
    queryset = BrandDna.objects.all()
    serializer_class = DnaSerializer
    input_serializer_class = DnaInputSerializer
    search_fields = ("name",)
    ordering_fields = ("name", "created_at", "updated_at")

    def perform_create(self, fields: dict[str, Any]) -> BrandDna:
        return create_dna(user=self.request.user, brand=fields.pop("brand", None), **fields)

    def update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        dna = self.fetch_object("update")
        fields = self.read_body(dna)
        fields.pop("brand", None)
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

    def versions(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rows = self.fetch_object("read").versions.select_related("author")
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(DnaVersionSerializer(page, many=True).data)

    def version(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return respond(DnaVersionSerializer(self.version_number(kwargs["number"])).data)

    def restore(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        dna = self.fetch_object("update")
        version = self.version_number(kwargs["number"])
        try:
            dna = restore_version(user=request.user, version=version, expected_version=expected_version(request))
        except VersionConflict as conflict:
            raise self.with_current(conflict, dna) from None
        return respond(self.present(dna))

    def compare(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Two versions axis by axis and token by token; by default the present one and the one before it."""
        present = self.fetch_object("read").version
        second = whole_number(request.query_params, "v2", low=1) or present
        first = whole_number(request.query_params, "v1", low=1) or max(second - 1, 1)
        before, after = self.version_number(first), self.version_number(second)
        data = {
            "v1": DnaVersionSerializer(before).data,
            "v2": DnaVersionSerializer(after).data,
            "diff": compare_axes(before.axes, after.axes),
            "changes": compare_tokens(before.tokens, after.tokens),
        }
        return respond(data)

    def export(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """The raw file, without envelope: our own JSON, CSS variables, or W3C design tokens."""
        dna = self.fetch_object("read")
        form = request.query_params.get("format", "json")
        if form not in EXPORTS:
            message = f"Must be one of {', '.join(EXPORTS)}."
            raise BadRequest(details=[{"field": "format", "message": message}])
        name = f"brand-dna-{dna.pk}-v{dna.version}"
        if form == "css":
            response = HttpResponse(as_css(dna.tokens), content_type="text/css; charset=utf-8")
            name += ".css"
        else:
            body = {"name": dna.name, "version": dna.version, "axes": dna.axes, "tokens": dna.tokens}
            response = JsonResponse(as_design_tokens(dna.tokens) if form == "tokens" else body)
            name += ".tokens.json" if form == "tokens" else ".json"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def comments(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rows = DnaComment.objects.filter(dna=self.fetch_object("read")).select_related("author")
        return self.get_paginated_response(DnaCommentSerializer(self.paginate_queryset(rows), many=True).data)

    def add_comment(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        dna = self.fetch_object("update")
        form = DnaCommentSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        comment = comment_on_dna(user=request.user, dna=dna, body=form.validated_data["body"])
        location = f"/api/v1/brand-dna/{dna.pk}/comments"
        return respond(DnaCommentSerializer(comment).data, status=201, headers={"Location": location})


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

    def get_queryset(self) -> Any:
        rows = self.all_rows()
        rows = rows.restrict(self.request.user) if self.request.user.is_authenticated else rows.filter(user=None)
        kind = self.request.query_params.get("type")
        if kind is None:
            return rows
        if kind not in {"default", "custom"}:
            raise BadRequest(details=[{"field": "type", "message": "Must be default or custom."}])
        return rows.filter(Q(user__isnull=kind == "default"))

    def fetch_object(self, action: Any = "read") -> Any:
        if self.request.user.is_authenticated:
            return fetch(self.all_rows(), self.request.user, action, pk=self.kwargs["pk"])
        preset = self.all_rows().filter(user=None, pk=self.kwargs["pk"]).first()
        if preset is None:
            raise NotFound
        return preset

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
