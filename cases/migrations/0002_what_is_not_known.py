from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='casepage',
            name='not_known',
            field=models.TextField(blank=True, help_text='What could not be found out, whom to ask about it, and when you last looked. If left empty, the page lists the facts that are empty here.', verbose_name='not known'),
        ),
    ]
