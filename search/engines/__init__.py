"""Search backends: the one for the database in use, or the one of SEARCH_ENGINE."""

from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from search.engines.base import Engine
from search.engines.fts5 import Fts5Engine
from search.engines.postgres import PostgresEngine

ENGINES: dict[str, type[Engine]] = {"fts5": Fts5Engine, "postgres": PostgresEngine}
VENDORS = {"fts5": "sqlite", "postgres": "postgresql"}


def engine() -> Engine:
    """The search backend of this portal. Raises ImproperlyConfigured for an impossible one."""
    fitting = next((name for name, vendor in VENDORS.items() if vendor == connection.vendor), "")
    return _engine(getattr(settings, "SEARCH_ENGINE", "") or fitting, connection.vendor)


@cache
def _engine(name: str, vendor: str) -> Engine:
    if name not in ENGINES:
        raise ImproperlyConfigured(
            f"SEARCH_ENGINE is {name!r}, and there is no such engine. "
            f"Leave it empty, or choose one of: {', '.join(ENGINES)}."
        )
    if VENDORS[name] != vendor:
        raise ImproperlyConfigured(
            f"SEARCH_ENGINE is {name!r}, which needs another database than {vendor}."
        )
    return ENGINES[name]()
