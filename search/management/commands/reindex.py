"""`manage.py reindex`: rebuild the search index. Idempotent."""

from django.core.management.base import BaseCommand

from search.documents import reindex_all


class Command(BaseCommand):
    help = "Make the library's index again from the live pages. Safe to run at any time."

    def handle(self, **options: object) -> None:
        count = reindex_all()
        self.stdout.write(f"{count} documents can be found")
