from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0004_former_addresses")]

    operations = [
        migrations.CreateModel(
            name="DailyCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("language", models.CharField(max_length=10)),
                (
                    "kind",
                    models.CharField(
                        choices=[("nothing", "search without result"), ("read", "work read")],
                        max_length=10,
                    ),
                ),
                ("subject", models.CharField(max_length=200)),
                ("count", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "kind", "language", "subject"), name="one_count_a_day"
                    )
                ],
            },
        ),
    ]
