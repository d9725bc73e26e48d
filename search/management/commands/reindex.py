"""`manage.py reindex`: the former name of `rebuild_library`, for one more version."""

from typing import Any

from search.management.commands import rebuild_library


class Command(rebuild_library.Command):
    help = "Deprecated: use rebuild_library."

    def handle(self, **options: Any) -> None:
        self.stderr.write("reindex is now called rebuild_library; this name goes in version 0.4.")
        super().handle(**options)
