"""`manage.py rebuild_library`: rebuild the search index. Idempotent."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.admin.search import repair as repair_admin_search
from search import health
from search.engines.base import EngineUnavailable
from search.rebuild import AlreadyRunning, is_resumed, rebuild_cluster, rebuild_index


class Command(BaseCommand):
    help = (
        "Rebuild the library's index from the live pages, also one that is damaged; and the "
        "admin's own, if it is damaged. Readers search the old one until the new one is complete."
    )

    def handle(self, **options: Any) -> None:
        is_damaged = health.repair()
        if is_damaged:
            self.stdout.write("The index was damaged, and is being rebuilt.")
        if repair_admin_search():
            self.stdout.write("The search of the admin was damaged, and is being rebuilt.")
        try:
            self.rebuild(is_damaged=is_damaged)
        except AlreadyRunning as error:
            raise CommandError(
                "another process is rebuilding the library. Wait until it has ended; to see what "
                "there is, type: manage.py check_library"
            ) from error
        except EngineUnavailable as error:
            raise CommandError(
                f"the cluster does not answer ({error}). The database's own index answers until "
                "it does; then type the same again: it goes on where it stopped."
            ) from error

    def rebuild(self, *, is_damaged: bool) -> None:
        if is_resumed() and not is_damaged:
            self.stdout.write("The index in the cluster was being filled; going on with that.")
        else:
            count = rebuild_index(self.progress)
            self.stdout.write(f"{count} documents can be found")
        rebuild_cluster(self.progress)

    def progress(self, done: int, total: int) -> None:
        """One line that counts up on a terminal; elsewhere, a line now and then."""
        if self.stdout.isatty():
            self.stdout.write(f"\r{done} of {total}", ending="" if done < total else "\n")
            self.stdout.flush()
        elif done % 1000 == 0:
            self.stdout.write(f"{done} of {total}")
