"""Endpoints that exist for the tests alone, over a model that is there anyway (notifications)."""

from decimal import Decimal
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.http import Http404
from django.urls import include, path, re_path
from rest_framework import serializers

from artnex.access import fetch
from artnex.api import filters
from artnex.api.fast_read import FastCall, fast_get
from artnex.api.long_work import job_response
from artnex.api.pagination import CursorPages
from artnex.api.parsers import UploadParser
from artnex.api.responses import respond
from artnex.api.unknown import unknown_endpoint
from artnex.api.versions import VersionedViewSet
from artnex.api.views import ApiView
from artnex.api.viewsets import FullViewSet, crud_paths
from artnex.errors import BudgetExceeded, RateLimited
from artnex.events.models import Event, Notification

CALLS: list[Any] = []


class PieceSerializer(serializers.Serializer):
    density = serializers.FloatField(min_value=0, max_value=1)


class ThingSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=20)
    amount = serializers.DecimalField(max_digits=10, decimal_places=2, required=False)
    axes = PieceSerializer(required=False)
    items = PieceSerializer(many=True, required=False)
    at = serializers.DateTimeField(required=False)


class EchoView(ApiView):
    """Gives the checked body back."""

    permissions_needed = {"DELETE": "manage:users"}

    def get(self, request: Any) -> Any:
        return respond({"user": request.user.pk, "amount": Decimal("10.50")}, message="hello")

    def post(self, request: Any) -> Any:
        form = ThingSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        CALLS.append(form.validated_data)
        return respond(form.validated_data, status=201, headers={"Location": f"/things/{len(CALLS)}"})

    def delete(self, request: Any) -> Any:
        return respond(status=204)


class OpenView(ApiView):
    open_to_everyone = True

    def get(self, request: Any) -> Any:
        return respond({"open": True})

    def post(self, request: Any) -> Any:
        CALLS.append(request.data)
        return respond({"number": len(CALLS)}, status=201)


class ScopedView(ApiView):
    throttle_scope = "analyze"

    def post(self, request: Any) -> Any:
        return respond({})


class UploadView(ApiView):
    parser_classes = [UploadParser]

    def post(self, request: Any) -> Any:
        CALLS.append(1)
        upload = request.data["file"]
        return respond({"name": upload.name, "size": upload.size})


class FailingView(ApiView):
    """Fails in the way the address says."""

    def get(self, request: Any, how: str) -> Any:
        if how == "data-error":
            with connection.cursor() as cursor:
                cursor.execute("SELECT CAST(%s AS bigint)", [2**70])
        problems = {
            "mistake": ZeroDivisionError("secret detail"),
            "django-404": Http404("hint"),
            "money": BudgetExceeded(details=[{"field": "budget", "message": "x", "limit": 5}]),
            "limited": RateLimited(retry_after=7),
        }
        raise problems[how]

    post = get


class NoteSerializer(serializers.ModelSerializer):
    class Meta:
        model = Notification
        fields = ["id", "url", "created_at", "read_at"]
        read_only_fields = ["id", "created_at", "read_at"]
        extra_kwargs = {"url": {"required": True}}


class NoteFilters(filters.ApiFilterSet):
    from_ = filters.SinceFilter(field_name="created_at")
    to = filters.UntilFilter(field_name="created_at")
    is_unread = filters.YesNoFilter(field_name="read_at", lookup_expr="isnull")
    event_id = filters.IdFilter(field_name="event_id")


class NoteViewSet(FullViewSet):
    queryset = Notification.objects.all()
    serializer_class = NoteSerializer
    filterset_class = NoteFilters
    search_fields = ("url",)
    ordering_fields = {"created_at": "created_at", "link": "url", "read_at": "read_at"}
    permissions_needed = {"create": "create:brand"}

    def perform_create(self, fields: dict[str, Any]) -> Notification:
        return Notification.objects.create(
            user=self.request.user, event=Event.objects.create(name="note.made"), url=fields["url"]
        )

    def perform_update(self, instance: Notification, fields: dict[str, Any]) -> Notification:
        for name, value in fields.items():
            setattr(instance, name, value)
        instance.save()
        return instance

    def perform_destroy(self, instance: Notification) -> None:
        instance.delete()


class GrowingViewSet(NoteViewSet):
    pagination_class = CursorPages


class VersionedNotes(NoteViewSet, VersionedViewSet):
    """The number behind the dash of a note's link is its version."""

    def version_of(self, instance: Notification) -> int:
        return int(instance.url.partition("-")[2] or 0)


class FastView(ApiView):
    def get(self, request: Any, number: int) -> Any:
        return respond(read_fast(FastCall(request, request.user, {"number": number})))


def read_fast(call: FastCall) -> Any:
    return {"user": call.person.pk, "number": call.kwargs["number"], "role": call.person.role.value}


class LongView(ApiView):
    """Starts nothing: answers with the job that the test has made."""

    def post(self, request: Any) -> Any:
        return job_response(request, CALLS[0], created="create" in request.query_params)


class UserByIdView(ApiView):
    def get(self, request: Any, pk: int) -> Any:
        return respond({"id": fetch(get_user_model().objects.all(), request.user, pk=pk).pk})


urlpatterns = [
    path("api/v1/echo", EchoView.as_view()),
    path("api/v1/open", OpenView.as_view()),
    path("api/v1/scoped", ScopedView.as_view()),
    path("api/v1/upload", UploadView.as_view()),
    path("api/v1/failing/<str:how>", FailingView.as_view()),
    path("api/v1/people/<int:pk>", UserByIdView.as_view()),
    *crud_paths("api/v1/notes", NoteViewSet, name="note"),
    *crud_paths("api/v1/versioned", VersionedNotes, name="versioned"),
    path("api/v1/fast/<int:number>", fast_get(FastView.as_view(), read_fast)),
    path("api/v1/long", LongView.as_view()),
    *crud_paths("api/v1/growing", GrowingViewSet, name="growing"),
    re_path(r"^api/(?P<rest>.*)$", unknown_endpoint),
    path("", include("artnex.web.urls")),
    path("", include("accounts.urls")),
]
