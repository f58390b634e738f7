"""Endpoints over a model: every read and write goes through the model's access rule, every write through services."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import Model
from django.urls import URLPattern, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from artnex.access import Action, RestrictedQuerySet, fetch
from artnex.api.responses import respond
from artnex.api.views import ApiView


class RestrictedViewSet(ApiView, GenericViewSet):
    """The base; add `Listing`, `Retrieving`, `Creating`, `Updating`, `Deleting`, or all of them by `FullViewSet`.

    `queryset` is the model's restricted queryset with its `select_related` and so on, `serializer_class` writes the
    answer, `input_serializer_class` (when it differs) reads the body. Views call services in `perform_…`.
    """

    queryset: RestrictedQuerySet[Any]
    input_serializer_class: ClassVar[type[BaseSerializer] | None] = None
    search_fields: ClassVar[tuple[str, ...]] = ()
    ordering_fields: ClassVar[tuple[str, ...] | Mapping[str, str]] = ()
    filterset_class: ClassVar[type | None] = None
    lookup_field = "pk"

    def get_queryset(self) -> RestrictedQuerySet[Any]:
        """What the caller may see. Views under a parent narrow it further."""
        return self.all_rows().restrict(self.request.user, "read")

    def all_rows(self) -> RestrictedQuerySet[Any]:
        """The rows this endpoint is about, before anyone's rights are looked at."""
        return self.queryset.all()

    def fetch_object(self, action: Action = "read") -> Any:
        """The row the address names: NotFound when it may not be seen, PermissionDenied when only seen."""
        value = self.kwargs[self.lookup_url_kwarg or self.lookup_field]
        return fetch(self.all_rows(), self.request.user, action, **{self.lookup_field: value})

    def get_object(self) -> Any:
        return self.fetch_object("read")

    def read_body(self, instance: Any = None) -> dict[str, Any]:
        """The checked fields of the body; with `instance`, fields may be missing. Raises ValidationFailed."""
        kind = self.input_serializer_class or self.get_serializer_class()
        form = kind(
            instance, data=self.request.data, partial=instance is not None, context=self.get_serializer_context()
        )
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)

    def present(self, instance: Any) -> Any:
        """The JSON form of one object."""
        return self.get_serializer(instance).data

    def location_of(self, instance: Model) -> str:
        """The address of a new object: the list's, and its id."""
        return f"{self.request.path.rstrip('/')}/{getattr(instance, self.lookup_field)}"


class Listing(RestrictedViewSet):
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)


class Retrieving(RestrictedViewSet):
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return respond(self.present(self.fetch_object()))


class Creating(RestrictedViewSet):
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        self.check_create()
        instance = self.perform_create(self.read_body())
        return respond(self.present_new(instance), status=201, headers={"Location": self.location_of(instance)})

    def present_new(self, instance: Any) -> Any:
        """The JSON form of an object just made; override where that needs no reading back."""
        return self.present(instance)

    def check_create(self) -> None:
        """May they create here at all (a parent in the address)? Raises NotFound or PermissionDenied."""

    def perform_create(self, fields: dict[str, Any]) -> Any:
        """Call the service; return the new object."""
        raise NotImplementedError


class Updating(RestrictedViewSet):
    """PUT and PATCH both change the fields given and leave the others."""

    def update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        instance = self.fetch_object("update")
        instance = self.perform_update(instance, self.read_body(instance))
        return respond(self.present(instance))

    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.update(request, *args, **kwargs)

    def perform_update(self, instance: Any, fields: dict[str, Any]) -> Any:
        """Call the service; return the changed object."""
        raise NotImplementedError


class Deleting(RestrictedViewSet):
    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        self.perform_destroy(self.fetch_object("delete"))
        return respond(status=204)

    def perform_destroy(self, instance: Any) -> None:
        """Call the service."""
        raise NotImplementedError


class FullViewSet(Listing, Retrieving, Creating, Updating, Deleting):
    """List, retrieve, create, update and delete."""


LIST_ACTIONS: dict[str, Any] = {"get": "list", "post": "create"}
OBJECT_ACTIONS: dict[str, Any] = {"get": "retrieve", "put": "update", "patch": "partial_update", "delete": "destroy"}


def crud_paths(prefix: str, viewset: type[RestrictedViewSet], *, name: str, key: str = "<int:pk>") -> list[URLPattern]:
    """Addresses `prefix` (name `…-list`) and `prefix/key` (name `…-detail`) for whatever the viewset can do."""
    patterns = []
    for address, actions, suffix in ((prefix, LIST_ACTIONS, "list"), (f"{prefix}/{key}", OBJECT_ACTIONS, "detail")):
        offered: dict[str, Any] = {method: action for method, action in actions.items() if hasattr(viewset, action)}
        if offered:
            patterns.append(path(address, viewset.as_view(offered), name=f"{name}-{suffix}"))
    return patterns
