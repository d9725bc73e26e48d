from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='DemoItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200, unique=True)),
                ('source_hash', models.CharField(max_length=64)),
                ('translation_key', models.UUIDField()),
                ('revisions', models.JSONField(default=dict)),
            ],
        ),
    ]
