"""Migrations that change no more than words cost those who migrate next to nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import Field

from core.operations import AlterLabels
from tests.layers import APPS

WORDS = {"verbose_name", "help_text", "label", "error_messages"}
HOW = "put core.operations.AlterLabels in the place of migrations.AlterField"


def apart_from_words(field: Field) -> tuple[Any, ...]:
    """What the field is, as far as a machine is concerned."""
    _name, path, args, settings = field.deconstruct()
    blocks = settings.pop("block_lookup", {})
    return path, followed(args, blocks), without_words(settings)


def followed(value: Any, blocks: dict[int, Any]) -> Any:
    """Blocks in the place of their numbers, which count through a field."""
    if isinstance(value, list | tuple):
        return [followed(one, blocks) for one in value]
    if type(value) is int and value in blocks:
        path, args, settings = blocks[value]
        return path, followed(args, blocks), without_words(settings)
    return value


def without_words(settings: dict[str, Any]) -> dict[str, Any]:
    return {
        name: [choice[0] for choice in value] if name == "choices" else value
        for name, value in settings.items()
        if name not in WORDS
    }


def altered() -> Iterator[tuple[str, migrations.AlterField, Field]]:
    """Each change of a field in a migration of ours, with the field as it was."""
    loader, state = MigrationLoader(None), ProjectState()
    for key in loader.graph._generate_plan(loader.graph.leaf_nodes(), at_end=True):
        migration = loader.graph.nodes[key]
        for operation in migration.operations:
            if isinstance(operation, migrations.AlterField) and key[0] in APPS:
                model = state.models[key[0], operation.model_name_lower]
                yield ".".join(key), operation, model.fields[operation.name]
            operation.state_forwards(key[0], state)


def test_changes_of_words_alone_render_no_model_anew(db):
    found = list(altered())
    words_alone = [
        (where, f"{change.model_name}.{change.name}")
        for where, change, before in found
        if apart_from_words(before) == apart_from_words(change.field)
    ]
    light = [
        (where, f"{change.model_name}.{change.name}")
        for where, change, _before in found
        if isinstance(change, AlterLabels)
    ]

    assert light
    assert light == words_alone, HOW


@pytest.fixture
def state() -> ProjectState:
    """A model of one field, rendered."""
    title = models.CharField(max_length=10, verbose_name="heading")
    fields = [("id", models.AutoField(primary_key=True)), ("title", title)]
    made = ProjectState()
    made.add_model(ModelState("words", "Page", fields))
    assert made.apps.get_model("words", "Page")
    return made


def test_the_state_knows_the_new_words_and_the_models_stay(state):
    rendered = state.apps.get_model("words", "Page")
    field = models.CharField(max_length=10, verbose_name="title")
    AlterLabels("Page", "title", field).state_forwards("words", state)

    assert state.models["words", "page"].fields["title"].verbose_name == "title"
    assert state.apps.get_model("words", "Page") is rendered


@pytest.mark.parametrize(
    ("other", "is_words_alone"),
    [
        (models.CharField(max_length=10, help_text="Short."), True),
        (models.CharField(max_length=10, choices=[("a", "Third")]), False),
        (models.CharField(max_length=20), False),
        (models.TextField(), False),
    ],
)
def test_words_are_told_from_the_rest(other, is_words_alone):
    before = models.CharField(max_length=10, verbose_name="heading")

    assert (apart_from_words(before) == apart_from_words(other)) is is_words_alone
