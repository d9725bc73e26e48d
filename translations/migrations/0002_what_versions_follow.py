import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def carry_labels_over(apps, schema_editor):
    """Readers go on seeing the label of each machine draft until the worker has read its text."""
    state = apps.get_model("translations", "VersionState")
    freshness = apps.get_model("translations", "Freshness")
    page = apps.get_model("wagtailcore", "Page")
    live = set(page.objects.filter(live=True).values_list("translation_key", "locale_id"))
    freshness.objects.bulk_create(
        freshness(
            translation_key=row.translation_key,
            locale_id=row.locale_id,
            is_original=False,
            followed_on=row.reviewed_at or timezone.now(),
            review="machine" if row.review == "machine" else "checked",
            checked_on=row.reviewed_at,
            pieces=0,
            checked=0,
        )
        for row in state.objects.all()
        if (row.translation_key, row.locale_id) in live
    )


class Migration(migrations.Migration):

    dependencies = [
        ('translations', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='versionstate',
            name='shown_name',
            field=models.CharField(blank=True, default='', max_length=150),
        ),
        migrations.CreateModel(
            name='OriginalChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(db_index=True)),
                ('at', models.DateTimeField()),
                ('changes', models.JSONField()),
                ('minor', models.JSONField(default=list)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='PublishedOriginal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(unique=True)),
                ('published_at', models.DateTimeField()),
                ('began_at', models.DateTimeField()),
                ('pieces', models.BinaryField()),
                ('locale', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.locale')),
            ],
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField()),
                ('note', models.CharField(blank=True, default='', max_length=500, verbose_name='note')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('assigned_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('locale', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.locale')),
                ('translator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('translation_key', 'locale'), name='one_assignment_a_version')],
            },
        ),
        migrations.CreateModel(
            name='Following',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('how', models.CharField(choices=[('published', 'Published'), ('confirmed', 'Confirmed')], max_length=10)),
                ('own', models.BinaryField()),
                ('followed', models.BinaryField()),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('locale', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.locale')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['translation_key', 'locale'], name='following_of_version')],
            },
        ),
        migrations.CreateModel(
            name='Freshness',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField()),
                ('is_original', models.BooleanField()),
                ('followed_on', models.DateTimeField()),
                ('behind_since', models.DateTimeField(blank=True, db_index=True, null=True)),
                ('changes', models.JSONField(default=dict)),
                ('minor_changes', models.JSONField(default=dict)),
                ('review', models.CharField(choices=[('own', 'Own'), ('machine', 'Machine'), ('partly', 'Partly'), ('checked', 'Checked')], max_length=10)),
                ('pieces', models.PositiveIntegerField()),
                ('checked', models.PositiveIntegerField()),
                ('checked_by', models.CharField(blank=True, default='', max_length=150)),
                ('checked_on', models.DateTimeField(blank=True, null=True)),
                ('locale', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.locale')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('translation_key', 'locale'), name='one_freshness_a_version'), models.CheckConstraint(condition=models.Q(('is_original', False), ('behind_since', None), _connector='OR'), name='an_original_is_never_behind')],
            },
        ),
        migrations.CreateModel(
            name='PieceCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField()),
                ('path', models.CharField(max_length=500)),
                ('own', models.CharField(max_length=16)),
                ('verdict', models.CharField(choices=[('right', 'Right'), ('mended', 'Mended'), ('doubt', 'Doubt'), ('machine', 'Machine')], max_length=10)),
                ('note', models.CharField(blank=True, default='', max_length=500)),
                ('at', models.DateTimeField()),
                ('locale', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.locale')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('translation_key', 'locale', 'path'), name='one_check_a_piece')],
            },
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('locale', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.locale')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('translation_key', 'locale', 'person'), name='one_wish_a_person')],
            },
        ),
        migrations.RunPython(carry_labels_over, migrations.RunPython.noop),
    ]
