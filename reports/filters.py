"""What lists of reports are narrowed by."""

import django_filters

from artnex.api.filters import ApiFilterSet, IdFilter, SinceFilter, UntilFilter, YesNoFilter
from reports.enums import ReportType
from reports.export_enums import Frequency
from reports.models import Report, ReportSchedule


class ReportFilters(ApiFilterSet):
    brand_id = IdFilter()
    report_type = django_filters.ChoiceFilter(choices=ReportType.choices)
    from_ = SinceFilter(field_name="created_at")
    to = UntilFilter(field_name="created_at")

    class Meta:
        model = Report
        fields = ("brand_id", "report_type")


class ScheduleFilters(ApiFilterSet):
    brand_id = IdFilter()
    frequency = django_filters.ChoiceFilter(choices=Frequency.choices)
    is_active = YesNoFilter()

    class Meta:
        model = ReportSchedule
        fields = ("brand_id", "frequency", "is_active")
