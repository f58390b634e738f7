"""Filters of the lists of jobs and workflows."""

import django_filters

from artnex.api.filters import ApiFilterSet, IdFilter
from artnex.jobs.enums import JobStatus, WorkflowStatus


class JobFilters(ApiFilterSet):
    status = django_filters.ChoiceFilter(choices=JobStatus.choices)
    kind = django_filters.CharFilter(max_length=80)
    brand_id = IdFilter()


class WorkflowFilters(ApiFilterSet):
    status = django_filters.ChoiceFilter(choices=WorkflowStatus.choices)
    kind = django_filters.CharFilter(max_length=80)
    brand_id = IdFilter()
