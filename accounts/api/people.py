"""People and roles, for who may manage users; plans, for everybody."""

from typing import Any

import django_filters
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.authentication import person_of
from accounts.enums import Plan, Role
from accounts.models import User
from accounts.permissions import permissions_of
from accounts.plans import LIMITS, subscription_of
from accounts.queries import people_with_role
from accounts.serializers import (
    CheckoutSerializer,
    ManagedUserSerializer,
    ManageUserSerializer,
    PlanSerializer,
    RoleSerializer,
    SubscriptionSerializer,
)
from accounts.services.people import change_role, set_active
from artnex.api.filters import ApiFilterSet, YesNoFilter
from artnex.api.responses import respond
from artnex.api.views import ApiView
from artnex.api.viewsets import Listing, Retrieving, Updating
from artnex.errors import NotConfigured


class UserFilters(ApiFilterSet):
    role = django_filters.ChoiceFilter(choices=Role.choices, method="by_role")
    is_active = YesNoFilter()

    class Meta:
        model = User
        fields = ["role", "is_active"]

    def by_role(self, rows: QuerySet, name: str, role: str) -> QuerySet:
        return people_with_role(Role(role), rows)


class UserViewSet(Listing, Retrieving, Updating):
    """People, for administrators."""

    permissions_needed = dict.fromkeys(("GET", "HEAD", "PUT", "PATCH"), "manage:users")
    queryset = User.objects.prefetch_related("groups")
    serializer_class = ManagedUserSerializer
    input_serializer_class = ManageUserSerializer
    filterset_class = UserFilters
    search_fields = ("email", "name")
    ordering_fields = ("created_at", "email", "name", "last_login")

    def perform_update(self, instance: User, fields: dict[str, Any]) -> User:
        actor = person_of(self.request)
        with transaction.atomic():
            if "role" in fields:
                change_role(actor=actor, user=instance, role=Role(fields["role"]))
            if "is_active" in fields:
                set_active(actor=actor, user=instance, is_active=fields["is_active"])
        return self.fetch_object()


class RoleViewSet(Listing):
    """The roles there are."""

    permissions_needed = {"GET": "manage:users", "HEAD": "manage:users"}
    queryset = User.objects.none()
    serializer_class = RoleSerializer
    filter_backends = ()

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List the roles, what each allows, and how many active people have it."""
        rows = [
            {
                "name": role.value,
                "label": role.label,
                "permissions": sorted(permissions_of(role)),
                "users": people_with_role(role, User.objects.filter(is_active=True)).count(),
            }
            for role in Role
        ]
        return self.get_paginated_response(self.paginate_queryset(rows))


# ── plans ──────────────────────────────────────────────────────────────────────────────────────────
class SubscriptionView(ApiView):
    @extend_schema(responses=SubscriptionSerializer)
    def get(self, request: Request) -> Response:
        """My plan, its limits, and what is used of them."""
        return respond(subscription_of(person_of(request)))


class PlanViewSet(Listing):
    """The plans there are."""

    queryset = User.objects.none()
    serializer_class = PlanSerializer
    filter_backends = ()

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List the plans and what each allows."""
        mine = person_of(request).plan
        rows = [{"id": p.value, "name": p.label, "limits": LIMITS[p], "is_current": p == mine} for p in Plan]
        return self.get_paginated_response(self.paginate_queryset(rows))


class CheckoutView(ApiView):
    @extend_schema(request=CheckoutSerializer, responses={503: OpenApiResponse(description="Payment is not set up")})
    def post(self, request: Request) -> Response:
        """Change to a paid plan."""
        form = CheckoutSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        raise NotConfigured(_("Payment is not set up on this server."))


class StripeWebhookView(ApiView):
    open_to_everyone = True
    authentication_classes = []

    @extend_schema(request=None, responses={503: OpenApiResponse(description="Payment is not set up")})
    def post(self, request: Request) -> Response:
        """News from the payment service, which signs them."""
        raise NotConfigured(_("Payment is not set up on this server."))


class PortalView(ApiView):
    @extend_schema(request=None, responses={503: OpenApiResponse(description="Payment is not set up")})
    def post(self, request: Request) -> Response:
        """See bills and change the means of payment."""
        raise NotConfigured(_("Payment is not set up on this server."))
