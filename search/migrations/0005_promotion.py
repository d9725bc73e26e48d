import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
        ("search", "0004_words_and_stems"),
    ]

    operations = [
        migrations.CreateModel(
            name="Promotion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        help_text="What readers type. Capitals, accents and small words make no difference.",
                        max_length=200,
                        verbose_name="search words",
                    ),
                ),
                ("normal", models.CharField(db_index=True, editable=False, max_length=200)),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=settings.LANGUAGES,
                        help_text="Leave empty if it is meant for readers of all languages.",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="page",
                    ),
                ),
            ],
            options={
                "verbose_name": "recommended search result",
                "verbose_name_plural": "recommended search results",
                "ordering": ["words"],
            },
        ),
    ]
