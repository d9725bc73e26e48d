"""For migrations that change no more than labels of fields."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.migrations import RunPython

TOOL = ("wagtail_localize", "0016_rename_page_revision_translationlog_revision")


def only_labels_changed(app: str, *before: str, after: str) -> RunPython:
    """What was ready to be translated after one of the migrations `before` still is after this one:
    wagtail-localize would ask for each page to be synchronised anew. The migration depends on
    `TOOL`."""
    return RunPython(
        rename_schema_version(app, before, after), rename_schema_version(app, (after,), before[-1])
    )


def rename_schema_version(app: str, old: Sequence[str], new: str) -> Callable[[Any, Any], None]:
    def rename(apps: Any, schema_editor: Any) -> None:
        sources = apps.get_model("wagtail_localize", "TranslationSource").objects
        sources.filter(specific_content_type__app_label=app, schema_version__in=old).update(
            schema_version=new
        )

    return rename
