"""The generation's one row, and a locale for each of the six languages."""

from django.conf import settings
from django.db import migrations


def add_rows(apps, schema_editor):
    apps.get_model("core", "Generation").objects.get_or_create(pk=1)
    locale = apps.get_model("wagtailcore", "Locale")
    for code, _name in settings.LANGUAGES:
        locale.objects.get_or_create(language_code=code)


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_initial"),
        ("wagtailcore", "0054_initial_locale"),
    ]

    operations = [migrations.RunPython(add_rows, migrations.RunPython.noop)]
