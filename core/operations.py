"""Operations of migrations."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import AlterField
from django.db.migrations.state import ProjectState


class AlterLabels(AlterField):
    """`AlterField` where no more changes than words that people read: labels, help texts, names of
    choices. `makemigrations` writes `migrations.AlterField`; put this in its place.

    The database knows none of them, so nothing is asked of it. Nor are the models of the state
    rendered anew, which for one field of a page means every kind of page there is: an eighth of a
    second of processor time each, on every machine that migrates.
    """

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        rendered = state.__dict__.pop("apps", None)
        super().state_forwards(app_label, state)
        if rendered is not None:
            state.__dict__["apps"] = rendered

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        """Nothing: see above."""
