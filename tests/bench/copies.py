"""Copies of a library's works, made in the database: a hundred thousand documents in minutes, where
to analyse each text would take half an hour. Words are as frequent and rows as long as in the
original; each copy is a work of its own. On SQLite."""

from django.db import connection, transaction
from django.db.models import Max, Model
from wagtail.models import Page

from core.caching import generation
from search.engines.fts5 import COLUMNS, TABLE
from search.models import SearchDocument, SearchFacet, SearchWork

KEY = "printf('%%08x', {turn}) || substr({column}, 9)"
# A path ends in a step of four signs, of which the first is a digit.
PATH = (
    "substr({column}, 1, length({column}) - 4) || char(65 + {turn} * 2 + substr({column}, -4, 1))"
    " || substr({column}, -3)"
)


@transaction.atomic
def copy(times: int) -> None:
    """So many copies of every work, with its pages, documents and facets."""
    models: tuple[type[Model], ...] = (Page, SearchWork, SearchDocument, SearchFacet)
    steps = {model: highest(model) for model in models}
    works = SearchWork.objects.values_list("translation_key", flat=True)
    pages = Page.objects.filter(translation_key__in=works)
    lowest, last = pages.order_by("pk").first(), pages.order_by("pk").last()
    assert lowest
    assert last
    for turn in range(1, times + 1):
        moved = {model: turn * step for model, step in steps.items()}
        work, page = moved[SearchWork], moved[Page]
        key = {"translation_key": KEY.format(turn=turn, column="translation_key")}
        path = {"path": PATH.format(turn=turn, column="path"), "slug": f"slug || '-{turn}'"}
        only = f"WHERE id BETWEEN {lowest.pk} AND {last.pk}"
        again(Page, page, {**key, **path}, only)
        first = {model: f"WHERE id <= {steps[model]}" for model in models}
        again(SearchWork, work, key, first[SearchWork])
        of_work = {"work_id": f"work_id + {work}"}
        again(SearchFacet, moved[SearchFacet], of_work, first[SearchFacet])
        of_both = {**of_work, "page_id": f"page_id + {page}"}
        again(SearchDocument, moved[SearchDocument], of_both, first[SearchDocument])
        index(moved[SearchDocument], steps[SearchDocument])
    generation.bump()


def highest(model: type[Model]) -> int:
    return int(model._default_manager.aggregate(last=Max("pk"))["last"])


def again(model: type[Model], step: int, changes: dict[str, str], where: str) -> None:
    """Every row once more, its id and these columns changed."""
    columns = [str(field.column) for field in model._meta.local_concrete_fields]
    values = [changes.get(column, column) for column in columns]
    values[columns.index("id")] = f"id + {step}"
    table, names = model._meta.db_table, ", ".join(columns)
    run(f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM {table} {where}")


def index(step: int, last: int) -> None:
    names = ", ".join(COLUMNS)
    run(
        f"INSERT INTO {TABLE} (rowid, {names}) SELECT rowid + {step}, {names}"
        f" FROM {TABLE} WHERE rowid <= {last}"
    )


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("%%", "%"), None)
