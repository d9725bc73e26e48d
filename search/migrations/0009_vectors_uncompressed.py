from django.db import migrations


def store(how):
    def run(apps, schema_editor):
        # A ranking opens the vector of each document that is found several times: to decompress it
        # each time took half of a search.
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE search_postgres ALTER vector SET STORAGE {how}")

    return run


class Migration(migrations.Migration):
    dependencies = [("search", "0008_reworded_labels")]

    operations = [migrations.RunPython(store("EXTERNAL"), store("EXTENDED"))]
