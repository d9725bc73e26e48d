"""How long the real clients of a cache and of an object storage wait, with the production settings,
for a server that takes a connection and never answers. Neither is installed with the portal: they
are put into a folder of their own.

    python -m tests.bench.mute
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.server import ROOT

CLIENTS = ["redis>=5.0", "django-storages[s3]>=1.14"]
# An attempt, and as much again for the client to be imported; two attempts are too many.
LONGEST = {"cache": 3.5, "storage": 7.0}


def main() -> None:
    """In a process with the clients, and a portal's settings."""
    import django  # noqa: PLC0415 - Django is there in that process only

    django.setup()
    from django.core.cache import cache  # noqa: PLC0415
    from django.core.files.base import ContentFile  # noqa: PLC0415
    from django.core.files.storage import storages  # noqa: PLC0415

    files = storages["private"]
    asked: list[tuple[str, str, Callable[[], object]]] = [
        ("cache", "get", lambda: cache.get("x")),
        ("storage", "is it there", lambda: files.exists("x")),
        ("storage", "read", lambda: files.open("x").read()),
        ("storage", "save", lambda: files.save("x", ContentFile(b"x"))),
    ]
    waits = [(name, what, seconds_until_it_gives_up(ask)) for name, what, ask in asked]
    for name, what, (seconds, error) in waits:
        print(f"{name:8} {what:12} {seconds:4.1f} s  {error}")
    assert all(seconds <= LONGEST[name] for name, _what, (seconds, _error) in waits)


def seconds_until_it_gives_up(ask: Callable[[], object]) -> tuple[float, str]:
    began = time.monotonic()
    try:
        ask()
    except Exception as error:  # Each client raises its own.
        return time.monotonic() - began, type(error).__name__
    raise AssertionError("a server that never answers has answered")


def run() -> int:
    from tests.services_down import mute_server  # noqa: PLC0415 - it names classes of Django

    with tempfile.TemporaryDirectory(prefix="portal-mute-") as place, mute_server() as mute:
        clients = Path(place) / "clients"
        install = ["-m", "pip", "install", "--quiet", "--target", str(clients), *CLIENTS]
        subprocess.run([sys.executable, *install], check=True)
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings.production",
            "DATA_DIR": place,
            "SECRET_KEY": "of-this-trial-" * 4,
            "ALLOWED_HOSTS": "portal.example.org",
            "BASE_URL": "https://portal.example.org",
            "REDIS_URL": f"redis://127.0.0.1:{mute.port}/0",
            "S3_BUCKET": "public",
            "S3_PRIVATE_BUCKET": "private",
            "S3_ACCESS_KEY": "nobody",
            "S3_SECRET_KEY": "nothing",
            "S3_ENDPOINT": f"http://127.0.0.1:{mute.port}",
            "S3_REGION": "nowhere",
        }
        # Last in the path: the folder has a Django, too.
        there = f"import sys; sys.path.append({str(clients)!r})"
        program = f"{there}; from tests.bench import mute; mute.main()"
        command = [sys.executable, "-c", program]
        return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(run())
