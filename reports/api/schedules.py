"""Schedules: reports that go out by mail at regular times."""

from typing import Any

from artnex.access import RestrictedQuerySet, fetch
from artnex.api.viewsets import FullViewSet
from artnex.errors import NotFound, ValidationFailed
from brands.models import Brand
from reports.filters import ScheduleFilters
from reports.models import ReportSchedule
from reports.queries.schedules import with_newest_run
from reports.serializers.reports import ScheduleSerializer
from reports.services.schedules import create_schedule, delete_schedule, update_schedule


class ScheduleViewSet(FullViewSet):
    """Schedules of the brands one works on."""

    queryset = ReportSchedule.objects.select_related("brand")
    serializer_class = ScheduleSerializer
    filterset_class = ScheduleFilters
    ordering_fields = ("next_run_at", "created_at", "frequency")

    def all_rows(self) -> RestrictedQuerySet[Any]:
        return with_newest_run(super().all_rows())

    def perform_create(self, fields: dict[str, Any]) -> ReportSchedule:
        return create_schedule(user=self.request.user, brand=self.brand_named(fields.pop("brand_id")), fields=fields)

    def perform_update(self, instance: ReportSchedule, fields: dict[str, Any]) -> ReportSchedule:
        fields.pop("brand_id", None)  # a schedule stays with its brand
        return update_schedule(user=self.request.user, schedule=instance, fields=fields)

    def perform_destroy(self, instance: ReportSchedule) -> None:
        delete_schedule(user=self.request.user, schedule=instance)

    def brand_named(self, brand_id: int) -> Brand:
        """The brand in the body; one that may not be seen is a wrong field, one that may not be changed is 403."""
        try:
            return fetch(Brand.objects.all(), self.request.user, "update", pk=brand_id)
        except NotFound as unseen:
            raise ValidationFailed.field("brand_id", unseen.message) from None
