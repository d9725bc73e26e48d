"""`manage.py prepare`: migrate, set up roles and content, collect static files. Idempotent."""

import hashlib
import os
import stat
import sys
import time
from argparse import ArgumentParser
from contextlib import nullcontext
from pathlib import Path
from secrets import token_hex
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from wagtail.models import Site

from core.db import relaxed_durability
from core.http import own_host
from core.models import PublicCollection
from core.tasks import leases
from people import roles
from portal.catalogues.compile import compile_all
from portal.onboarding import initial_site
from portal.settings.env import ROOT, env, make_data_dir
from search import health as search_health
from search.rebuild import lacks_index
from search.tasks import fill_cluster, rebuild_library
from translations.freshness import derived
from translations.tasks import begin_ledger

COPIES_KEPT = 3
# A backup that nobody has written to for so many seconds was cut off.
CUT_OFF_AFTER = 3600
FOLDER = 0o750
# Writing by the group, and all that others may do.
NOT_OURS = 0o027
STAMP = ".stamp"


class Command(BaseCommand):
    help = "Copy older data, migrate, compile words, join static files, load the demonstration."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--part",
            choices=["static", "rest"],
            help="only the static files, or all but them: both may be done at the same time",
        )

    def handle(self, **options: Any) -> None:
        self.folders()
        if options["part"] != "rest":
            self.static()
        if options["part"] != "static":
            self.rest()

    def rest(self) -> None:
        self.connect()
        compiled = compile_all(ROOT / "locale")
        if compiled:
            self.say(f"words of {compiled} languages compiled")
        self.migrate()
        roles.ensure_groups()
        keep_site_address()
        if not PublicCollection.objects.exists():
            # Otherwise an editor has no collection for public images.
            PublicCollection.standard()
        returned = leases.requeue_lost_tasks()
        if returned:
            self.say(f"{returned} tasks that were cut short are queued again")
        if derived.unknown_keys():
            begin_ledger.enqueue()
        if initial_site.delete_used_sign_in():
            self.say("the first sign-in was changed, and is no longer kept")
        if search_health.is_noted():
            rebuild_library.enqueue()
            self.say("the library is indexed anew; until that is done, titles are searched")
        elif lacks_index():
            fill_cluster.enqueue()
            self.say("the library is sent to the cluster; until that is done, the database answers")
        if env.bool("DEMO", default=True) and apps.is_installed("demo"):
            self.demonstrate()
        elif initial_site.is_untouched():
            self.begin()

    def say(self, line: str) -> None:
        self.stdout.write(f"• {line}")
        self.stdout.flush()

    def folders(self) -> None:
        """The folders of the data, and what stands in them already, for owner and group only."""
        data = make_data_dir()
        for folder in (data, Path(settings.MEDIA_ROOT), Path(settings.PRIVATE_MEDIA_ROOT)):
            folder.mkdir(mode=FOLDER, parents=True, exist_ok=True)
            close(folder)
        for path in data.glob("*.sqlite3*"):
            close(path)

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
        if not is_migrated():
            self.upgrade()
        call_command("createcachetable", verbosity=0)

    def upgrade(self) -> None:
        """Migrate the database; a backup of older data is made first."""
        executor = MigrationExecutor(connection)
        refuse_unknown_data(executor)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            applied = len(executor.loader.applied_migrations)
            if applied and connection.vendor == "sqlite":
                self.say(f"older data: a copy stands at {self.copy(applied)}")
            self.say(f"database: {len(plan)} migrations")
            # An empty database has nothing to lose.
            with nullcontext() if applied else relaxed_durability():
                call_command("migrate", interactive=False, verbosity=0)

    def copy(self, applied: int) -> Path:
        """A consistent backup next to the data, also while it is being written to; the newest three
        are kept. A start that is repeated after an interruption replaces its own backup, so that
        an upgrade half done does not push out the one from before it."""
        folder = Path(settings.DATA_DIR) / "copies"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        remove_cut_off(folder)
        path = folder / f"{timezone.now():%Y%m%d-%H%M%S}-after-{applied}.sqlite3"
        making = path.with_suffix(f".{token_hex(8)}.making")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(making)])
        making.chmod(0o600)
        for older in folder.glob(f"*-after-{applied}.sqlite3"):
            older.unlink()
        making.replace(path)
        for old in sorted(folder.glob("*.sqlite3"))[:-COPIES_KEPT]:
            old.unlink()
        return path

    def static(self) -> None:
        """Run collectstatic when a static file or one of the collected files has changed."""
        if settings.DEBUG:
            return
        root = Path(settings.STATIC_ROOT)
        stamp = root / STAMP
        if stamp.exists() and stamp.read_text() == f"{static_stamp()} {made_stamp(root)}":
            return
        self.say("style sheets, scripts and icons")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(f"{static_stamp()} {made_stamp(root)}")


def keep_site_address() -> None:
    """The address that Wagtail writes into its mails is the portal's."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is not None:
        for name, value in own_host().items():
            setattr(site, name, value)
        site.save(update_fields=[*own_host()])


def is_migrated() -> bool:
    """Whether the database has exactly the migrations that the apps have. It reads their names
    only: to load them all takes most of a second."""
    applied = MigrationRecorder(connection).applied_migrations().keys()
    files = (
        (app.label, path.stem)
        for app in apps.get_app_configs()
        for path in (Path(app.path) / "migrations").glob("[0-9]*.py")
    )
    return applied == set(files)


def refuse_unknown_data(executor: MigrationExecutor) -> None:
    """Raise CommandError for data of 0.1.0, whose migrations were rewritten, or of a newer version:
    migrations of ours are applied in it that this version does not have."""
    ours = {config.label for config in apps.get_app_configs() if Path(config.path).parent == ROOT}
    unknown = executor.loader.applied_migrations.keys() - executor.loader.disk_migrations.keys()
    if any(app in ours for app, _name in unknown):
        raise CommandError(
            f"the data in {connection.settings_dict['NAME']} are of version 0.1.0, which cannot be"
            " upgraded, or of a newer one. Keep them, and start with an empty folder:"
            " DATA_DIR=~/portal-0.2 make run"
        )


def remove_cut_off(copies: Path) -> None:
    """Backups whose process ended before they were complete; not one that another is making."""
    for making in copies.glob("*.making"):
        if time.time() - making.stat().st_mtime > CUT_OFF_AFTER:
            making.unlink(missing_ok=True)


def own_static() -> list[Path]:
    """Static folders of our apps, and the code that bundles them."""
    ours = [Path(one.path) for one in apps.get_app_configs() if Path(one.path).parent == ROOT]
    return [*(one / "static" for one in ours), ROOT / "core" / "staticfiles.py"]


def close(path: Path) -> None:
    """Take from others on this machine what they may do with a file or folder of ours."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if path.stat().st_uid == os.geteuid() and mode & NOT_OURS:
        path.chmod(mode & ~NOT_OURS)


def made_stamp(root: Path) -> str:
    """Changes with every file that was made: one may be lost or cut short."""
    digest = hashlib.sha256()
    for folder, _folders, names in sorted(os.walk(root)):
        for name in sorted(names):
            if name != STAMP:
                known = os.stat(f"{folder}/{name}")
                digest.update(f"{folder}/{name} {known.st_size} {known.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def static_stamp() -> str:
    """A hash that changes with our files and with every package that may ship some."""
    digest = hashlib.sha256()
    for name in sorted(packages()):
        digest.update(name.encode())
    for place in own_static():
        for path in [place, *sorted(place.rglob("*"))]:
            if path.is_file():
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def packages() -> set[str]:
    """Names and versions of the packages that are installed, as their folders have them."""
    return {path.name for folder in sys.path for path in Path(folder or ".").glob("*.dist-info")}
