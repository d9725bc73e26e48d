"""Search backend of the Wagtail admin, hardened against query syntax on SQLite.

A quote, blanks or a NUL byte made the stock backend answer 500 (wagtail#13227). Other databases
keep their stock backend, with the same sanitising.
"""

from typing import Any

from django.conf import settings
from modelsearch.query import MATCH_NONE, PlainText, SearchQuery

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


class SearchBackend(StockBackend):
    query_compiler_class = Search
    autocomplete_query_compiler_class = Autocomplete
