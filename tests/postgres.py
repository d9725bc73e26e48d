"""A PostgreSQL server of one's own, for a run of tests or a benchmark. No Django here."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from glob import glob
from pathlib import Path
from subprocess import DEVNULL
from typing import IO

from tests.server import TEMPLATES, fingerprint, made_aside, migrated_name

# The newest that Debian has put there; Debian 12 brings 15.
PROGRAMS = "/usr/lib/postgresql/*/bin/initdb"
# Nothing in this cluster outlives the run, so nothing waits for the disk.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def programs() -> Path | None:
    """The folder of the newest PostgreSQL on this machine."""
    found = sorted(glob(PROGRAMS), key=lambda path: int(Path(path).parts[-3]))
    return Path(found[-1]).parent if found else None


def dump_of_migrated() -> Path:
    """The migrated database of this state of the code, as an earlier run has left it."""
    return TEMPLATES / f"{fingerprint()}.sql"


class Postgres:
    """A private cluster in a temporary folder, on a port of its own, gone at the end."""

    def __enter__(self) -> "Postgres":
        found = programs()
        assert found, "a caller asks first whether it is installed"
        self.programs = found
        self.folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
        try:
            self.begin()
        except subprocess.CalledProcessError:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        return self

    def begin(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        data = self.folder / "data"
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        how = ["-U", "portal", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        self.call("initdb", "-D", data, *how)
        self.start()
        self.restore()

    def start(self) -> None:
        options = f"{FAST} -p {self.port} -h 127.0.0.1 -k {self.folder}"
        log = self.folder / "log"
        self.call("pg_ctl", "-D", self.folder / "data", "-o", options, "-l", log, "-w", "start")

    def stop(self) -> None:
        self.call("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")

    def __exit__(self, *_error: object) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def url(self) -> str:
        return f"postgres://portal@127.0.0.1:{self.port}/postgres"

    def restore(self) -> None:
        if dump_of_migrated().exists():
            self.call("createdb", *self.server, migrated_name())
            with dump_of_migrated().open("rb") as dump:
                self.call("psql", *self.server, "-q", "-d", migrated_name(), stdin=dump)

    def keep(self) -> None:
        """Migrating takes most of a minute, restoring a second."""
        kept = dump_of_migrated()
        if not kept.exists():
            with made_aside(kept) as making, making.open("wb") as dump:
                self.call("pg_dump", *self.server, migrated_name(), stdout=dump)

    @property
    def server(self) -> list[str]:
        return ["-h", "127.0.0.1", "-p", str(self.port), "-U", "portal"]

    def call(
        self, name: str, *words: object, stdin: IO | None = None, stdout: IO | int = DEVNULL
    ) -> None:
        command = [str(self.programs / name), *map(str, words)]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, stdin=stdin, stdout=stdout, cwd="/")
