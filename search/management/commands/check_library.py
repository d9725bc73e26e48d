"""`manage.py check_library`: compare the library's index with the database, and repair it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.consistency import check
from search.engines.base import EngineUnavailable


class Command(BaseCommand):
    help = (
        "Compare the library's index, and that of the cluster if there is one, with the pages; "
        "list what differs, and repair it."
    )

    def handle(self, **options: Any) -> None:
        try:
            found = check()
        except EngineUnavailable as error:
            raise CommandError(
                f"the cluster does not answer ({error}). Nothing is lost: what has changed waits. "
                "See to the cluster, then type the same again."
            ) from error
        for one in found:
            self.stdout.write(str(one))
        self.stdout.write(
            f"{len(found)} differences, repaired" if found else "the index is as the database says"
        )
