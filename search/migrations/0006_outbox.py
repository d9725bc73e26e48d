from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0005_promotion")]

    operations = [
        migrations.CreateModel(
            name="WorkChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(unique=True)),
                ("version", models.BigIntegerField(default=1)),
                ("sent_version", models.BigIntegerField(default=0)),
                ("refused_version", models.BigIntegerField(default=0)),
                ("refusal", models.CharField(blank=True, max_length=200)),
                ("waiting_since", models.DateTimeField()),
                ("narrows", models.BooleanField(default=False)),
                ("later", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("sent_version__lt", models.F("version"))),
                        fields=["narrows", "later"],
                        name="work_change_unsent",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClusterFailure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("began_at", models.DateTimeField(auto_now_add=True)),
                ("ask_again_at", models.DateTimeField()),
                ("failures", models.PositiveIntegerField(default=1)),
                ("words", models.CharField(max_length=200)),
            ],
        ),
    ]
