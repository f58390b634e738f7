"""Querysets for the hottest reads, turned into SQL once instead of at every request.

    rows = Prepared(lambda: Note.objects.restrict(Asker()).filter(pk=Argument("note", BigAutoField())).values("id"))
    rows.dicts(person=5, note=7)

The queryset is written as always, access rule included, with an `Argument` wherever a value will come. What remains
for a request is one statement and its rows.
"""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BigIntegerField, Expression, Field, QuerySet

Row = dict[str, Any]


class Argument(Expression):
    """A value that is given when the prepared query runs."""

    def __init__(self, name: str, output_field: Field) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        return "%s", [self]


class Asker:
    """Stands for the person in an access rule: an ordinary one, no administrator, whose id comes later."""

    is_authenticated, is_active, is_anonymous = True, True, False
    is_admin = False

    def __init__(self, name: str = "person") -> None:
        self.pk = self.id = Argument(name, BigIntegerField())

    def may(self, permission: str) -> bool:
        """Rules that ask this belong into the view's own check: which role holds here is not known yet."""
        return False


class Statement:
    """The SQL of a queryset of `values()`, its parameters, and how its columns become Python values."""

    def __init__(self, queryset: QuerySet, using: str) -> None:
        compiler = queryset.query.get_compiler(using)
        self.sql, self.parameters = compiler.as_sql()
        query = compiler.query
        columns = [column for column, *_ in compiler.select[0 : compiler.col_count]]
        self.names: list[str] = list(
            query.selected or [*query.extra_select, *query.values_select, *query.annotation_select]
        )
        self.converters = [
            (index, converters, expression)
            for index, (converters, expression) in compiler.get_converters(columns).items()
        ]

    def bind(self, values: dict[str, Any], connection: Any) -> list[Any]:
        """The parameters with `values` in the place of arguments."""
        return [
            parameter.output_field.get_db_prep_value(values[parameter.name], connection)
            if isinstance(parameter, Argument)
            else parameter
            for parameter in self.parameters
        ]

    def read(self, row: Sequence[Any], connection: Any) -> Sequence[Any]:
        if not self.converters:
            return row
        values = list(row)
        for index, converters, expression in self.converters:
            for convert in converters:
                values[index] = convert(values[index], expression, connection)
        return values


class Prepared:
    """A queryset of `values()` that is compiled at its first use. `build` is called once for each database."""

    def __init__(self, build: Callable[[], QuerySet], *, using: str = DEFAULT_DB_ALIAS) -> None:
        self._build, self._using = build, using
        self._statement: Statement | None = None
        self._lock = Lock()

    @property
    def statement(self) -> Statement:
        if self._statement is None:
            with self._lock:
                self._statement = self._statement or Statement(self._build(), self._using)
        return self._statement

    def tuples(self, **values: Any) -> list[Sequence[Any]]:
        """The rows for these arguments, columns in the order of `values(...)`."""
        statement, connection = self.statement, connections[self._using]
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, statement.bind(values, connection))
            return [statement.read(row, connection) for row in cursor.fetchall()]

    def dicts(self, **values: Any) -> list[Row]:
        """The rows for these arguments."""
        names = self.statement.names
        return [dict(zip(names, row, strict=True)) for row in self.tuples(**values)]
