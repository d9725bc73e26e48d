import django.core.validators
import django.db.models.functions.text
import django.utils.timezone
import people.models.users
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('about', models.CharField(choices=[('access', 'Something I cannot use or read'), ('fact', 'A fact that is wrong or missing'), ('translation', 'A translation that is wrong or hard to read'), ('removal', 'Something that should be removed'), ('other', 'Something else')], max_length=20, verbose_name='what it is about')),
                ('page', models.CharField(blank=True, max_length=500, verbose_name='page')),
                ('words', models.TextField(validators=[django.core.validators.MaxLengthValidator(4000)], verbose_name='message')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address for the reply')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'Français'), ('es', 'Español'), ('pt', 'Português'), ('el', 'Ελληνικά'), ('ar', 'العربية')], max_length=10, verbose_name='language')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='sent')),
                ('settled_at', models.DateTimeField(blank=True, help_text='The message is deleted within a day of this time.', null=True, verbose_name='dealt with')),
                ('note', models.TextField(blank=True, verbose_name='what was done')),
            ],
            options={
                'verbose_name': 'message from a reader',
                'verbose_name_plural': 'messages from readers',
                'ordering': ['-created_at'],
                'indexes': [models.Index(fields=['created_at'], name='feedback_by_age')],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='email address')),
                ('display_name', models.CharField(blank=True, help_text='The name the portal greets you by. It can be any name.', max_length=80, verbose_name='display name')),
                ('legal_name', models.CharField(blank=True, help_text='As it should be printed. You can confirm or change it before each certificate.', max_length=120, verbose_name='name on certificates')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'Français'), ('es', 'Español'), ('pt', 'Português'), ('el', 'Ελληνικά'), ('ar', 'العربية')], default='en', max_length=10, verbose_name='language')),
                ('time_zone', models.CharField(blank=True, max_length=50, verbose_name='time zone')),
                ('country', models.CharField(blank=True, max_length=2, verbose_name='country')),
                ('organisation', models.CharField(blank=True, max_length=200, verbose_name='organisation')),
                ('is_staff', models.BooleanField(default=False, verbose_name='can use the admin area')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='joined')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='one_user_an_address')],
            },
            managers=[
                ('objects', people.models.users.Users()),
            ],
        ),
    ]
