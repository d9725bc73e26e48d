import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# The folding is done by search/analysis.py; the prefix index serves words not typed to the end.
CREATE_FTS5 = """
CREATE VIRTUAL TABLE search_index USING fts5(
    title, summary, keywords, body,
    tokenize = "unicode61 remove_diacritics 0", prefix = '3 4'
)"""


def create_index(apps, schema_editor):
    """SQLite's full-text table. Other databases are searched by another engine."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(CREATE_FTS5, None)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_index", None)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchWork',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(unique=True)),
                ('dated_on', models.DateField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10)),
                ('word', models.CharField(max_length=30)),
                ('folded', models.CharField(max_length=40)),
                ('size', models.PositiveSmallIntegerField(db_index=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('language', 'word'), name='word_once')],
            },
        ),
        migrations.CreateModel(
            name='SearchFacet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(choices=[('kind', 'Kind'), ('topic', 'Topic'), ('country', 'Country'), ('language', 'Language'), ('year', 'Year'), ('part', 'Part')], max_length=10)),
                ('value', models.CharField(max_length=60)),
                ('work', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='facets', to='search.searchwork')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('work', 'name', 'value'), name='facet_once_a_work')],
            },
        ),
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10)),
                ('is_original', models.BooleanField()),
                ('title', models.CharField(max_length=255)),
                ('summary', models.TextField(blank=True)),
                ('body', models.TextField(blank=True)),
                ('title_order', models.CharField(blank=True, max_length=100)),
                ('folded', models.TextField(blank=True)),
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('work', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='search.searchwork')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('work', 'language'), name='document_once_a_language')],
            },
        ),
        migrations.RunPython(create_index, drop_index),
    ]
