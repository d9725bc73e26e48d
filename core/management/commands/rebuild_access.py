"""Makes who may see what anew, from the view restrictions in the tree. Safe to repeat."""

from django.core.management.base import BaseCommand

from core import access


class Command(BaseCommand):
    help = "Make the access rules of all works anew, after an import or a change by SQL."

    def handle(self, *args: object, **options: object) -> None:
        mended, changed = access.rebuild()
        self.stdout.write(f"{mended} restrictions mended, {changed} access rows changed")
