"""Idempotent inserts (`INSERT ... ON CONFLICT DO NOTHING`)."""

from django.db import connections, models, router


def insert_once(row: models.Model, *, unique: tuple[str, ...]) -> bool:
    """Insert the row unless one with the same `unique` fields exists; return whether it was
    inserted.

    `unique` names the fields of a unique constraint. One statement, `ON CONFLICT (…) DO NOTHING`:
    no savepoint, no second query, and every other integrity error is still raised. The row's own
    primary key is not filled in.
    """
    model = type(row)
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    fields = [f for f in model._meta.local_concrete_fields if not f.primary_key]
    by_name = {f.name: str(f.column) for f in fields}
    columns = ", ".join(quote(column) for column in by_name.values())
    target = ", ".join(quote(by_name[name]) for name in unique)
    marks = ", ".join(["%s"] * len(fields))
    # Names come from the model, values are parameters.
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608
    values = [f.get_db_prep_save(f.pre_save(row, add=True), connection) for f in fields]
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ON CONFLICT ({target}) DO NOTHING", values)
        return bool(cursor.rowcount == 1)
