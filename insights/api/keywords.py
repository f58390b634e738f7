"""Grouping keywords."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from artnex.api.responses import respond
from artnex.api.views import ApiView
from insights.serializers.keywords import ClusteringSerializer, ClusterRequestSerializer
from insights.services.keywords import as_answer, group_keywords, keywords_of


class ClusterKeywordsView(ApiView):
    permissions_needed: ClassVar[dict[str, str]] = {"POST": "read:brand"}

    @extend_schema(request=ClusterRequestSerializer, responses=ClusteringSerializer)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Group keywords, Korean and English mixed, with labels, quality and a map. Nothing is stored."""
        form = ClusterRequestSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        asked: Any = form.validated_data
        keywords = asked.get("keywords")
        if keywords is None:
            source_id = asked["tracking_id"]
            keywords = keywords_of(user=request.user, source="tracking", source_id=source_id, field="tracking_id")
        return respond(as_answer(group_keywords(keywords=keywords, clusters=asked["clusters"])))
