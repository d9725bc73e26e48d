"""Makes who may see what anew, from the view restrictions. Safe to repeat."""

from django.core.management.base import BaseCommand

from core.access import sync
from core.models import PortalRendition


class Command(BaseCommand):
    help = "Make the access rules of all works anew, after an import or a change by SQL."

    def handle(self, *args: object, **options: object) -> None:
        mended, changed = sync.rebuild()
        # Made again at their next use, then in the store that their collection asks for.
        _count, withdrawn = PortalRendition.objects.exposed().delete()
        self.stdout.write(
            f"{mended} restrictions mended, {changed} access rows changed, "
            f"{withdrawn.get('core.PortalRendition', 0)} renditions withdrawn"
        )
