from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0003_counters")]

    operations = [
        migrations.CreateModel(
            name="FormerAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=1000, unique=True)),
                ("translation_key", models.UUIDField(db_index=True)),
            ],
            options={"verbose_name_plural": "former addresses"},
        ),
    ]
