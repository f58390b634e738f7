"""Filters, ordering and search of lists. A value that makes no sense is a 400, an unknown parameter is ignored."""

from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema_field
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from artnex.errors import BadRequest

BIGGEST_ID = 2**63 - 1
# How OpenAPI describes a filter by id, and one by time, for which a day will do as well as a moment.
ID_SCHEMA = {"type": "integer", "minimum": 1, "maximum": BIGGEST_ID}
MOMENT_SCHEMA = {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}


class FieldFilters(DjangoFilterBackend):
    """Applies the view's `filterset_class`."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        filters = self.get_filterset(request, queryset, view)
        if filters is None:
            return queryset
        if not filters.is_valid():
            details = [
                {"field": name, "message": message} for name, messages in filters.errors.items() for message in messages
            ]
            raise BadRequest(details=details)
        return filters.qs


class Ordering(BaseFilterBackend):
    """`ordering=-created_at,name` over the view's `ordering_fields`: names, or {name: database field}."""

    parameter = "ordering"

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        allowed = ordering_fields(view)
        asked = [part.strip() for part in request.query_params.get(self.parameter, "").split(",") if part.strip()]
        if not asked or not allowed:
            return queryset
        order = []
        for part in asked:
            minus, name = ("-", part[1:]) if part.startswith("-") else ("", part)
            if name not in allowed:
                message = _("Lists can be ordered by %(names)s.") % {"names": ", ".join(allowed)}
                raise BadRequest(details=[{"field": self.parameter, "message": message}])
            order.append(minus + allowed[name])
        if not any(name.lstrip("-") in {"pk", "id"} for name in order):
            order.append("-pk" if order[-1].startswith("-") else "pk")  # one order for equal values
        return queryset.order_by(*order)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        names = [sign + name for name in ordering_fields(view) for sign in ("", "-")]
        if not names:
            return []
        schema = {"type": "array", "items": {"type": "string", "enum": names}}
        about = "Fields to sort by, separated by commas; `-` turns the order round."
        return [{
            "name": self.parameter, "in": "query", "required": False, "schema": schema,
            "style": "form", "explode": False, "description": about,
        }]  # fmt: skip


def ordering_fields(view: Any) -> dict[str, str]:
    fields = getattr(view, "ordering_fields", None) or ()
    return dict(fields) if isinstance(fields, dict) else {name: name for name in fields}


class Search(BaseFilterBackend):
    """`search=` (or `q=`): every word must occur in one of the view's `search_fields`."""

    parameters = ("search", "q")

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        fields = getattr(view, "search_fields", None)
        text = next((request.query_params[name] for name in self.parameters if request.query_params.get(name)), "")
        if not fields or not text:
            return queryset
        for word in text[:200].split():
            found = Q()
            for field in fields:
                found |= Q(**{f"{field}__icontains": word})
            queryset = queryset.filter(found)
        return queryset

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        if not getattr(view, "search_fields", None):
            return []
        about = "Words that must all occur; `q` is an alias."
        schema = {"type": "string"}
        return [{"name": "search", "in": "query", "required": False, "schema": schema, "description": about}]


class ApiFilterSet(django_filters.FilterSet):
    """A filter set whose names may end in `_` where Python reserves the word: `from_` is the parameter `from`."""

    @classmethod
    def get_filters(cls) -> Any:
        return {name.rstrip("_"): one for name, one in super().get_filters().items()}


@extend_schema_field(ID_SCHEMA)
class IdFilter(django_filters.Filter):
    """A whole number that can be an id."""

    field_class = forms.IntegerField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"min_value": 1, "max_value": BIGGEST_ID} | kwargs))


class _YesNoField(forms.Field):
    WORDS = {"true": True, "1": True, "false": False, "0": False}

    def clean(self, value: Any) -> bool | None:
        if value in (None, ""):
            return None
        word = str(value).lower()
        if word not in self.WORDS:
            raise forms.ValidationError(_("Must be true or false."))
        return self.WORDS[word]


@extend_schema_field({"type": "boolean"})
class YesNoFilter(django_filters.Filter):
    """`true` or `false`."""

    field_class = _YesNoField


class _MomentField(forms.Field):
    """A day or a moment; a day is kept as `date`."""

    def clean(self, value: Any) -> date | datetime | None:
        if value in (None, ""):
            return None
        text = str(value).strip().replace(" ", "+")  # the plus of an offset that was not escaped
        try:
            found = parse_date(text) or parse_datetime(text)
        except ValueError:
            found = None
        if found is None or not 2 <= found.year <= 9998:
            raise forms.ValidationError(_("Must be a day (2026-01-31) or a moment (2026-01-31T09:00:00Z)."))
        return found


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@extend_schema_field(MOMENT_SCHEMA)
class SinceFilter(django_filters.Filter):
    """From this moment, or from the start of this day, on."""

    field_class = _MomentField

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        if value is None:
            return qs
        return qs.filter(**{f"{self.field_name}__gte": _aware(value)})


@extend_schema_field(MOMENT_SCHEMA)
class UntilFilter(django_filters.Filter):
    """Up to this moment, or to the end of this day."""

    field_class = _MomentField

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        if value is None:
            return qs
        if isinstance(value, datetime):
            return qs.filter(**{f"{self.field_name}__lte": _aware(value)})
        return qs.filter(**{f"{self.field_name}__lt": _start_of(value + timedelta(days=1))})


def _aware(value: date | datetime) -> datetime:
    if not isinstance(value, datetime):
        return _start_of(value)
    return value if timezone.is_aware(value) else timezone.make_aware(value)
