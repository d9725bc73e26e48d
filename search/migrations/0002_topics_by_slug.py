from django.db import migrations
from django.db.migrations.state import StateApps


def name_by_slug(apps: StateApps, schema_editor: object) -> None:
    """What works are filtered by: a topic's slug in place of its id."""
    topics = apps.get_model("core", "Topic").objects.values_list("pk", "slug")
    rename(apps, {str(pk): slug for pk, slug in topics})


def name_by_id(apps: StateApps, schema_editor: object) -> None:
    topics = apps.get_model("core", "Topic").objects.values_list("slug", "pk")
    rename(apps, {slug: str(pk) for slug, pk in topics})


def rename(apps: StateApps, names: dict[str, str]) -> None:
    """A facet of no topic goes. Row by row, so that a topic called "2" is not taken for an id."""
    model = apps.get_model("search", "SearchFacet")
    facets = model.objects.filter(name="topic")
    facets.exclude(value__in=names).delete()
    rows = list(facets.values_list("work_id", "value"))
    facets.delete()
    model.objects.bulk_create(
        model(work_id=work, name="topic", value=names[value]) for work, value in rows
    )


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial"), ("search", "0001_initial")]

    operations = [migrations.RunPython(name_by_slug, name_by_id)]
