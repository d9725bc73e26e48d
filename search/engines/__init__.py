"""Search backends: that of the database in use, which is always fed; and the cluster beside it,
where SEARCH_ENGINE says so."""

from functools import cache
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.utils.module_loading import import_string

from search.engines.base import Engine, OwnEngine
from search.engines.fts5 import Fts5Engine
from search.engines.postgres import PostgresEngine

OWN: dict[str, type[OwnEngine]] = {"fts5": Fts5Engine, "postgres": PostgresEngine}
VENDORS = {"fts5": "sqlite", "postgres": "postgresql"}
CLUSTER = "elasticsearch"
# Imported where it is used only: its client is not installed everywhere.
CLUSTER_ENGINE = "search.engines.elasticsearch.engine.ElasticsearchEngine"


def engine() -> Engine:
    """The backend that readers ask. Raises ImproperlyConfigured for an impossible one."""
    return cluster_engine() if uses_cluster() else database_engine()


def cluster_engine(masked: frozenset[UUID] = frozenset()) -> Engine:
    """The cluster; `masked`: works that it must neither name nor count, because it does not know
    yet that they are gone or hidden."""
    made: Engine = import_string(CLUSTER_ENGINE)(database_engine(), masked)
    return made


def uses_cluster() -> bool:
    """Whether readers ask a cluster, which is fed beside the database's own index."""
    return settings.SEARCH_ENGINE == CLUSTER


def database_engine() -> OwnEngine:
    """The backend in the portal's database: fed with every change, whichever readers ask."""
    fitting = next((name for name, vendor in VENDORS.items() if vendor == connection.vendor), "")
    chosen = settings.SEARCH_ENGINE
    return _own(fitting if chosen == CLUSTER else chosen or fitting, connection.vendor)


@cache
def _own(name: str, vendor: str) -> OwnEngine:
    if name not in OWN:
        raise ImproperlyConfigured(
            f"SEARCH_ENGINE is {name!r}, and there is no such engine. "
            f"Leave it empty, or choose one of: {', '.join([*OWN, CLUSTER])}."
        )
    if VENDORS[name] != vendor:
        raise ImproperlyConfigured(
            f"SEARCH_ENGINE is {name!r}, which needs another database than {vendor}."
        )
    return OWN[name]()
