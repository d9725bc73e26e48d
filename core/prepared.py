"""Prepared queries: those of every page of a signed-in reader, compiled to SQL once a thread.

Building the SQL of a query costs Django many times what the database needs to answer it.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import DateTimeField, Field, QuerySet, UUIDField

Query = Callable[..., QuerySet[Any, Any]]
# In place of a parameter, until the query is asked: numbers that no row has.
FIRST_PLACEHOLDER = 7_000_000_000_000


class CompiledQuery(NamedTuple):
    """A query as one connection is asked it: `places` of its values among the parameters, and what
    makes Python's values of those of the database, by column."""

    compiler: Any
    sql: str
    params: Sequence[Any]
    places: list[int]
    converters: Mapping[int, Any]


class PreparedQuery:
    """`PreparedQuery(query, *fields)`: `query` builds a queryset of `values_list` from as many
    values as there are fields; each field says how its value is written in SQL.

    The queryset may compare a value with `=`, `>` or `<`, once each: what else depends on the
    value (None, a list) would be other SQL.
    """

    def __init__(self, query: Query, *fields: "Field[Any, Any]") -> None:
        self._query = query
        self._fields = fields
        self._local = threading.local()

    def rows(self, *values: object) -> list[Sequence[Any]]:
        """The rows for these values."""
        compiled = self._compiled()
        params = list(compiled.params)
        for place, field, value in zip(compiled.places, self._fields, values, strict=True):
            params[place] = field.get_db_prep_value(value, connection)
        with connection.cursor() as cursor:
            cursor.execute(compiled.sql, params)
            found = cursor.fetchall()
        return list(compiled.compiler.apply_converters(found, compiled.converters))

    def _compiled(self) -> CompiledQuery:
        kept: CompiledQuery | None = getattr(self._local, "kept", None)
        if kept is None or kept.compiler.connection is not connections[DEFAULT_DB_ALIAS]:
            kept = self._local.kept = self._compile()
        return kept

    def _compile(self) -> CompiledQuery:
        values = [placeholder(field, place) for place, field in enumerate(self._fields)]
        compiler = self._query(*values).query.get_compiler(connection.alias)
        sql, params = compiler.as_sql()
        written = [
            field.get_db_prep_value(value, connection)
            for field, value in zip(self._fields, values, strict=True)
        ]
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        return CompiledQuery(
            compiler, sql, params, [list(params).index(one) for one in written], converters
        )


def placeholder(field: "Field[Any, Any]", place: int) -> object:
    """A value of the field's type that stands for the one to come."""
    number = FIRST_PLACEHOLDER + place
    if isinstance(field, UUIDField):
        return UUID(int=number)
    if isinstance(field, DateTimeField):
        return datetime(3000, 1, 1 + place, tzinfo=UTC)
    return field.to_python(number)
