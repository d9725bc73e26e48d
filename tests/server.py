"""A real portal as processes: prepared once, started over a copy of its data directory. No Django
here."""

import fcntl
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What is dear to make and stays true from run to run.
CACHE = Path(os.environ.get("TEST_CACHE") or ROOT / "var")
PREPARED = CACHE / "test-demo"
TEMPLATES = CACHE / "test-templates"
# Debian's Chromium: the shell without a window opens a page in less than half the time.
BROWSERS = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))


def fingerprint(without: str = "") -> str:
    """Changes when a migration or a package that brings migrations changes; those of one room may
    be left out."""
    digest = hashlib.sha256()
    for name in ("Django", "wagtail", "wagtail-localize", "django-allauth", "django-tasks-db"):
        digest.update(version(name).encode())
    for path in sorted(ROOT.glob("*/migrations/*.py")):
        if path.relative_to(ROOT).parts[0] != without:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def sqlite_template(without: str = "") -> Path:
    """Where the migrated database of this state of the code is cached, once it was made."""
    return TEMPLATES / f"{fingerprint(without)}.sqlite3"


def migrated_name() -> str:
    """The migrated database of this state of the code, on a PostgreSQL server."""
    return f"portal_{fingerprint()}"


def demo_fingerprint() -> str:
    digest = hashlib.sha256(fingerprint().encode())
    for pattern in ("demo/**/*", "core/static/**/*", "*/models/*.py", "locale/**/*.po"):
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def environment(folder: Path, port: int) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "CI"}}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "portal.settings.local",
        "DATA_DIR": str(folder),
        "PORT": str(port),
        "HOST": "127.0.0.1",
        "WEB_WORKERS": "2",
    }


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """One process at a time; the next waits. A lock goes with its process, however that ends."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def made_aside(ready: Path) -> Iterator[Path]:
    """A name of this process's own to make a file or a folder under, which takes its place when
    the block ends well. What a process that was killed leaves is never taken for it."""
    ready.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ready.parent, prefix=f"{ready.stem}.making-") as folder:
        making = Path(folder) / ready.name
        yield making
        making.rename(ready)


def prepared() -> Path:
    """A data directory with the demonstration, made once for this state of the code."""
    ready = PREPARED / demo_fingerprint()
    with alone(ready.with_suffix(".lock")):
        if not ready.exists():
            with made_aside(ready) as making:
                prepare(making)
    return ready


def prepare(folder: Path) -> None:
    if sqlite_template().exists():
        # To migrate takes half a minute.
        folder.mkdir(mode=0o750, parents=True)
        shutil.copy(sqlite_template(), folder / "portal.sqlite3")
    worker = ["worker", "--batch", "--queue-name", "*", "-v", "0"]
    for words in (["prepare"], worker):
        subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=environment(folder, 0),
            check=True,
            stdout=subprocess.DEVNULL,
        )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(folder: Path, port: int, **extra: str) -> list[subprocess.Popen]:
    """Server and worker over that folder."""
    env = {**environment(folder, port), **extra}
    commands = [
        [sys.executable, "-m", "gunicorn", "-c", "portal/gunicorn.py", "portal.wsgi"],
        [
            sys.executable,
            "manage.py",
            "worker",
            "--queue-name",
            "*",
            "-v",
            "0",
            "--interval",
            "0.2",
        ],
    ]
    with (folder / "log.txt").open("ab") as log:
        return [
            subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
            for command in commands
        ]


def wait_for(url: str, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(url, timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{url} did not answer")


def end(processes: list[subprocess.Popen]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
