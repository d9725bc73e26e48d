"""SQLite's full-text table. Other databases are searched by another engine (search/engines)."""

from django.db import migrations

# The folding is done by search/analysis.py; the prefix index serves words not typed to the end.
CREATE = """
CREATE VIRTUAL TABLE search_index USING fts5(
    title, summary, keywords, body,
    tokenize = "unicode61 remove_diacritics 0", prefix = '3 4'
)"""


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(CREATE, None)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_index", None)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_documents")]

    operations = [migrations.RunPython(create, drop)]
