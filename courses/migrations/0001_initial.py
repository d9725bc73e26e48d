import core.l10n.countries
import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CatalogueIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='One or two sentences for cards and search results.', validators=[django.core.validators.MaxLengthValidator(300)], verbose_name='summary')),
                ('builds_on', wagtail.fields.StreamField([('work', 0)], blank=True, block_lookup={0: ('wagtail.blocks.PageChooserBlock', (), {'icon': 'link', 'label': 'Page'})}, help_text='Lessons, studies, visits or cases that this page builds on. Each of them will show, in every language, that it is used here.', verbose_name='builds on')),
                ('lead', models.TextField(blank=True, verbose_name='introduction')),
                ('listing_image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='image for cards')),
                ('topics', modelcluster.fields.ParentalManyToManyField(blank=True, to='core.topic', verbose_name='topics')),
            ],
            options={
                'verbose_name': 'course catalogue',
                'verbose_name_plural': 'course catalogues',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='CoursePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='One or two sentences for cards and search results.', validators=[django.core.validators.MaxLengthValidator(300)], verbose_name='summary')),
                ('builds_on', wagtail.fields.StreamField([('work', 0)], blank=True, block_lookup={0: ('wagtail.blocks.PageChooserBlock', (), {'icon': 'link', 'label': 'Page'})}, help_text='Lessons, studies, visits or cases that this page builds on. Each of them will show, in every language, that it is used here.', verbose_name='builds on')),
                ('audience', models.CharField(blank=True, max_length=250, verbose_name='who it is for')),
                ('teaches', wagtail.fields.StreamField([('outcome', 0)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'icon': 'tick', 'label': 'learning outcome', 'max_length': 300})}, verbose_name='what you will be able to do')),
                ('certificate_note', models.CharField(blank=True, max_length=250, verbose_name='how to earn the certificate')),
                ('elsewhere', models.URLField(blank=True, help_text='For a course run by others: it has no lessons here, and readers are sent to this address.', max_length=600, verbose_name='web address, if taught elsewhere')),
                ('body', wagtail.fields.StreamField([('heading', 3), ('text', 4), ('image', 7), ('figure', 13), ('numbers', 22), ('quotation', 25), ('callout', 29), ('table', 36), ('recording', 42), ('file', 44), ('links', 50), ('partners', 57), ('sources', 64)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 160}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('2', 'section'), ('3', 'subsection')], 'label': 'Level'}), 2: ('core.blocks.text.UntranslatedCharBlock', (), {'default': '', 'help_text': 'Lets other pages link to this heading; the same in all languages.', 'label': 'Anchor', 'max_length': 40, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1), ('name', 2)]], {}), 4: ('core.blocks.text.TextBlock', (), {}), 5: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Image'}), 6: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'Caption', 'max_length': 250, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('image', 5), ('caption', 6)]], {}), 8: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('ladder', 'ladder, lowest rung first'), ('steps', 'steps in order'), ('hub', 'parts round a centre, the centre first')], 'label': 'Type of diagram'}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 80}), 10: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'Text', 'max_length': 200, 'required': False}), 11: ('wagtail.blocks.StructBlock', [[('title', 9), ('text', 10)]], {}), 12: ('wagtail.blocks.ListBlock', (11,), {'label': 'Parts', 'max_num': 9, 'min_num': 2}), 13: ('wagtail.blocks.StructBlock', [[('shape', 8), ('items', 12), ('caption', 6)]], {}), 14: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'Heading', 'max_length': 120, 'required': False}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'Number', 'max_length': 20}), 16: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'Out of', 'max_length': 20, 'required': False}), 17: ('wagtail.blocks.CharBlock', (), {'label': 'What it counts', 'max_length': 120}), 18: ('core.blocks.text.UntranslatedCharBlock', (), {'default': '', 'help_text': 'A full web address, or a path on this site without the language: library/?q=time', 'label': 'Web address of the list behind it', 'max_length': 200, 'required': False}), 19: ('wagtail.blocks.StructBlock', [[('value', 15), ('of', 16), ('text', 17), ('href', 18)]], {}), 20: ('wagtail.blocks.ListBlock', (19,), {'label': 'Numbers'}), 21: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'Note', 'max_length': 300, 'required': False}), 22: ('wagtail.blocks.StructBlock', [[('heading', 14), ('items', 20), ('note', 21)]], {}), 23: ('wagtail.blocks.TextBlock', (), {'label': 'Quoted text'}), 24: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'Who said it, and where', 'max_length': 200, 'required': False}), 25: ('wagtail.blocks.StructBlock', [[('text', 23), ('source', 24)]], {}), 26: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('note', 'note'), ('watch', 'watch out'), ('good', 'good practice')], 'label': 'Tone'}), 27: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 120}), 28: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ul', 'ol'], 'label': 'Text'}), 29: ('wagtail.blocks.StructBlock', [[('tone', 26), ('title', 27), ('text', 28)]], {}), 30: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 200}), 31: ('wagtail.blocks.CharBlock', (), {'label': 'Column', 'max_length': 80}), 32: ('wagtail.blocks.ListBlock', (31,), {'label': 'Columns'}), 33: ('wagtail.blocks.CharBlock', (), {'label': 'Cell', 'max_length': 300, 'required': False}), 34: ('wagtail.blocks.ListBlock', (33,), {'label': 'Row'}), 35: ('wagtail.blocks.ListBlock', (34,), {'help_text': 'Each row has as many cells as there are columns.', 'label': 'Rows'}), 36: ('wagtail.blocks.StructBlock', [[('caption', 30), ('header', 32), ('rows', 35)]], {}), 37: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('video', 'video'), ('audio', 'audio')], 'label': 'Kind'}), 38: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 160}), 39: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'File'}), 40: ('wagtail.blocks.IntegerBlock', (), {'label': 'Minutes', 'min_value': 1, 'required': False}), 41: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ul', 'ol'], 'help_text': 'What is said and shown, for people who cannot hear, see or download it.', 'label': 'Transcript'}), 42: ('wagtail.blocks.StructBlock', [[('kind', 37), ('title', 38), ('document', 39), ('minutes', 40), ('transcript', 41)]], {}), 43: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'What it is', 'max_length': 200, 'required': False}), 44: ('wagtail.blocks.StructBlock', [[('document', 39), ('text', 43)]], {}), 45: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('course', 'course'), ('case', 'case'), ('study', 'study'), ('visit', 'visit'), ('place', 'place'), ('page', 'page')], 'label': 'Icon'}), 46: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page', 'required': False}), 47: ('core.blocks.text.UntranslatedCharBlock', (), {'default': '', 'help_text': 'A full web address, or a path on this site without the language: library/?q=time', 'label': 'Web address', 'required': False}), 48: ('wagtail.blocks.StructBlock', [[('title', 27), ('text', 10), ('icon', 45), ('page', 46), ('href', 47)]], {}), 49: ('wagtail.blocks.ListBlock', (48,), {'label': 'Links'}), 50: ('wagtail.blocks.StructBlock', [[('heading', 14), ('items', 49)]], {}), 51: ('wagtail.blocks.CharBlock', (), {'label': 'Name', 'max_length': 160}), 52: ('wagtail.blocks.CharBlock', (), {'label': 'Country', 'required': False}), 53: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'Role', 'max_length': 250, 'required': False}), 54: ('wagtail.blocks.URLBlock', (), {'default': '', 'label': 'Website', 'required': False}), 55: ('wagtail.blocks.StructBlock', [[('name', 51), ('country', 52), ('role', 53), ('url', 54)]], {}), 56: ('wagtail.blocks.ListBlock', (55,), {'label': 'Organisations'}), 57: ('wagtail.blocks.StructBlock', [[('items', 56)]], {}), 58: ('wagtail.blocks.CharBlock', (), {'label': 'What it is', 'max_length': 250}), 59: ('wagtail.blocks.URLBlock', (), {'default': '', 'label': 'Web address', 'required': False}), 60: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('seen', 'seen in the source cited'), ('inferred', 'inferred from the source cited'), ('claimed', 'claimed by those who carried it out'), ('general', 'general knowledge, to be checked')], 'label': 'How sure we are'}), 61: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'Note', 'max_length': 250, 'required': False}), 62: ('wagtail.blocks.StructBlock', [[('title', 58), ('url', 59), ('mark', 60), ('note', 61)]], {}), 63: ('wagtail.blocks.ListBlock', (62,), {'label': 'Sources'}), 64: ('wagtail.blocks.StructBlock', [[('items', 63)]], {})}, verbose_name='about the course')),
                ('countries', core.l10n.countries.CountriesField(blank=True, default=list, verbose_name='countries')),
                ('listing_image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='image for cards')),
                ('topics', modelcluster.fields.ParentalManyToManyField(blank=True, to='core.topic', verbose_name='topics')),
            ],
            options={
                'verbose_name': 'course',
                'verbose_name_plural': 'courses',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('course_key', models.UUIDField()),
                ('status', models.CharField(choices=[('active', 'active'), ('completed', 'completed'), ('withdrawn', 'withdrawn')], default='active', max_length=10)),
                ('enrolled_at', models.DateTimeField()),
                ('completed_at', models.DateTimeField(blank=True, null=True)),
                ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='enrolments', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='number')),
                ('code', models.CharField(max_length=64, unique=True)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('name_other', models.CharField(blank=True, max_length=120, verbose_name='name in another script')),
                ('course_key', models.UUIDField()),
                ('course_title', models.CharField(max_length=255)),
                ('title_language', models.CharField(max_length=10)),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'Français'), ('es', 'Español'), ('pt', 'Português'), ('el', 'Ελληνικά'), ('ar', 'العربية')], max_length=10)),
                ('lesson_languages', models.JSONField(default=list)),
                ('lesson_count', models.PositiveSmallIntegerField()),
                ('minutes', models.PositiveIntegerField()),
                ('issuer', models.CharField(max_length=160)),
                ('statement', models.TextField(blank=True)),
                ('site_name', models.CharField(max_length=60)),
                ('tagline', models.CharField(blank=True, max_length=120)),
                ('issued_on', models.DateField()),
                ('enrolment', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='certificate', to='courses.enrolment')),
            ],
            options={
                'verbose_name': 'certificate',
                'verbose_name_plural': 'certificates',
            },
        ),
        migrations.CreateModel(
            name='LessonCompletion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lesson_key', models.UUIDField()),
                ('language', models.CharField(blank=True, max_length=10)),
                ('completed_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='completions', to='courses.enrolment')),
            ],
        ),
        migrations.CreateModel(
            name='LessonPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='One or two sentences for cards and search results.', validators=[django.core.validators.MaxLengthValidator(300)], verbose_name='summary')),
                ('builds_on', wagtail.fields.StreamField([('work', 0)], blank=True, block_lookup={0: ('wagtail.blocks.PageChooserBlock', (), {'icon': 'link', 'label': 'Page'})}, help_text='Lessons, studies, visits or cases that this page builds on. Each of them will show, in every language, that it is used here.', verbose_name='builds on')),
                ('monday', models.CharField(blank=True, help_text='The situation that would make someone open this lesson, in their own words.', max_length=250, verbose_name='Monday-morning question')),
                ('body', wagtail.fields.StreamField([('heading', 3), ('text', 4), ('image', 7), ('figure', 13), ('numbers', 22), ('quotation', 25), ('callout', 29), ('table', 36), ('recording', 42), ('file', 44), ('links', 50), ('partners', 57), ('sources', 64), ('case', 70), ('question', 77), ('project', 78), ('terms', 83)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 160}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('2', 'section'), ('3', 'subsection')], 'label': 'Level'}), 2: ('core.blocks.text.UntranslatedCharBlock', (), {'default': '', 'help_text': 'Lets other pages link to this heading; the same in all languages.', 'label': 'Anchor', 'max_length': 40, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1), ('name', 2)]], {}), 4: ('core.blocks.text.TextBlock', (), {}), 5: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Image'}), 6: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'Caption', 'max_length': 250, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('image', 5), ('caption', 6)]], {}), 8: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('ladder', 'ladder, lowest rung first'), ('steps', 'steps in order'), ('hub', 'parts round a centre, the centre first')], 'label': 'Type of diagram'}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 80}), 10: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'Text', 'max_length': 200, 'required': False}), 11: ('wagtail.blocks.StructBlock', [[('title', 9), ('text', 10)]], {}), 12: ('wagtail.blocks.ListBlock', (11,), {'label': 'Parts', 'max_num': 9, 'min_num': 2}), 13: ('wagtail.blocks.StructBlock', [[('shape', 8), ('items', 12), ('caption', 6)]], {}), 14: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'Heading', 'max_length': 120, 'required': False}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'Number', 'max_length': 20}), 16: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'Out of', 'max_length': 20, 'required': False}), 17: ('wagtail.blocks.CharBlock', (), {'label': 'What it counts', 'max_length': 120}), 18: ('core.blocks.text.UntranslatedCharBlock', (), {'default': '', 'help_text': 'A full web address, or a path on this site without the language: library/?q=time', 'label': 'Web address of the list behind it', 'max_length': 200, 'required': False}), 19: ('wagtail.blocks.StructBlock', [[('value', 15), ('of', 16), ('text', 17), ('href', 18)]], {}), 20: ('wagtail.blocks.ListBlock', (19,), {'label': 'Numbers'}), 21: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'Note', 'max_length': 300, 'required': False}), 22: ('wagtail.blocks.StructBlock', [[('heading', 14), ('items', 20), ('note', 21)]], {}), 23: ('wagtail.blocks.TextBlock', (), {'label': 'Quoted text'}), 24: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'Who said it, and where', 'max_length': 200, 'required': False}), 25: ('wagtail.blocks.StructBlock', [[('text', 23), ('source', 24)]], {}), 26: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('note', 'note'), ('watch', 'watch out'), ('good', 'good practice')], 'label': 'Tone'}), 27: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 120}), 28: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ul', 'ol'], 'label': 'Text'}), 29: ('wagtail.blocks.StructBlock', [[('tone', 26), ('title', 27), ('text', 28)]], {}), 30: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 200}), 31: ('wagtail.blocks.CharBlock', (), {'label': 'Column', 'max_length': 80}), 32: ('wagtail.blocks.ListBlock', (31,), {'label': 'Columns'}), 33: ('wagtail.blocks.CharBlock', (), {'label': 'Cell', 'max_length': 300, 'required': False}), 34: ('wagtail.blocks.ListBlock', (33,), {'label': 'Row'}), 35: ('wagtail.blocks.ListBlock', (34,), {'help_text': 'Each row has as many cells as there are columns.', 'label': 'Rows'}), 36: ('wagtail.blocks.StructBlock', [[('caption', 30), ('header', 32), ('rows', 35)]], {}), 37: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('video', 'video'), ('audio', 'audio')], 'label': 'Kind'}), 38: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 160}), 39: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'File'}), 40: ('wagtail.blocks.IntegerBlock', (), {'label': 'Minutes', 'min_value': 1, 'required': False}), 41: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ul', 'ol'], 'help_text': 'What is said and shown, for people who cannot hear, see or download it.', 'label': 'Transcript'}), 42: ('wagtail.blocks.StructBlock', [[('kind', 37), ('title', 38), ('document', 39), ('minutes', 40), ('transcript', 41)]], {}), 43: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'What it is', 'max_length': 200, 'required': False}), 44: ('wagtail.blocks.StructBlock', [[('document', 39), ('text', 43)]], {}), 45: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('course', 'course'), ('case', 'case'), ('study', 'study'), ('visit', 'visit'), ('place', 'place'), ('page', 'page')], 'label': 'Icon'}), 46: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page', 'required': False}), 47: ('core.blocks.text.UntranslatedCharBlock', (), {'default': '', 'help_text': 'A full web address, or a path on this site without the language: library/?q=time', 'label': 'Web address', 'required': False}), 48: ('wagtail.blocks.StructBlock', [[('title', 27), ('text', 10), ('icon', 45), ('page', 46), ('href', 47)]], {}), 49: ('wagtail.blocks.ListBlock', (48,), {'label': 'Links'}), 50: ('wagtail.blocks.StructBlock', [[('heading', 14), ('items', 49)]], {}), 51: ('wagtail.blocks.CharBlock', (), {'label': 'Name', 'max_length': 160}), 52: ('wagtail.blocks.CharBlock', (), {'label': 'Country', 'required': False}), 53: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'Role', 'max_length': 250, 'required': False}), 54: ('wagtail.blocks.URLBlock', (), {'default': '', 'label': 'Website', 'required': False}), 55: ('wagtail.blocks.StructBlock', [[('name', 51), ('country', 52), ('role', 53), ('url', 54)]], {}), 56: ('wagtail.blocks.ListBlock', (55,), {'label': 'Organisations'}), 57: ('wagtail.blocks.StructBlock', [[('items', 56)]], {}), 58: ('wagtail.blocks.CharBlock', (), {'label': 'What it is', 'max_length': 250}), 59: ('wagtail.blocks.URLBlock', (), {'default': '', 'label': 'Web address', 'required': False}), 60: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('seen', 'seen in the source cited'), ('inferred', 'inferred from the source cited'), ('claimed', 'claimed by those who carried it out'), ('general', 'general knowledge, to be checked')], 'label': 'How sure we are'}), 61: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'Note', 'max_length': 250, 'required': False}), 62: ('wagtail.blocks.StructBlock', [[('title', 58), ('url', 59), ('mark', 60), ('note', 61)]], {}), 63: ('wagtail.blocks.ListBlock', (62,), {'label': 'Sources'}), 64: ('wagtail.blocks.StructBlock', [[('items', 63)]], {}), 65: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'Place', 'max_length': 120, 'required': False}), 66: ('wagtail.blocks.CharBlock', (), {'label': 'Label', 'max_length': 60}), 67: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link'], 'label': 'Text'}), 68: ('wagtail.blocks.StructBlock', [[('label', 66), ('text', 67)]], {}), 69: ('wagtail.blocks.ListBlock', (68,), {'label': 'Facts'}), 70: ('wagtail.blocks.StructBlock', [[('title', 38), ('place', 65), ('facts', 69), ('evidence', 60)]], {}), 71: ('wagtail.blocks.CharBlock', (), {'label': 'Question', 'max_length': 400}), 72: ('wagtail.blocks.CharBlock', (), {'label': 'Answer', 'max_length': 300}), 73: ('wagtail.blocks.BooleanBlock', (), {'label': 'Correct answer', 'required': False}), 74: ('wagtail.blocks.TextBlock', (), {'label': 'Feedback explaining why'}), 75: ('wagtail.blocks.StructBlock', [[('text', 72), ('right', 73), ('why', 74)]], {}), 76: ('wagtail.blocks.ListBlock', (75,), {'label': 'Answers', 'max_num': 6, 'min_num': 2}), 77: ('wagtail.blocks.StructBlock', [[('text', 71), ('options', 76)]], {}), 78: ('wagtail.blocks.StructBlock', [[('title', 38), ('text', 28)]], {}), 79: ('wagtail.blocks.CharBlock', (), {'label': 'Term', 'max_length': 80}), 80: ('wagtail.blocks.CharBlock', (), {'label': 'Meaning', 'max_length': 300}), 81: ('wagtail.blocks.StructBlock', [[('term', 79), ('meaning', 80)]], {}), 82: ('wagtail.blocks.ListBlock', (81,), {'label': 'Terms'}), 83: ('wagtail.blocks.StructBlock', [[('items', 82)]], {})}, verbose_name='text')),
                ('minutes', models.PositiveSmallIntegerField(default=10, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(240)], verbose_name='minutes')),
                ('weight_bytes', models.PositiveIntegerField(editable=False, null=True, verbose_name='size in bytes')),
                ('listing_image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='image for cards')),
                ('topics', modelcluster.fields.ParentalManyToManyField(blank=True, to='core.topic', verbose_name='topics')),
            ],
            options={
                'verbose_name': 'lesson',
                'verbose_name_plural': 'lessons',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ModulePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='One or two sentences for cards and search results.', validators=[django.core.validators.MaxLengthValidator(300)], verbose_name='summary')),
                ('builds_on', wagtail.fields.StreamField([('work', 0)], blank=True, block_lookup={0: ('wagtail.blocks.PageChooserBlock', (), {'icon': 'link', 'label': 'Page'})}, help_text='Lessons, studies, visits or cases that this page builds on. Each of them will show, in every language, that it is used here.', verbose_name='builds on')),
                ('listing_image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='image for cards')),
                ('topics', modelcluster.fields.ParentalManyToManyField(blank=True, to='core.topic', verbose_name='topics')),
            ],
            options={
                'verbose_name': 'module',
                'verbose_name_plural': 'modules',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.UniqueConstraint(fields=('learner', 'course_key'), name='enrolled_once'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'completed'), _negated=True), ('completed_at__isnull', False), _connector='OR'), name='completed_only_when_dated'),
        ),
        migrations.AddConstraint(
            model_name='lessoncompletion',
            constraint=models.UniqueConstraint(fields=('enrolment', 'lesson_key'), name='completed_once'),
        ),
    ]
