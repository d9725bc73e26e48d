"""`make test`: installs what tests need, runs all of them, and lists what could not be run.

First on SQLite, in a copy of the checkout that lacks the demonstration; then what may differ on
PostgreSQL; then the demonstration's own tests and those in Chromium, which walk it; then search on
a cluster of Elasticsearch beside PostgreSQL, as in production; then the tests that kill its nodes:
alone, so that what they wait for is the cluster. Words after `make test TESTS="…"` go to pytest,
and then only that one run is made. `--fast` (`make test-fast`) runs what needs neither a browser
nor the demonstration and takes no longer than a second, `--coverage` (`make check-coverage`) the
tests on SQLite, counting branches of the product.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import DEVNULL

from tests import elastic, postgres, prepare, report
from tests.checkout import has_demonstration, without_demonstration
from tests.server import BROWSERS
from tests.signals import run_pytest, unwind_when_told_to_end

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [sys.executable, "-m", "pytest"]
# On two cores; a group of tests that share something dear stays on one of them.
BOTH_CORES = ["-n", "2", "--dist", "loadgroup"]
# Where tests on a cluster are: to collect all others would take longer than to run them.
ON_CLUSTER = ["tests/search", "tests/demo/test_search.py"]
# The tests that kill its nodes.
OF_ITS_NODES = "tests/search/test_cluster_trial.py"
# A mark is written out in the file that it marks, but for the demonstration's own folder.
MARK = re.compile(r"\bmark\.(\w+)")
ON_SQLITE = "not browser and not demo and not cluster"
IN_CI = os.environ.get("CI") == "true"


@dataclass
class Run:
    """What has been run, and what could not be."""

    failed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    cases: dict[str, list[report.Case]] = field(default_factory=dict)
    times: dict[str, float] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)


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


def have_postgres(run: Run) -> bool:
    if postgres.programs() or (fetch(["postgresql"]) and postgres.programs()):
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
        command = [*PYTEST, "-q", *cores, "-m", marks, *how, *words]
        status = run_pytest(command, cwd=where, env={**os.environ, **environment})
        run.cases[name] = report.read(written)
    run.times[name] = time.monotonic() - started
    if status:
        run.failed.append(name)


def files_marked(*wanted: str) -> list[str]:
    """The files with a test of one of these marks; to collect the others takes three processes a
    quarter of a minute."""
    found = []
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        marks = {*MARK.findall(path.read_text("utf-8"))}
        if path.parent == ROOT / "tests" / "demo":
            marks.add("demo")
        if marks.intersection(wanted):
            found.append(str(path.relative_to(ROOT)))
    return found


def on_sqlite(run: Run) -> None:
    """All but the browser's. What needs no demonstration passes where there is none."""
    with product_alone(run) as where:
        cache = {"TEST_CACHE": str(ROOT / "var"), "DATABASE_URL": ""}
        pytest(run, "SQLite", ON_SQLITE, where=where, **cache)


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
        with postgres.Postgres() as server:
            marks = "database and not sqlite and not cluster"
            where = files_marked("database")
            pytest(run, "PostgreSQL", marks, *where, DATABASE_URL=server.url)
    except subprocess.CalledProcessError as error:
        run.missing.append(f"PostgreSQL: {' '.join(error.cmd)} failed; its words stand above")


def on_elasticsearch(run: Run) -> None:
    """What may differ on a cluster, and what needs one, over PostgreSQL where it can be had; then,
    one after the other, the tests that kill its nodes."""
    where = [name for name in ON_CLUSTER if (ROOT / name).exists()]
    try:
        with elastic.Cluster.new() as cluster, own_postgres() as server:
            database = {"DATABASE_URL": server.url if server else ""}
            more = {**cluster.settings, **cluster.handle, **database}
            marks = "elasticsearch or cluster"
            pytest(run, "Elasticsearch", marks, *where, f"--ignore={OF_ITS_NODES}", **more)
            pytest(run, "nodes that die", "cluster", OF_ITS_NODES, cores=[], **more)
    except (AssertionError, OSError) as error:
        run.missing.append(f"Elasticsearch: the cluster did not start: {error}")


def own_postgres() -> AbstractContextManager[postgres.Postgres | None]:
    return postgres.Postgres() if postgres.programs() else nullcontext()


def main(words: list[str]) -> int:
    run = Run()
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    # A hundred processes are started; without byte code each of them compiles the project anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if words == ["--fast"]:
        quick = "not browser and not demo and not slow and not cluster"
        pytest(run, "SQLite", quick, DATABASE_URL="")
    elif words == ["--coverage"]:
        counted = ["--cov", "--cov-report=term:skip-covered"]
        pytest(run, "branches", ON_SQLITE, *counted, DATABASE_URL="")
    elif words:
        return subprocess.run([*PYTEST, *words], cwd=ROOT, check=False).returncode
    else:
        everything(run)
    return close(run)


def everything(run: Run) -> None:
    browser, has_postgres = have_chromium(run), have_postgres(run)
    has_elasticsearch = have_elasticsearch(run)
    with prepare.meanwhile():
        on_sqlite(run)
        if has_postgres:
            on_postgres(run)
        on_demonstration(run, browser=browser)
        if has_elasticsearch:
            on_elasticsearch(run)


def on_demonstration(run: Run, *, browser: bool) -> None:
    if not has_demonstration(ROOT):
        say("no demonstration here: its own tests and the browser's are left out")
    elif browser:
        marks = "(demo or browser) and not cluster"
        where = files_marked("demo", "browser")
        pytest(run, "demonstration and Chromium", marks, *where, DATABASE_URL="")
    else:
        where = files_marked("demo")
        marks = "demo and not browser and not cluster"
        pytest(run, "demonstration", marks, *where, DATABASE_URL="")


def close(run: Run) -> int:
    """The last lines: how long it took, what failed, and what was not run."""
    say(f"the {report.SLOWEST} slowest tests")
    print("\n".join(report.slowest(run.cases)))
    for name, seconds in run.times.items():
        say(f"{name}: {len(run.cases[name])} tests, {report.minutes(seconds)}")
    say(f"all: {report.minutes(time.monotonic() - run.began)}")
    for line in run.failed:
        print(f"✗ failed: {line}")
    for line in run.missing:
        print(f"! not run: {line}")
    if not run.failed and not run.missing:
        print("✓ all tests have been run and passed")
    print(report.totals(run.cases))
    return 1 if run.failed or (run.missing and IN_CI) else 0


if __name__ == "__main__":
    unwind_when_told_to_end()
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        raise SystemExit(130) from None
