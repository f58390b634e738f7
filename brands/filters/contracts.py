"""Filters of contracts, for the API and for pages."""

import django_filters
from django.utils.translation import gettext_lazy as _

from artnex.api.filters import ApiFilterSet
from brands.enums import ContractStatus


class ContractFilters(ApiFilterSet):
    status = django_filters.ChoiceFilter(choices=ContractStatus.choices)
    ends_from = django_filters.DateFilter(field_name="ends_on", lookup_expr="gte")
    ends_to = django_filters.DateFilter(field_name="ends_on", lookup_expr="lte")


class ContractFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(label=_("Status"), choices=ContractStatus.choices, empty_label=_("All"))
