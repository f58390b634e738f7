"""Filters of the list of Brand DNA."""

from artnex.api.filters import ApiFilterSet, IdFilter


class DnaFilters(ApiFilterSet):
    brand_id = IdFilter()
