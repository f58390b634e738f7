"""The dashboard for programs: the same queries as the page."""

from typing import Any

from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.authentication import person_of
from accounts.plans import subscription_of
from accounts.serializers import UserSerializer, present_user
from artnex.api.responses import respond
from artnex.api.views import ApiView
from artnex.events.queries import activity_for, unread_count
from artnex.jobs.enums import OPEN_JOB_STATUSES
from artnex.jobs.queries import jobs_shown_to
from artnex.web.home import checklist_for
from artnex.web.navigation import places_for
from brands.queries.dashboard import BrandCard, brand_cards, brands_of, recommendations, search_brands
from brands.queries.registry import logo_url
from brands.serializers.dashboard import (
    ActivitySerializer,
    FoundBrandSerializer,
    QuickActionSerializer,
    RecommendationSerializer,
    ShortcutSerializer,
)

MOST_BRANDS, MOST_LINES, MOST_FOUND = 20, 10, 20
MAX_QUERY = 200


def quick_actions(user: Any, cards: list[BrandCard]) -> list[dict[str, str]]:
    """What one can start with a click; what the command palette offers, and the brand worked on last."""
    actions = [p for p in places_for(user) if p.is_action]
    rows = [{"code": place.url_name, "title": str(place.label), "url": place.url} for place in actions]
    latest = [card for card in cards if card.role != "viewer"][:1]
    return [*({"code": "brand", "title": card.brand.brand_name, "url": card.page_url} for card in latest), *rows]


class DashboardView(ApiView):
    permissions_needed = {"GET": "read:brand"}

    @extend_schema(
        responses=inline_serializer(
            "Dashboard",
            {
                "user": UserSerializer(),
                "brands": ShortcutSerializer(many=True),
                "ai_recommendations": RecommendationSerializer(many=True),
                "quick_actions": QuickActionSerializer(many=True),
                "recent_activity": ActivitySerializer(many=True),
            },
        )
    )
    def get(self, request: Request) -> Response:
        """Everything the first page shows: me, the latest brands, what to do next, what happened."""
        user = person_of(request)
        cards = brand_cards(user, limit=MOST_BRANDS)
        return respond(
            {
                "user": present_user(user),
                "brands": ShortcutSerializer(cards, many=True).data,
                "ai_recommendations": RecommendationSerializer(recommendations(cards), many=True).data,
                "quick_actions": quick_actions(user, cards),
                "recent_activity": ActivitySerializer(activity_for(user, limit=MOST_LINES), many=True).data,
            }
        )


class ShortcutsView(ApiView):
    permissions_needed = {"GET": "read:brand"}

    @extend_schema(responses=ShortcutSerializer(many=True))
    def get(self, request: Request) -> Response:
        """The brands on which something happened last, at most twenty."""
        cards = brand_cards(person_of(request), limit=MOST_BRANDS)
        return respond(ShortcutSerializer(cards, many=True).data)


class UserStatusView(ApiView):
    @extend_schema(
        responses=inline_serializer(
            "UserStatus",
            {
                "user": UserSerializer(),
                "plan": serializers.CharField(),
                "status": serializers.CharField(),
                "limits": serializers.DictField(),
                "used": serializers.DictField(),
                "resets_at": serializers.DateTimeField(),
                "brands": serializers.IntegerField(),
                "unread_notifications": serializers.IntegerField(),
                "running_jobs": serializers.IntegerField(),
                "getting_started": inline_serializer(
                    "GettingStarted", {"done": serializers.IntegerField(), "total": serializers.IntegerField()}
                ),
            },
        )
    )
    def get(self, request: Request) -> Response:
        """My plan and what is used of it, how many brands I work on, and what waits for me."""
        user = person_of(request)
        steps = checklist_for(user)
        return respond(
            {
                "user": present_user(user),
                **subscription_of(user),
                "brands": brands_of(user).count(),
                "unread_notifications": unread_count(user),
                "running_jobs": jobs_shown_to(user).filter(status__in=OPEN_JOB_STATUSES).count(),
                "getting_started": {"done": steps.done, "total": len(steps.rows)},
            }
        )


class DashboardSearchView(ApiView):
    permissions_needed = {"GET": "read:brand"}

    @extend_schema(
        parameters=[OpenApiParameter("q", OpenApiTypes.STR, description="Words, also parts of words")],
        responses=inline_serializer(
            "DashboardSearch",
            {
                "query": serializers.CharField(),
                "brands": FoundBrandSerializer(many=True),
                "ai_recommendations": RecommendationSerializer(many=True),
            },
        ),
    )
    def get(self, request: Request) -> Response:
        """Brands that match `q`, and what to do next for the brands one worked on last."""
        user = person_of(request)
        query = request.query_params.get("q", "").strip()[:MAX_QUERY]
        found = search_brands(user, query, limit=MOST_FOUND) if query else []
        rows = [
            {
                "pk": brand.pk,
                "brand_name": brand.brand_name,
                "category": brand.category,
                "logo_url": logo_url(brand.logo_id, brand.logo.content_type if brand.logo else None),
                "my_role": brand.my_role,
                "url": reverse("brands:brand", args=[brand.pk]),
            }
            for brand in found
        ]
        actions = recommendations(brand_cards(user))
        return respond(
            {
                "query": query,
                "brands": FoundBrandSerializer(rows, many=True).data,
                "ai_recommendations": RecommendationSerializer(actions, many=True).data,
            }
        )
