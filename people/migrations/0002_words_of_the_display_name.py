from django.db import migrations, models

from core.operations import AlterLabels


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
        AlterLabels(
            model_name='user',
            name='display_name',
            field=models.CharField(blank=True, help_text='The name shown when you are signed in. It can be any name.', max_length=80, verbose_name='display name'),
        ),
    ]
