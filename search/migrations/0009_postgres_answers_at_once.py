from django.db import migrations

# A ranking opens the vector of each document that is found several times: to decompress it each
# time took half of a search. And a change goes into the index at once, not to the end of a list that
# every search reads until the next vacuum.
FORWARDS = [
    "ALTER TABLE search_postgres ALTER vector SET STORAGE EXTERNAL",
    "ALTER INDEX search_postgres_vector SET (fastupdate = off)",
    "ALTER INDEX search_searchword_trigrams SET (fastupdate = off)",
    "SELECT gin_clean_pending_list('search_postgres_vector')",
    "SELECT gin_clean_pending_list('search_searchword_trigrams')",
]
BACKWARDS = [
    "ALTER TABLE search_postgres ALTER vector SET STORAGE EXTENDED",
    "ALTER INDEX search_postgres_vector SET (fastupdate = on)",
    "ALTER INDEX search_searchword_trigrams SET (fastupdate = on)",
]


def on_postgres(statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("search", "0008_reworded_labels")]

    operations = [migrations.RunPython(on_postgres(FORWARDS), on_postgres(BACKWARDS))]
