"""Reports: reading, taking away, files, links, remarks."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.http import FileResponse, HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from artnex.access import RestrictedQuerySet, fetch
from artnex.api.long_work import job_response
from artnex.api.pagination import CursorPages
from artnex.api.responses import respond
from artnex.api.viewsets import Deleting, Listing, Retrieving
from artnex.errors import BadRequest, NotFound
from artnex.jobs.serializers import JobSerializer
from brands.models import Brand
from reports.content import LANGUAGES
from reports.export_enums import ExportFormat
from reports.filters import ReportFilters
from reports.models import Report, ReportComment, ReportShare
from reports.queries.exports import newest_export
from reports.serializers.reports import (
    CommentSerializer,
    ExportInputSerializer,
    ExportSerializer,
    NewShareSerializer,
    ReportLineSerializer,
    ReportSerializer,
    ShareInputSerializer,
    ShareSerializer,
)
from reports.services.exports import request_export
from reports.services.remarks import comment_on_report
from reports.services.reports import delete_report
from reports.services.shares import address_of, revoke_share, share_report

LANGUAGE = OpenApiParameter("language", str, enum=list(LANGUAGES), description="Instead of `Accept-Language`.")
FORMAT = OpenApiParameter("format", str, enum=list(ExportFormat.values), description="Of any format when left out.")


def wanted_language(request: Request) -> str | None:
    """`?language=`; None when it is left out, BadRequest for one that reports do not have."""
    language = request.query_params.get("language")
    if language is not None and language not in LANGUAGES:
        raise _one_of("language", LANGUAGES)
    return language


def _one_of(name: str, choices: Any) -> BadRequest:
    message = _("Must be one of %(choices)s.") % {"choices": ", ".join(choices)}
    return BadRequest(details=[{"field": name, "message": message}])


class ReportViewSet(Listing, Retrieving, Deleting):
    """Reports of the brands one works on."""

    queryset = Report.objects.all()
    serializer_class = ReportLineSerializer
    filterset_class = ReportFilters
    search_fields = ("title_ko", "title_en")
    ordering_fields = ("created_at", "overall_score", "report_type")
    pagination_class = CursorPages

    @property
    def produces(self) -> tuple[str, ...]:  # type: ignore[override]
        return tuple(kind.content_type for kind in ExportFormat) if self.action == "file" else ()

    def answer(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """In the language the address asks for, else in the caller's."""
        answer: Callable[..., HttpResponseBase] = super().answer
        with translation.override(wanted_language(self.request) or translation.get_language()):
            return answer(*args, **kwargs)

    @extend_schema(parameters=[LANGUAGE])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List reports, the newest first, without their sections."""
        return super().list(request, *args, **kwargs)

    @extend_schema(parameters=[LANGUAGE], responses=ReportSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A whole report: scores with formula and inputs, sections with evidence, ranked actions."""
        return respond(ReportSerializer(self.fetch_object()).data)

    def perform_destroy(self, instance: Report) -> None:
        delete_report(user=self.request.user, report=instance)

    # ── files ──
    @extend_schema(
        request=ExportInputSerializer,
        responses={202: JobSerializer, 200: ExportSerializer},
    )
    def export(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Make a file of the report: PDF, DOCX, PPTX, XLSX, or HTML in one file."""
        report = self.fetch_object("update")
        form = ExportInputSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        file_format = form.validated_data["format"]
        job = request_export(user=request.user, report=report, file_format=file_format, options=form.options())
        return job_response(request, job)

    @extend_schema(
        parameters=[FORMAT],
        responses={
            (200, kind.content_type): OpenApiResponse(OpenApiTypes.BINARY, description="The file made last.")
            for kind in ExportFormat
        },
    )
    def file(self, request: Request, *args: Any, **kwargs: Any) -> FileResponse:
        """The file that was made last, without envelope; 404 before any was made."""
        report = self.fetch_object()
        wanted = request.query_params.get("format", "")
        if wanted and wanted not in ExportFormat.values:
            raise _one_of("format", ExportFormat.values)
        export = newest_export(report, wanted)
        if export is None:
            raise NotFound(_("No file of this report has been made yet."))
        try:
            stream = export.file.open()
        except FileNotFoundError:
            raise NotFound from None
        return FileResponse(
            stream, as_attachment=True, filename=export.file.name, content_type=export.file.content_type
        )

    # ── links ──
    @extend_schema(request=ShareInputSerializer, responses={201: NewShareSerializer})
    def share(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Make a link that opens the report without an account; its address is told this once."""
        report = self.fetch_object("update")
        form = ShareInputSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        share, token = share_report(
            user=request.user,
            report=report,
            expires_at=form.validated_data.get("expires_at"),
            password=form.validated_data.get("password") or "",
        )
        data = {**ShareSerializer(share).data, "url": address_of(token)}
        location = f"/api/v1/reports/{report.pk}/share/{share.pk}"
        return respond(data, status=201, headers={"Location": location})

    @extend_schema(responses=ShareSerializer(many=True))
    def shares(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Links of the report, with how often each was opened."""
        rows = ReportShare.objects.filter(report=self.fetch_object())
        return self.get_paginated_response(ShareSerializer(self.paginate_queryset(rows), many=True).data)

    # ── remarks ──
    @extend_schema(responses=CommentSerializer(many=True))
    def comments(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Remarks of the team, the oldest first."""
        rows = ReportComment.objects.filter(report=self.fetch_object()).select_related("author")
        return self.get_paginated_response(CommentSerializer(self.paginate_queryset(rows), many=True).data)

    @extend_schema(request=CommentSerializer, responses={201: CommentSerializer})
    def add_comment(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Add a remark."""
        report = self.fetch_object("update")
        form = CommentSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        comment = comment_on_report(user=request.user, report=report, body=form.validated_data["body"])
        return respond(CommentSerializer(comment).data, status=201, headers={"Location": request.path})


class BrandReportsViewSet(ReportViewSet):
    """The reports at `/brands/{brand_id}/reports`."""

    @cached_property
    def brand(self) -> Brand:
        return fetch(Brand.objects.all(), self.request.user, "read", pk=self.kwargs["brand_id"])

    def all_rows(self) -> RestrictedQuerySet[Any]:
        return self.queryset.filter(brand=self.brand.pk)


class ReportShareViewSet(Retrieving, Deleting):
    """One link of one report."""

    queryset = ReportShare.objects.select_related("report")
    serializer_class = ShareSerializer

    def all_rows(self) -> RestrictedQuerySet[Any]:
        report = fetch(Report.objects.all(), self.request.user, "read", pk=self.kwargs["report_id"])
        return self.queryset.filter(report=report.pk)

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Revoke the link: it opens nothing from now on."""
        revoke_share(user=request.user, share=self.fetch_object("update"))
        return respond(status=204)
