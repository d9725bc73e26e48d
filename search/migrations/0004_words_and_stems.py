from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

CREATE_FTS5 = """
CREATE VIRTUAL TABLE search_index USING fts5(
    title, title_stems, title_more, headings, summary, summary_stems, keywords, body, body_stems,
    more, tokenize = "unicode61 remove_diacritics 0", prefix = '3 4'
)"""
POSTGRES = (
    "CREATE TABLE search_postgres (id bigint PRIMARY KEY, vector tsvector NOT NULL,"
    " words text NOT NULL, stems text NOT NULL)",
    "CREATE INDEX search_postgres_vector ON search_postgres USING gin (vector)",
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX search_searchword_trigrams ON search_searchword USING gin (folded gin_trgm_ops)",
)


def begin_anew(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """An empty index in the new format. Until it is filled, titles are searched."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE IF EXISTS search_index", None)
        schema_editor.execute(CREATE_FTS5, None)
    elif schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRES:
            schema_editor.execute(statement, None)
    if apps.get_model("search", "SearchDocument").objects.exists():
        damage = apps.get_model("search", "IndexDamage")
        damage.objects.get_or_create(pk=1, defaults={"words": "a new version has another format"})


class Migration(migrations.Migration):
    dependencies = [("search", "0003_index_damage")]

    operations = [
        migrations.RemoveField(model_name="searchdocument", name="folded"),
        migrations.AddField(
            model_name="searchdocument",
            name="title_size",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="searchdocument", name="offsets", field=models.BinaryField(default=bytes)
        ),
        migrations.AddField(
            model_name="searchdocument", name="parts", field=models.JSONField(default=list)
        ),
        migrations.AddField(
            model_name="searchwork", name="weight", field=models.FloatField(default=0.0)
        ),
        migrations.RunPython(begin_anew, migrations.RunPython.noop),
    ]
