"""A real portal as processes: prepared once, started over a copy of its data directory. No Django
here."""

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PREPARED = ROOT / "var" / "test-demo"


def fingerprint() -> str:
    """Changes when a migration or a package that brings migrations changes."""
    digest = hashlib.sha256()
    for name in ("Django", "wagtail", "wagtail-localize", "django-allauth", "django-tasks-db"):
        digest.update(version(name).encode())
    for path in sorted(ROOT.glob("*/migrations/*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


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


def prepared() -> Path:
    """A data directory with the demonstration, made once for this state of the code."""
    ready = PREPARED / demo_fingerprint()
    if not ready.exists():
        PREPARED.mkdir(parents=True, exist_ok=True)
        making = ready.with_suffix(".making")
        shutil.rmtree(making, ignore_errors=True)
        subprocess.run(
            [sys.executable, "manage.py", "prepare"],
            cwd=ROOT,
            env=environment(making, 0),
            check=True,
            stdout=subprocess.DEVNULL,
        )
        subprocess.run(
            [sys.executable, "manage.py", "worker", "--batch", "--queue-name", "*", "-v", "0"],
            cwd=ROOT,
            env=environment(making, 0),
            check=True,
        )
        making.rename(ready)
    return ready


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
