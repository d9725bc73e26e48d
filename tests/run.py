"""`make test`: fetches what tests need, runs all of them, and says what could not be run.

Words after `make test TESTS="…"` go to pytest, and then only that one run is made.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from glob import glob
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [sys.executable, "-m", "pytest"]
# The newest that Debian has put there; Debian 12 brings 15.
POSTGRES = "/usr/lib/postgresql/*/bin/initdb"
# Nothing in this cluster outlives the run, so nothing waits for the disk.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
IN_CI = os.environ.get("CI") == "true"


@dataclass
class Run:
    """What has been run, and what could not be."""

    failed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def say(line: str) -> None:
    print(f"• {line}", flush=True)


def fetch(packages: list[str]) -> bool:
    """Install Debian packages where root or sudo is at hand; False where neither is."""
    if os.geteuid() == 0:
        start: list[str] = []
    elif may_sudo():
        start = ["sudo", "-n"]
    else:
        return False
    say(f"installing {' '.join(packages)}")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*start, "apt-get", "update", "-qq"], **quiet, env=environment)
    command = [*start, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    return subprocess.run(command, **quiet, env=environment).returncode == 0


def may_sudo() -> bool:
    asked = ["sudo", "-n", "true"]
    return (
        bool(shutil.which("sudo"))
        and not subprocess.run(asked, check=False, capture_output=True).returncode
    )


def have_chromium(run: Run) -> bool:
    """Debian's Chromium and fonts for six languages."""
    fonts = Path("/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf")
    if Path("/usr/bin/chromium").exists() and fonts.exists():
        return True
    if fetch(["chromium", "fonts-noto-core"]):
        return True
    run.missing.append(
        "browser tests: Chromium is missing. Type: sudo apt-get install chromium fonts-noto-core"
    )
    return False


def postgres_programs() -> Path | None:
    """The folder of the newest PostgreSQL on this machine."""
    found = sorted(glob(POSTGRES), key=lambda path: int(Path(path).parts[-3]))
    return Path(found[-1]).parent if found else None


def have_postgres(run: Run) -> bool:
    if postgres_programs() or (fetch(["postgresql"]) and postgres_programs()):
        return True
    run.missing.append(
        "PostgreSQL tests: the server is missing. Type: sudo apt-get install postgresql"
    )
    return False


class Postgres:
    """A private cluster in a temporary folder, on a port of its own, gone at the end."""

    def __enter__(self) -> str:
        programs = postgres_programs()
        assert programs, "have_postgres has been asked"
        self.programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
        try:
            return self.begin()
        except subprocess.CalledProcessError:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def begin(self) -> str:
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
        return f"postgres://portal@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        options = f"{FAST} -p {self.port} -h 127.0.0.1 -k {self.folder}"
        log = self.folder / "log"
        self.call("pg_ctl", "-D", self.folder / "data", "-o", options, "-l", log, "-w", "start")

    def stop(self) -> None:
        self.call("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")

    def __exit__(self, *_error: object) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def call(self, name: str, *words: object) -> None:
        command = [str(self.programs / name), *map(str, words)]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


def pytest(run: Run, name: str, *words: str, **environment: str) -> None:
    say(name)
    done = subprocess.run(
        [*PYTEST, *words], cwd=ROOT, env={**os.environ, **environment}, check=False
    )
    if done.returncode:
        run.failed.append(name)


def on_postgres(run: Run) -> None:
    name = "the same on PostgreSQL"
    try:
        with Postgres() as url:
            words = ["-q", "-n", "2", "-m", "not browser and not sqlite"]
            pytest(run, name, *words, DATABASE_URL=url)
    except subprocess.CalledProcessError as error:
        run.missing.append(f"{name}: {' '.join(error.cmd)} failed; its words stand above")


def main(words: list[str]) -> int:
    run = Run()
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    if words:
        return subprocess.run([*PYTEST, *words], cwd=ROOT, check=False).returncode
    browser, postgres = have_chromium(run), have_postgres(run)
    pytest(run, "tests on SQLite", "-q", "-n", "2", "-m", "not browser", DATABASE_URL="")
    if postgres:
        on_postgres(run)
    if browser:
        pytest(run, "tests in Chromium", "-q", "-m", "browser", "-p", "no:xdist")
    return close(run)


def close(run: Run) -> int:
    """The last lines: what failed, and what was not run."""
    for line in run.failed:
        print(f"✗ failed: {line}")
    for line in run.missing:
        print(f"! not run: {line}")
    if not run.failed and not run.missing:
        print("✓ all tests have been run and passed")
    return 1 if run.failed or (run.missing and IN_CI) else 0


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        raise SystemExit(130) from None
