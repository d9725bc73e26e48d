"""`manage.py reindex`: rebuild the search index. Idempotent."""

from django.core.management.base import BaseCommand
from django.utils import timezone
from wagtail.models import Page

from core.admin.search import mend as mend_admin_search
from search import health
from search.documents import reindex_all
from search.tasks import index_again


class Command(BaseCommand):
    help = (
        "Rebuild the library's index from the live pages, even if it is damaged; and "
        "the admin's own, if it is damaged. Safe to run at any time."
    )

    def handle(self, **options: object) -> None:
        began = timezone.now()
        if health.mend():
            self.stdout.write("The index was damaged. It has been rebuilt.")
        if mend_admin_search():
            self.stdout.write("The search of the admin was damaged. It has been rebuilt.")
        with health.filling():
            count = reindex_all()
        health.forget_damage()
        # What was published while others left the index alone.
        index_again(Page.objects.filter(last_published_at__gte=began))
        self.stdout.write(f"{count} documents can be found")
