"""`manage.py rebuild_access`: rebuild access rules from view restrictions. Idempotent."""

from django.core.management.base import BaseCommand

from core.access import sync
from core.models import PortalRendition


class Command(BaseCommand):
    help = "Rebuild the access rules of all works, after an import or a change by SQL."

    def handle(self, *args: object, **options: object) -> None:
        repaired, changed = sync.rebuild()
        # Generated again at their next use, in the storage that their collection requires.
        _count, withdrawn = PortalRendition.objects.exposed().delete()
        self.stdout.write(
            f"{repaired} restrictions repaired, {changed} access rows changed, "
            f"{withdrawn.get('core.PortalRendition', 0)} renditions withdrawn"
        )
