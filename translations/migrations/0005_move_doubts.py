"""Doubts about a passage stand in a table of their own: what others say of it no longer ends them."""

from django.db import migrations
from django.db.models import F

DOUBT = "doubt"
COMMON = ("translation_key", "locale_id", "path", "own", "note", "person_id", "at")


def move(apps, schema_editor):
    checks = apps.get_model("translations", "PieceCheck").objects.filter(verdict=DOUBT)
    rows = [*checks.values(*COMMON)]
    Doubt = apps.get_model("translations", "Doubt")
    Doubt.objects.bulk_create(Doubt(**row) for row in rows)
    Freshness = apps.get_model("translations", "Freshness")
    for row in rows:
        # Derived anew with the next publish or answer: until then, one of other words counts too.
        version = {"translation_key": row["translation_key"], "locale_id": row["locale_id"]}
        Freshness.objects.filter(**version).update(doubts=F("doubts") + 1)
    checks.delete()


def move_back(apps, schema_editor):
    """As far as nothing else was said of the same passage."""
    PieceCheck = apps.get_model("translations", "PieceCheck")
    doubts = apps.get_model("translations", "Doubt").objects.order_by("-at")
    PieceCheck.objects.bulk_create(
        (PieceCheck(verdict=DOUBT, **row) for row in doubts.values(*COMMON)), ignore_conflicts=True
    )
    doubts.delete()


class Migration(migrations.Migration):
    dependencies = [("translations", "0004_doubts")]

    operations = [migrations.RunPython(move, move_back)]
