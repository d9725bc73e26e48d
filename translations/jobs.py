"""Job backend of wagtail-localize.

Imported while wagtail_localize's models load: models are imported when a job runs.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from wagtail_localize.tasks import BaseJobBackend


class LocalizeJobs(BaseJobBackend):
    """Runs jobs after the commit; a whole subtree page by page, in a task of the worker.

    The stock job translates a subtree in one transaction of the request: a large course times
    out, one bad page undoes all others, and parents were left without children, so that their
    pages answered 404 (wagtail-localize#773).
    """

    def enqueue(self, func: Callable[..., Any], args: Any, kwargs: Any) -> None:
        if func.__name__ != "translate_page_subtree":
            transaction.on_commit(lambda: func(*args, **kwargs))
            return
        from translations.tasks import translate_tree  # noqa: PLC0415 - see the module's docstring

        page_id, locales, _components, user = args
        translate_tree.enqueue(
            page_id, [locale.pk for locale in locales], user.pk if user else None
        )
