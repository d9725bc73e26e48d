"""SQLite's full-text tables: derived data that can be rebuilt in place after any damage.

A power cut or a bad disk damages some blocks; then the table answers with errors, or finds nothing
without one. All its content comes from other tables, so it is dropped and filled again.
"""

from django.db import DatabaseError, connection, transaction

SIGNS_OF_DAMAGE = (
    "malformed", "corrupt", "vtable constructor failed", "invalid fts5 file format",
    "sql logic error", "not a database",
)  # fmt: skip
SHADOWS = ("data", "idx", "content", "docsize", "config")


def is_damage(error: DatabaseError, table: str) -> bool:
    """Whether the error says that this full-text table is damaged or gone."""
    words = str(error).lower()
    # Of an ordinary table it says which constraint.
    if words == "constraint failed":
        return connection.vendor == "sqlite"
    gone = f"no such table: {table}" in words or f"no such table: main.{table}" in words
    return connection.vendor == "sqlite" and (gone or any(one in words for one in SIGNS_OF_DAMAGE))


def passes_full_check(table: str) -> bool:
    """Whether SQLite finds every word of the table where it should be; reads all of it."""
    try:
        with transaction.atomic():
            run(f"INSERT INTO {table}({table}) VALUES ('integrity-check')")  # noqa: S608 - our tables
    except DatabaseError as error:
        if not is_damage(error, table):
            raise
        return False
    return True


def rebuild(table: str, create: str) -> None:
    """Drop the table, by force where it cannot even be opened, and create it empty.

    Where its blocks cannot be read, they stay behind unused; `VACUUM` gives them back. Not inside
    a transaction.
    """
    try:
        run(f"DROP TABLE IF EXISTS {table}")
    except DatabaseError as error:
        if not is_damage(error, table):
            raise
        strike_out([table])
        for name in (f"{table}_{shadow}" for shadow in SHADOWS):
            drop_shadow(name)
    run(create)


def drop_shadow(name: str) -> None:
    try:
        run(f"DROP TABLE IF EXISTS {name}")
    except DatabaseError as error:
        if not is_damage(error, name):
            raise
        strike_out([name])


def strike_out(names: list[str]) -> None:
    """Take tables out of the schema without reading them."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA writable_schema = ON")
        try:
            for name in names:
                cursor.execute("DELETE FROM sqlite_master WHERE tbl_name = %s", [name])
        finally:
            cursor.execute("PRAGMA writable_schema = RESET")


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        # No parameters: Django would read a percent sign in it.
        cursor.execute(statement, None)
