"""A real portal for the browser: gunicorn, worker, demonstration, in a folder of its own."""

import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.conftest import ROOT, fingerprint

CHROMIUM = "/usr/bin/chromium"
PREPARED = ROOT / "var" / "test-demo"
CODE = re.compile(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4}|\d{6})\s*$", re.MULTILINE)


@dataclass
class Portal:
    """A running portal: where it is, who may sign in, what it has mailed."""

    url: str
    folder: Path
    accounts: dict[str, dict[str, str]]

    def mails(self, address: str) -> list[str]:
        """Texts of the mails to that address, oldest first."""
        texts = [path.read_text("utf-8") for path in sorted((self.folder / "mails").glob("*.txt"))]
        return [text for text in texts if text.startswith(f"To: {address}\n")]

    def wait_for_mail(self, address: str, *, after: int = 0, seconds: float = 20) -> str:
        """The first mail to that address beyond the first `after` ones."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found = self.mails(address)
            if len(found) > after:
                return found[after]
            time.sleep(0.1)
        raise AssertionError(f"no mail came to {address}")

    def code_for(self, address: str, *, after: int = 0) -> str:
        """The code in a mail."""
        text = self.wait_for_mail(address, after=after)
        match = CODE.search(text)
        assert match, f"no code in: {text}"
        return match[1]


def demo_fingerprint() -> str:
    digest = hashlib.sha256(fingerprint().encode())
    for pattern in ("home/demo/**/*", "core/static/**/*", "*/models/*.py", "locale/**/*.po"):
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
        [sys.executable, "manage.py", "worker", "--queue-name", "*", "-v", "0", "--interval", "0.2"],
    ]
    log = (folder / "log.txt").open("ab")
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


@pytest.fixture(scope="session")
def portal(tmp_path_factory) -> Iterator[Portal]:
    folder = tmp_path_factory.mktemp("portal") / "data"
    shutil.copytree(prepared(), folder)
    port = free_port()
    processes = start(folder, port)
    try:
        wait_for(f"http://127.0.0.1:{port}/readyz")
        rows = json.loads((folder / "demo-accounts.json").read_text("utf-8"))
        yield Portal(f"http://127.0.0.1:{port}", folder, {row["role"]: row for row in rows})
    finally:
        end(processes)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(chromium, portal) -> Iterator[OpenPage]:
    """Opens a browser of its own: `open_page(width=390, theme="dark", scripts=False)`."""
    contexts: list[BrowserContext] = []

    def make(*, width: int = 1280, theme: str = "light", scripts: bool = True, **more) -> Page:
        context = chromium.new_context(
            base_url=portal.url,
            viewport={"width": width, "height": 844 if width < 600 else 900},
            color_scheme=theme,
            java_script_enabled=scripts,
            **more,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def sign_in(portal) -> Callable[[Page, str], None]:
    """Signs a demo account in by its password."""

    def make(page: Page, role: str, language: str = "en") -> None:
        account = portal.accounts[role]
        page.goto(f"/{language}/accounts/login/")
        page.fill("input[name=login]", account["email"])
        page.fill("input[name=password]", account["password"])
        page.click("form:has(input[name=password]) button[type=submit], form:has(input[name=password]) button:not([type])")
        page.wait_for_url(re.compile(r"/my-learning/|/admin/"))

    return make
