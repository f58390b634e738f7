"""The team of a brand."""

from django.urls import path

from artnex.api.viewsets import LIST_ACTIONS, OBJECT_ACTIONS
from brands.api.team import TeamViewSet

BRAND = "brands/<int:brand_id>"

urlpatterns = [
    path(f"{BRAND}/members", TeamViewSet.as_view(LIST_ACTIONS), name="member-list"),  # type: ignore[arg-type]
    path(f"{BRAND}/members/<int:user_id>", TeamViewSet.as_view(OBJECT_ACTIONS), name="member-detail"),  # type: ignore[arg-type]
    path(
        f"{BRAND}/invitations/<int:invitation_id>",
        TeamViewSet.as_view({"delete": "withdraw"}),
        name="invitation-detail",
    ),
    path(f"{BRAND}/transfer", TeamViewSet.as_view({"post": "transfer"}), name="brand-transfer"),
]
