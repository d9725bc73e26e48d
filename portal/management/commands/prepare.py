"""`manage.py prepare`: everything between an installed portal and a started one. Safe to repeat."""

import hashlib
from datetime import timedelta
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from core.management.commands.worker import put_back
from core.models import PublicCollection
from people import roles
from portal import catalogues
from portal.settings.env import ROOT, env

OWN_STATIC = ("core/static",)


class Command(BaseCommand):
    help = "Copy older data, migrate, compile words, join static files, load the demonstration."

    def handle(self, **options: Any) -> None:
        compiled = catalogues.compile_all(ROOT / "locale")
        if compiled:
            self.say(f"words of {compiled} languages compiled")
        self.migrate()
        self.static()
        roles.ensure_groups()
        if not PublicCollection.objects.exists():
            # Else an editor has nowhere to put a picture for everybody.
            PublicCollection.standard()
        returned = put_back(older_than=timedelta(0))
        if returned:
            self.say(f"{returned} tasks that were cut short are queued again")
        if env.bool("DEMO", default=True):
            self.say("demonstration")
            call_command("demo", "--start", stdout=self.stdout)

    def say(self, line: str) -> None:
        self.stdout.write(f"• {line}")
        self.stdout.flush()

    def migrate(self) -> None:
        """Bring the database up to date; a copy of older data is made first."""
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            if executor.loader.applied_migrations and connection.vendor == "sqlite":
                self.say(f"older data: a copy stands at {self.copy()}")
            self.say(f"database: {len(plan)} migrations")
            call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)

    def copy(self) -> Path:
        """A consistent copy beside the data, also while it is being written to."""
        folder = Path(settings.DATA_DIR) / "copies"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{timezone.now():%Y%m%d-%H%M%S}.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(path)])
        return path

    def static(self) -> None:
        """Hash, join and compress the static files, when one of them has changed."""
        if settings.DEBUG:
            return
        stamp = Path(settings.STATIC_ROOT) / ".stamp"
        now = static_stamp()
        if stamp.exists() and stamp.read_text() == now:
            return
        self.say("style sheets, scripts and icons")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(now)


def static_stamp() -> str:
    """Changes with our files and with every package that may bring some."""
    digest = hashlib.sha256()
    for name in sorted(f"{one.name} {one.version}" for one in distributions()):
        digest.update(name.encode())
    for folder in OWN_STATIC:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file():
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()
