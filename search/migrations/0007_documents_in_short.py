from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0006_outbox")]

    operations = [
        migrations.AddIndex(
            model_name="searchdocument",
            index=models.Index(
                fields=["work", "language", "is_original", "title_size"],
                name="document_in_short",
            ),
        ),
    ]
