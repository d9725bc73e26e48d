from django.db import migrations, models


def forget_heartbeats(apps, schema_editor):
    """The one row belongs to a worker that has ended: nothing is migrated beside a running one."""
    apps.get_model("core", "WorkerHeartbeat").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.RunPython(forget_heartbeats, migrations.RunPython.noop),
        migrations.AddField(
            model_name="workerheartbeat",
            name="worker",
            field=models.CharField(default="", max_length=64, unique=True),
            preserve_default=False,
        ),
    ]
