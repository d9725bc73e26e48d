"""Search backend of the Wagtail admin, hardened against query syntax on SQLite.

A quote, blanks or a NUL byte made the stock backend answer 500 (wagtail#13227). Other databases
keep their stock backend, with the same sanitising. Where its full-text table is damaged, the admin
finds nothing instead of failing, says so in the log, and `manage.py rebuild_library` rebuilds it.
"""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from modelsearch.query import MATCH_NONE, PlainText, SearchQuery

from core import fts5

if str(settings.DATABASES["default"]["ENGINE"]).endswith("sqlite3"):
    from modelsearch.backends.database.sqlite.sqlite import (
        SQLiteAutocompleteQueryCompiler as StockAutocomplete,
    )
    from modelsearch.backends.database.sqlite.sqlite import SQLiteSearchBackend as StockBackend
    from modelsearch.backends.database.sqlite.sqlite import SQLiteSearchQueryCompiler as StockSearch
else:
    from modelsearch.backends.database.postgres.postgres import (
        PostgresAutocompleteQueryCompiler as StockAutocomplete,
    )
    from modelsearch.backends.database.postgres.postgres import (
        PostgresSearchBackend as StockBackend,
    )
    from modelsearch.backends.database.postgres.postgres import (
        PostgresSearchQueryCompiler as StockSearch,
    )


logger = logging.getLogger("portal.search")
TABLE = "wagtailsearch_indexentry_fts"
CREATE = f"CREATE VIRTUAL TABLE {TABLE} USING fts5(autocomplete, body, title)"
FILL = (
    f"INSERT INTO {TABLE}(title, body, autocomplete, rowid) "  # noqa: S608 - names, no values
    "SELECT title, body, autocomplete, id FROM wagtailsearch_indexentry"
)


def clean(query: Any) -> SearchQuery:
    """The query without characters that the backends read as syntax."""
    if isinstance(query, PlainText):
        query = query.query_string
    if not isinstance(query, str):
        return query
    words = "".join(c if c.isalnum() else " " for c in query[:200]).split()[:20]
    return PlainText(" ".join(words)) if words else MATCH_NONE


class Cleaned:
    query: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.query = clean(self.query)


class Search(Cleaned, StockSearch):
    pass


class Autocomplete(Cleaned, StockAutocomplete):
    pass


def fall_back_if_damaged(work: Callable[[], Any], instead: Any) -> Any:
    """What `work` gives; `instead` where the full-text table is damaged."""
    try:
        with transaction.atomic():
            return work()
    except DatabaseError as error:
        if not fts5.is_damage(error, TABLE):
            raise
        logger.exception("the search of the admin is damaged; run: manage.py rebuild_library")
        return instead


class Results(StockBackend.results_class):  # type: ignore[misc,name-defined]
    def _do_search(self) -> Any:
        return fall_back_if_damaged(super()._do_search, [])

    def _do_count(self) -> Any:
        return fall_back_if_damaged(super()._do_count, 0)


class Index(StockBackend.index_class):  # type: ignore[misc,name-defined]
    def add_items(self, model: type, objs: Iterable[Any]) -> None:
        fall_back_if_damaged(lambda: super(Index, self).add_items(model, objs), None)

    def delete_item(self, item: Any) -> None:
        fall_back_if_damaged(lambda: super(Index, self).delete_item(item), None)


class SearchBackend(StockBackend):
    query_compiler_class = Search
    autocomplete_query_compiler_class = Autocomplete
    results_class = Results
    index_class = Index


def repair() -> bool:
    """Rebuild the full-text table from its rows if it is damaged; returns whether it was."""
    if connection.vendor != "sqlite" or fts5.passes_full_check(TABLE):
        return False
    fts5.rebuild(TABLE, CREATE)
    fts5.run(FILL)
    return True
