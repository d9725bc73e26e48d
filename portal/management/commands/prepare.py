"""`manage.py prepare`: migrate, set up roles and content, collect static files. Idempotent."""

import hashlib
from datetime import timedelta
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from core.management.commands.worker import requeue_stale_tasks
from core.models import PublicCollection
from people import roles
from portal.catalogues.compile import compile_all
from portal.onboarding import initial_site
from portal.settings.env import ROOT, env


class Command(BaseCommand):
    help = "Copy older data, migrate, compile words, join static files, load the demonstration."

    def handle(self, **options: Any) -> None:
        self.connect()
        compiled = compile_all(ROOT / "locale")
        if compiled:
            self.say(f"words of {compiled} languages compiled")
        self.migrate()
        self.static()
        roles.ensure_groups()
        if not PublicCollection.objects.exists():
            # Otherwise an editor has no collection for public images.
            PublicCollection.standard()
        returned = requeue_stale_tasks(older_than=timedelta(0))
        if returned:
            self.say(f"{returned} tasks that were cut short are queued again")
        if initial_site.delete_used_sign_in():
            self.say("the first sign-in was changed, and is no longer kept")
        if env.bool("DEMO", default=True) and apps.is_installed("demo"):
            self.demonstrate()
        elif initial_site.is_untouched():
            self.begin()

    def say(self, line: str) -> None:
        self.stdout.write(f"• {line}")
        self.stdout.flush()

    def connect(self) -> None:
        """Check the database connection; fail with one clear line."""
        try:
            connection.ensure_connection()
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    # The statement timeout is for requests; a migration of much data takes longer.
                    cursor.execute("SET statement_timeout = 0")
        except Error as error:
            place = connection.settings_dict["HOST"] or connection.settings_dict["NAME"]
            words = str(error).splitlines()[0]
            raise CommandError(f"the database cannot be used ({place}): {words}") from None

    def demonstrate(self) -> None:
        self.say("demonstration")
        call_command("demo", "--start", stdout=self.stdout)

    def begin(self) -> None:
        """Bootstrap an empty site: a front page in each language and one administrator."""
        initial_site.begin(env.str("ADMIN_EMAIL", default="") or "admin@example.org")
        self.say(
            "an empty portal: front pages, topics, and an administrator whose sign-in is in"
            f" {initial_site.account_path()}"
        )

    def migrate(self) -> None:
        """Migrate the database; a backup of older data is made first."""
        executor = MigrationExecutor(connection)
        refuse_unknown_data(executor)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            if executor.loader.applied_migrations and connection.vendor == "sqlite":
                self.say(f"older data: a copy stands at {self.copy()}")
            self.say(f"database: {len(plan)} migrations")
            call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)

    def copy(self) -> Path:
        """A consistent backup next to the data, also while it is being written to."""
        folder = Path(settings.DATA_DIR) / "copies"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / f"{timezone.now():%Y%m%d-%H%M%S}.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(path)])
        path.chmod(0o600)
        return path

    def static(self) -> None:
        """Run collectstatic when a static file has changed."""
        if settings.DEBUG:
            return
        stamp = Path(settings.STATIC_ROOT) / ".stamp"
        now = static_stamp()
        if stamp.exists() and stamp.read_text() == now:
            return
        self.say("style sheets, scripts and icons")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(now)


def refuse_unknown_data(executor: MigrationExecutor) -> None:
    """Raise CommandError for data of 0.1.0, whose migrations were made anew, or of a newer version:
    migrations of ours are applied in it that this version does not have."""
    ours = {config.label for config in apps.get_app_configs() if Path(config.path).parent == ROOT}
    unknown = executor.loader.applied_migrations.keys() - executor.loader.disk_migrations.keys()
    if any(app in ours for app, _name in unknown):
        raise CommandError(
            f"the data in {connection.settings_dict['NAME']} are of version 0.1.0, which cannot be"
            " upgraded, or of a newer one. Keep them, and start with an empty folder:"
            " DATA_DIR=~/portal-0.2 make run"
        )


def own_static() -> list[Path]:
    """Static folders of our apps, and the code that bundles them."""
    ours = [Path(one.path) for one in apps.get_app_configs() if Path(one.path).parent == ROOT]
    return [*(one / "static" for one in ours), ROOT / "core" / "staticfiles.py"]


def static_stamp() -> str:
    """A hash that changes with our files and with every package that may ship some."""
    digest = hashlib.sha256()
    for name in sorted(f"{one.name} {one.version}" for one in distributions()):
        digest.update(name.encode())
    for place in own_static():
        for path in [place, *sorted(place.rglob("*"))]:
            if path.is_file():
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()
