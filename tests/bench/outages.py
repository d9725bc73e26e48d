"""Trials of what fails beside the portal: a database that is locked or stopped, a full disk, a mail
server that is down, a damaged search index. Each says what people were answered meanwhile, and
whether anything was lost.

    python -m tests.bench.outages [name of a trial]
"""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tests.bench.load import Server, people
from tests.bench.trial import (
    Answer,
    Facts,
    ask,
    completions,
    empty_portal,
    lessons_done,
    portal,
    prepare_postgres,
    readyz,
    wait_until,
)
from tests.postgres import Postgres
from tests.server import ROOT, environment, free_port
from tests.smtp import mail_server

LEARNERS, LESSONS = 4, 10
LOCKED_FOR = 26
SPARE_BYTES = 3 * 1024 * 1024


def watched(server: Server, seconds: float) -> tuple[list[Answer], list[Answer]]:
    """What a page and the readiness check answer meanwhile, once a second."""
    until = time.monotonic() + seconds
    reads, checks = [], []
    while time.monotonic() < until:
        reads.append(ask(server, "/en/"))
        checks.append(readyz(server)[0])
        time.sleep(1)
    return reads, checks


def database_locked(folder: Path) -> Facts:
    """Another process holds the write lock for longer than a request waits."""
    facts = Facts()
    with portal(folder) as server:
        found = people(folder, LEARNERS, LESSONS)
        ask(server, "/en/")
        with closing(sqlite3.connect(folder / "portal.sqlite3", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            writes: list[Answer] = []
            lesson = found["lessons"][0]
            threads = [
                threading.Thread(
                    target=lambda session=session: writes.append(
                        ask(server, f"/en/learn/{lesson}/done/", session, {})
                    )
                )
                for session in found["sessions"]
            ]
            for thread in threads:
                thread.start()
            reads, checks = watched(server, LOCKED_FOR)
            for thread in threads:
                thread.join()
            other.execute("ROLLBACK")
        again = lessons_done(server, found, 0, 1)
        facts.note("reads", dict(Counter(one.status for one in reads)), expected={200: len(reads)})
        facts.note("writes", dict(Counter(one.status for one in writes)), expected={503: LEARNERS})
        facts.note("Retry-After", {one.retry_after for one in writes}, expected={"30"})
        facts.note("slowest write", f"{max(one.seconds for one in writes):.0f} s")
        facts.note("readyz", {one.status for one in checks}, expected={503})
        slowest = max(one.seconds for one in checks)
        facts.note("slowest readyz", f"{slowest:.1f} s")
        facts.good &= slowest < 2
        facts.note("afterwards", {one.status for one in again}, expected={302})
        facts.note("completions", completions(server), expected=LEARNERS)
    return facts


def database_stopped(folder: Path) -> Facts:
    """PostgreSQL is stopped for a while, and started again."""
    facts = Facts()
    with Postgres() as cluster:
        url = cluster.url
        prepare_postgres(folder, url)
        with portal(folder, DATABASE_URL=url, WEB_WORKERS="1") as server:
            for _time in range(2):
                ask(server, "/ar/")
            cluster.stop()
            kept, other = ask(server, "/ar/"), ask(server, "/ar/library/")
            ready = ask(server, "/readyz")
            cluster.start()
            back = [ask(server, "/ar/library/").status for _time in range(3)]
            time.sleep(2)
            facts.note("cached page", kept.status, expected=200)
            facts.note("another page", (other.status, other.retry_after), expected=(503, "30"))
            facts.note("in its language", 'lang="ar" dir="rtl"' in other.body, expected=True)
            facts.note("readyz", (ready.status, f"{ready.seconds:.1f} s"))
            facts.good &= ready.status == 503 and ready.seconds < 2
            facts.note("afterwards", back, expected=[200] * 3)
            wait_until(lambda: readyz(server)[1].get("worker") == "ok")
            log = (folder / "log.txt").read_text(encoding="utf-8")
            facts.note("tracebacks in the log", log.count("Traceback"), expected=0)
    return facts


def disk_full(folder: Path) -> Facts:
    """The data directory is a small file system of its own, and something fills it."""
    facts = Facts()
    size = sum(path.stat().st_size for path in empty_portal().rglob("*") if path.is_file())
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={2 * size + SPARE_BYTES}", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, check=False).returncode:
        facts.was_run = False
        facts.note("not run", "only root may mount a small file system")
        return facts
    try:
        with portal(folder) as server:
            found = people(folder, LEARNERS, LESSONS)
            acknowledged = sum(one.status == 302 for one in lessons_done(server, found, 0, 2))
            empty_log(folder)
            fill(folder / "filler")
            answers = lessons_done(server, found, 2, LESSONS)
            acknowledged += sum(one.status == 302 for one in answers)
            refused = [one for one in answers if one.status != 302]
            facts.note("refused", dict(Counter(one.status for one in refused)))
            facts.good &= bool(refused) and {one.status for one in refused} == {503}
            titles = {"".join(re.findall("<h1>(.*?)</h1>", one.body)) for one in refused}
            facts.note("said", titles, expected={"There is no space left to save this"})
            facts.note("reading", ask(server, "/en/").status, expected=200)
            ready, words = readyz(server)
            facts.note("readyz", (ready.status, words.get("disk")))
            facts.good &= ready.status == 503 and words["disk"].startswith("full")
            (folder / "filler").unlink()
            again = lessons_done(server, found, 0, LESSONS)
            facts.note("afterwards", {one.status for one in again}, expected={302})
            facts.note("acknowledged before", acknowledged)
            facts.note("completions", completions(server), expected=LEARNERS * LESSONS)
    finally:
        subprocess.run(["umount", str(folder)], check=False)
    return facts


def empty_log(folder: Path) -> None:
    """Else SQLite goes on for long in the room that its log has already."""
    with closing(sqlite3.connect(folder / "portal.sqlite3")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def fill(path: Path) -> None:
    """Write until the disk takes nothing more."""
    with path.open("wb", buffering=0) as file:
        for size in (1024 * 1024, 4096, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue


def mail_down(folder: Path) -> Facts:
    """The mail server refuses every line, and comes back."""
    facts = Facts()
    port = free_port()
    settings = {"DJANGO_SETTINGS_MODULE": "tests.bench.mail_down", "MAIL_PORT": str(port)}
    with portal(folder, **settings) as server:
        signed_up = ask(server, "/en/accounts/signup/", "", {"email": "reader@example.org"})
        facts.note("sign-up", signed_up.status, expected=302)
        wait_until(lambda: readyz(server)[1]["mail"] != "ok")
        ready, words = readyz(server)
        facts.note("readyz", (ready.status, words["mail"]))
        facts.good &= ready.status == 200 and "accepts none" in words["mail"]
        log = (folder / "log.txt").read_text(encoding="utf-8")
        cause = re.search(r"a mail was not taken \((.*?)\)", log)
        facts.note("log", cause[1] if cause else "no cause", expected=None)
        facts.good &= cause is not None and "Connection refused" in cause[1]
        with mail_server(port) as box:
            wait_until(lambda: bool(box.taken))
            facts.note("mails after it came back", len(box.taken), expected=1)
    return facts


# Ways in which the files of an index break: its blocks, its structure, its table.
DAMAGE = {
    "blocks": "UPDATE search_index_data SET block = zeroblob(20)",
    "structure": "UPDATE search_index_data SET block = x'00' WHERE id = 10",
    "table": "DROP TABLE search_index",
}
ONLY_TITLES = "only titles are searched"


def index_damaged(folder: Path) -> Facts:
    """The library's index is damaged under a running portal, and made anew by the documented
    command while it runs."""
    facts = Facts()
    with portal(folder) as server:
        found = people(folder, LEARNERS, LESSONS)
        for name, statement in DAMAGE.items():
            is_good, told = damaged_once(server, found, statement)
            facts.good &= is_good
            facts.note(name, told)
    return facts


def damaged_once(
    server: Server, found: dict[str, list[str]], statement: str
) -> tuple[bool, dict[str, object]]:
    """Damage the index, look at search, reading, writing and `/readyz`; repair it, look again."""
    searched = "/en/library/?q=lesson"
    before = ask(server, searched)
    with closing(sqlite3.connect(server.folder / "portal.sqlite3", timeout=20)) as database:
        database.execute(statement)
        database.commit()
    answers = [ask(server, searched) for _time in range(8)]
    reading = [ask(server, path).status for path in ("/en/", "/ar/library/", "/en/courses/")]
    done = {one.status for one in lessons_done(server, found, 0, 1)}
    ready, words = readyz(server)
    repair = [sys.executable, "manage.py", "rebuild_library"]
    env = {**environment(server.folder, 0), "DEMO": "0"}
    rebuilt = subprocess.run(repair, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    after, now = ask(server, searched), readyz(server)[1]
    told = {
        "searches": dict(Counter(one.status for one in answers)),
        "with a notice": sum(ONLY_TITLES in one.body for one in answers),
        "reading": reading,
        "writes": done,
        "readyz": (ready.status, words["search"]),
        "rebuild": rebuilt.stdout.strip().splitlines(),
        "afterwards": (after.status, now["search"]),
    }
    is_good = (
        {one.status for one in answers} == {200}
        and all(ONLY_TITLES in one.body for one in answers)
        and reading == [200] * 3
        and done == {302}
        and ready.status == 200
        and words["search"].startswith("damaged")
        and rebuilt.returncode == 0
        and now["search"] == "ok"
        and [ONLY_TITLES in one.body for one in (before, after)] == [False, False]
    )
    return is_good, told


TRIALS: dict[str, Callable[[Path], Facts]] = {
    "database locked": database_locked,
    "database stopped": database_stopped,
    "disk full": disk_full,
    "mail down": mail_down,
    "index damaged": index_damaged,
}


def run(names: list[str]) -> bool:
    """The trials of these names, or all; prints what was found."""
    is_good = True
    for name in names or TRIALS:
        place = Path(tempfile.mkdtemp(prefix="portal-outage-"))
        try:
            facts = TRIALS[name](place / "data")
        finally:
            shutil.rmtree(place, ignore_errors=True)
        is_good &= facts.good
        print(f"{facts.sign} {name}: {facts.words}", flush=True)
    return is_good


if __name__ == "__main__":
    raise SystemExit(0 if run(sys.argv[1:]) else 1)
