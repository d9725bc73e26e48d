"""The stock site to compare with: `wagtail start` as installed, with the same lesson."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.load import Server
from tests.server import ROOT, end, environment, free_port, wait_for

OVERLAY = ROOT / "tests" / "bench" / "stock"
APP = ("models.py", "urls.py")


@dataclass
class StockSite:
    server: Server
    path: str
    session: str


def build(folder: Path, data: Path) -> dict[str, str]:
    """Make the site in `folder`, with the lesson of the portal's data; its address, a session."""
    folder.mkdir()
    wagtail = [str(Path(sys.executable).parent / "wagtail"), "start", "stock", str(folder)]
    subprocess.run(wagtail, check=True, stdout=subprocess.DEVNULL)
    app = folder / "lessons"
    (app / "templates" / "lessons").mkdir(parents=True)
    for name in ("__init__.py", *APP):
        shutil.copy(OVERLAY / name, app / name)
    shutil.copy(OVERLAY / "lesson_page.html", app / "templates" / "lessons")
    shutil.copy(OVERLAY / "settings.py", folder / "stock" / "settings" / "bench.py")
    shutil.copy(OVERLAY / "fill.py", folder / "fill.py")
    for words in (["makemigrations", "lessons"], ["migrate"], ["collectstatic", "--noinput"]):
        run(folder, "manage.py", *words)
    told = subprocess.run(
        [sys.executable, "-m", "tests.bench.lesson_texts"],
        cwd=ROOT,
        env=environment(data, 0),
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return json.loads(run(folder, "fill.py", told=told))


def run(folder: Path, *words: str, told: str = "") -> str:
    done = subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env=stock_environment(),
        check=True,
        input=told,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout.splitlines()[-1] if done.stdout else ""


def stock_environment() -> dict[str, str]:
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "stock.settings.bench"}


@contextmanager
def running(folder: Path, data: Path) -> Iterator[StockSite]:
    """The stock site behind the same server as the portal: two processes of eight threads."""
    found, port = build(folder, data), free_port()
    command = [
        sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}",
        "--workers", "2", "--threads", "8", "stock.wsgi",
    ]  # fmt: skip
    with (folder / "log.txt").open("ab") as log:
        web = subprocess.Popen(command, cwd=folder, env=stock_environment(), stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/bare/")
        yield StockSite(Server(folder, port, [web]), found["path"], found["session"])
    finally:
        end([web])
