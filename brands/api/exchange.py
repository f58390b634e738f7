"""Proposals for a brand, and brands as files."""

from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from artnex.api.long_work import job_response
from artnex.api.parsers import JsonParser, UploadParser
from artnex.api.responses import respond
from artnex.api.views import ApiView
from artnex.errors import BadRequest
from artnex.jobs.serializers import JobSerializer
from brands.api.registry import BrandViewSet
from brands.queries.registry import with_role
from brands.serializers.registry import ImportSerializer, SuggestionRequestSerializer
from brands.services.brand_export import EXPORT_FORMATS, export_brands
from brands.services.brand_import import (
    check_mapping,
    guess_mapping,
    plan_import,
    read_table,
    read_upload,
    request_import,
    store_import_file,
)
from brands.services.suggestions import request_suggestions


class SuggestionsView(BrandViewSet):
    problems = (402,)

    @extend_schema(request=SuggestionRequestSerializer, responses={202: JobSerializer})
    def ask(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Have slogan, mission, vision, keywords and voice proposed; the job's result is the proposals."""
        brand = self.fetch_object("update")
        form = SuggestionRequestSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return job_response(request, request_suggestions(user=request.user, brand=brand, **form.validated_data))


class ImportView(ApiView):
    parser_classes = [UploadParser, JsonParser]
    permissions_needed: ClassVar[dict[str, str]] = {"POST": "create:brand"}
    problems = (413, 415)

    @extend_schema(
        request={"multipart/form-data": ImportSerializer},
        responses={
            200: OpenApiResponse(OpenApiTypes.OBJECT, description="With `dry_run`: the counts; nothing is stored."),
            202: JobSerializer,
        },
    )
    def post(self, request: Request) -> Response:
        """Import brands from CSV or XLSX; the first row holds the API's field names, keywords are joined by `;`."""
        form = ImportSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        upload = form.validated_data["file"]
        content = read_upload(upload)
        if form.validated_data["dry_run"]:
            return respond(plan_import(user=request.user, content=content).as_json())
        check_headings(content)
        upload.seek(0)
        file = store_import_file(user=request.user, upload=upload)
        return job_response(request, request_import(user=request.user, file=file))


def check_headings(content: bytes) -> None:
    """Say at once what would make the job fail: no table, or no column for the name."""
    headings = read_table(content)[0]
    check_mapping(guess_mapping(headings), headings)


class ExportView(BrandViewSet):
    produces = tuple(kind.split(";")[0] for kind in EXPORT_FORMATS.values())

    @extend_schema(
        parameters=[OpenApiParameter("format", str, enum=list(EXPORT_FORMATS))],
        responses={(200, produces[0]): OpenApiTypes.BINARY, (200, produces[1]): OpenApiTypes.BINARY},
    )
    def export(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """All brands that match the list's filters, as a file."""
        kind = request.query_params.get("format", "csv")
        if kind not in EXPORT_FORMATS:
            message = _("Must be one of: %(names)s.") % {"names": ", ".join(EXPORT_FORMATS)}
            raise BadRequest(details=[{"field": "format", "message": message}])
        file = export_brands(self.filter_queryset(with_role(self.get_queryset(), request.user)), kind)
        response = HttpResponse(file.content, content_type=file.content_type)
        response["Content-Disposition"] = f'attachment; filename="{file.name}"'
        return response
