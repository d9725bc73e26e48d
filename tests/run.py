"""`make test`: installs what tests need, runs all of them, and lists what could not be run.

First on SQLite, in a copy of the checkout that lacks the demonstration; then what may differ on
PostgreSQL; then the demonstration's own tests and those in Chromium, which walk it; then search on
a cluster of Elasticsearch. Words after
`make test TESTS="…"` go to pytest, and then only that one run is made. `--fast` (`make test-fast`)
runs what needs neither a browser nor long, `--coverage` (`make check-coverage`) all but the
browser's, counting branches.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from glob import glob
from pathlib import Path
from subprocess import DEVNULL
from typing import IO

from tests import elastic, report
from tests.checkout import has_demonstration, without_demonstration
from tests.server import BROWSERS, CACHE, fingerprint, migrated_name

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [sys.executable, "-m", "pytest"]
# On two cores; a group of tests that share something dear stays on one of them.
BOTH_CORES = ["-n", "2", "--dist", "loadgroup"]
# The newest that Debian has put there; Debian 12 brings 15.
POSTGRES = "/usr/lib/postgresql/*/bin/initdb"
# Nothing in this cluster outlives the run, so nothing waits for the disk.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
# Where tests with these marks are: to collect all others would take longer than to run them.
ON_CLUSTER = ["tests/search", "tests/demo/test_search.py"]
IN_CI = os.environ.get("CI") == "true"


@dataclass
class Run:
    """What has been run, and what could not be."""

    failed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    cases: dict[str, list[report.Case]] = field(default_factory=dict)
    times: dict[str, float] = field(default_factory=dict)


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
    quiet = {"stdout": DEVNULL, "stderr": DEVNULL, "check": False}
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
    packages = ["chromium-headless-shell", "fonts-noto-core"]
    fonts = Path("/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf")
    if (BROWSERS[0].exists() and fonts.exists()) or fetch(packages):
        return True
    if any(path.exists() for path in BROWSERS) and fonts.exists():
        return True
    run.missing.append(
        f"browser tests: Chromium is missing. Type: sudo apt-get install {' '.join(packages)}"
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


def have_elasticsearch(run: Run) -> bool:
    """Java, and the server by way of Maven."""
    if not all(map(shutil.which, ("java", "mvn"))):
        fetch(elastic.PACKAGES)
    if shutil.which("java") and elastic.fetch_archive():
        return True
    run.missing.append(
        "Elasticsearch tests: the server is missing. Type: sudo apt-get install "
        f"{' '.join(elastic.PACKAGES)}; then: {elastic.command_to_fetch()}"
    )
    return False


class Postgres:
    """A private cluster in a temporary folder, on a port of its own, gone at the end."""

    def __enter__(self) -> "Postgres":
        programs = postgres_programs()
        assert programs, "have_postgres has been asked"
        self.programs = programs
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

    @property
    def kept(self) -> Path:
        """The migrated database of this state of the code, dumped by an earlier run."""
        return CACHE / "test-templates" / f"{fingerprint()}.sql"

    def restore(self) -> None:
        if self.kept.exists():
            self.call("createdb", *self.server, migrated_name())
            with self.kept.open("rb") as dump:
                self.call("psql", *self.server, "-q", "-d", migrated_name(), stdin=dump)

    def keep(self) -> None:
        """Migrating takes most of a minute, restoring a second."""
        if not self.kept.exists():
            self.kept.parent.mkdir(parents=True, exist_ok=True)
            making = self.kept.with_suffix(".making-sql")
            with making.open("wb") as dump:
                self.call("pg_dump", *self.server, migrated_name(), stdout=dump)
            making.rename(self.kept)

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


def pytest(
    run: Run,
    name: str,
    marks: str,
    *words: str,
    where: Path = ROOT,
    cores: list[str] = BOTH_CORES,
    **environment: str,
) -> None:
    """One run of pytest over the tests with these marks."""
    say(name)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="portal-report-") as folder:
        written = Path(folder) / "report.xml"
        how = [f"--junitxml={written}", "-o", "junit_duration_report=total"]
        done = subprocess.run(
            [*PYTEST, "-q", *cores, "-m", marks, *how, *words],
            cwd=where,
            env={**os.environ, **environment},
            check=False,
        )
        run.cases[name] = report.read(written)
    run.times[name] = time.monotonic() - started
    if done.returncode:
        run.failed.append(name)


def on_sqlite(run: Run) -> None:
    """All but the browser's. What needs no demonstration passes where there is none."""
    with product_alone(run) as where:
        cache = {"TEST_CACHE": str(ROOT / "var"), "DATABASE_URL": ""}
        pytest(run, "SQLite", "not browser and not demo and not cluster", where=where, **cache)


@contextmanager
def product_alone(run: Run) -> Iterator[Path]:
    if (ROOT / ".git").exists():
        with without_demonstration(ROOT) as place:
            yield place
    else:
        run.missing.append("the product without its demonstration: this is no clone of git")
        yield ROOT


def on_postgres(run: Run) -> None:
    try:
        with Postgres() as server:
            pytest(
                run,
                "PostgreSQL",
                "database and not sqlite and not cluster",
                DATABASE_URL=server.url,
            )
            if not run.failed:
                server.keep()
    except subprocess.CalledProcessError as error:
        run.missing.append(f"PostgreSQL: {' '.join(error.cmd)} failed; its words stand above")


def on_elasticsearch(run: Run) -> None:
    """What may differ on a cluster, and what needs one; one after the other, for some of them kill
    its nodes."""
    where = [name for name in ON_CLUSTER if (ROOT / name).exists()]
    try:
        with elastic.Cluster.new() as cluster:
            more = {**cluster.settings, **cluster.handle, "DATABASE_URL": ""}
            pytest(run, "Elasticsearch", "elasticsearch or cluster", *where, cores=[], **more)
    except (AssertionError, OSError) as error:
        run.missing.append(f"Elasticsearch: the cluster did not start: {error}")


def main(words: list[str]) -> int:
    run = Run()
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    if words == ["--fast"]:
        pytest(run, "SQLite", "not browser and not slow and not cluster", DATABASE_URL="")
    elif words == ["--coverage"]:
        counted = ["--cov", "--cov-report=term:skip-covered"]
        pytest(run, "branches", "not browser and not cluster", *counted, DATABASE_URL="")
    elif words:
        return subprocess.run([*PYTEST, *words], cwd=ROOT, check=False).returncode
    else:
        everything(run)
    return close(run)


def everything(run: Run) -> None:
    browser, postgres = have_chromium(run), have_postgres(run)
    elasticsearch = have_elasticsearch(run)
    on_sqlite(run)
    if postgres:
        on_postgres(run)
    if not has_demonstration(ROOT):
        say("no demonstration here: its own tests and the browser's, which walk it, are left out")
    elif browser:
        pytest(
            run, "demonstration and Chromium", "(demo or browser) and not cluster", DATABASE_URL=""
        )
    else:
        pytest(run, "demonstration", "demo and not browser and not cluster", DATABASE_URL="")
    if elasticsearch:
        on_elasticsearch(run)


def close(run: Run) -> int:
    """The last lines: how long it took, what failed, and what was not run."""
    say(f"the {report.SLOWEST} slowest tests")
    print("\n".join(report.slowest(run.cases)))
    for name, seconds in run.times.items():
        say(f"{name}: {len(run.cases[name])} tests, {report.minutes(seconds)}")
    say(f"all: {report.minutes(sum(run.times.values()))}")
    for line in run.failed:
        print(f"✗ failed: {line}")
    for line in run.missing:
        print(f"! not run: {line}")
    if not run.failed and not run.missing:
        print("✓ all tests have been run and passed")
    print(report.totals(run.cases))
    return 1 if run.failed or (run.missing and IN_CI) else 0


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        raise SystemExit(130) from None
