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
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [sys.executable, "-m", "pytest"]
POSTGRES = Path("/usr/lib/postgresql/15/bin")
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
    elif (
        shutil.which("sudo") and not subprocess.run(["sudo", "-n", "true"], check=False).returncode
    ):
        start = ["sudo", "-n"]
    else:
        return False
    say(f"installing {' '.join(packages)}")
    quiet = {"stdout": subprocess.DEVNULL, "check": False}
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*start, "apt-get", "update", "-qq"], **quiet, env=environment)
    command = [*start, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    return subprocess.run(command, **quiet, env=environment).returncode == 0


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


def have_postgres(run: Run) -> bool:
    if (POSTGRES / "initdb").exists() or fetch(["postgresql-15"]):
        return True
    run.missing.append(
        "PostgreSQL tests: the server is missing. Type: sudo apt-get install postgresql-15"
    )
    return False


class Postgres:
    """A private cluster in a temporary folder, on a port of its own, gone at the end."""

    def __enter__(self) -> str:
        self.folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        data = self.folder / "data"
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        self.call("initdb", "-D", data, "-U", "portal", "--auth=trust", "-E", "UTF8")
        options = f"-p {self.port} -h 127.0.0.1 -k {self.folder}"
        self.call("pg_ctl", "-D", data, "-o", options, "-l", self.folder / "log", "-w", "start")
        return f"postgres://portal@127.0.0.1:{self.port}/postgres"

    def __exit__(self, *_error: object) -> None:
        self.call("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def call(self, name: str, *words: object) -> None:
        command = [str(POSTGRES / name), *map(str, words)]
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


def main(words: list[str]) -> int:
    run = Run()
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    if words:
        return subprocess.run([*PYTEST, *words], cwd=ROOT, check=False).returncode
    browser, postgres = have_chromium(run), have_postgres(run)
    pytest(run, "tests on SQLite", "-q", "-n", "2", "-m", "not browser")
    if postgres:
        with Postgres() as url:
            pytest(
                run, "the same on PostgreSQL", "-q", "-n", "2",
                "-m", "not browser and not sqlite", DATABASE_URL=url,
            )  # fmt: skip
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
    raise SystemExit(main(sys.argv[1:]))
