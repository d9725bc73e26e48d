import django.db.models.deletion
import modelcluster.fields
import modelsearch.index
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(help_text='Identifies the term in web addresses, the same in all languages. Best left as it is.', max_length=60, unique=True, verbose_name='slug')),
                ('in_texts', models.BooleanField(default=True, help_text='Turn off for everyday words: they then appear only in the glossary.', verbose_name='explained in texts')),
            ],
            options={
                'verbose_name': 'glossary term',
                'verbose_name_plural': 'glossary terms',
                'ordering': ['slug'],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='TermWording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'Français'), ('es', 'Español'), ('pt', 'Português'), ('el', 'Ελληνικά'), ('ar', 'العربية')], max_length=10, verbose_name='language')),
                ('text', models.CharField(help_text='As it appears within a sentence.', max_length=120, verbose_name='term')),
                ('also', models.TextField(blank=True, default='', help_text='Abbreviations and other spellings with the same meaning, one per line.', verbose_name='other wordings')),
                ('meaning', models.TextField(blank=True, default='', help_text='One or two plain sentences. Readers see them when they tap the term.', max_length=400, verbose_name='meaning')),
                ('note', models.CharField(blank=True, default='', help_text='Notes on the term itself, for readers of the glossary.', max_length=300, verbose_name='note')),
                ('state', models.CharField(choices=[('seen', 'seen on a published page'), ('check', 'needs checking by a native speaker'), ('reviewed', 'checked by a person')], default='check', help_text='Readers see this beside the term.', max_length=10, verbose_name='how sure we are')),
                ('source_url', models.URLField(blank=True, default='', help_text='A published page that uses the term in this language.', max_length=500, verbose_name='source')),
                ('reviewed_at', models.DateTimeField(blank=True, null=True, verbose_name='reviewed')),
                ('reviewer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reviewer')),
                ('term', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='wordings', to='translations.term')),
            ],
            options={
                'verbose_name': 'wording of a term',
                'verbose_name_plural': 'wordings of terms',
                'ordering': ['language', 'text'],
                'constraints': [models.UniqueConstraint(fields=('term', 'language'), name='one_wording_a_language'), models.CheckConstraint(condition=models.Q(('state', 'reviewed'), ('reviewed_at__isnull', True), _connector='XOR'), name='wording_reviewed_exactly_when_dated')],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='VersionState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField()),
                ('review', models.CharField(choices=[('machine', 'machine draft, not checked by a person yet'), ('reviewed', 'checked by a person')], max_length=10, verbose_name='review')),
                ('reviewed_at', models.DateTimeField(blank=True, null=True, verbose_name='reviewed')),
                ('locale', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.locale')),
                ('reviewer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reviewer')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('translation_key', 'locale'), name='one_state_a_version'), models.CheckConstraint(condition=models.Q(('review', 'reviewed'), ('reviewed_at__isnull', True), _connector='XOR'), name='reviewed_exactly_when_dated')],
            },
        ),
    ]
