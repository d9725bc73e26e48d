from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("courses", "0003_quizzes"),
    ]

    operations = [
        migrations.AddField(
            model_name="certificate",
            name="revoked_on",
            field=models.DateField(blank=True, null=True),
        ),
    ]
