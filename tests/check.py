"""`make check`: static checks, the fastest first."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "k" * 25 + "0123456789abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "portal.example.org",
    "BASE_URL": "https://portal.example.org",
    "DATA_DIR": "var/check",
}
TEST = {"DJANGO_SETTINGS_MODULE": "portal.settings.test"}
CHECKS: list[tuple[str, list[str], dict[str, str]]] = [
    ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."], {}),
    ("lint", [str(BIN / "ruff"), "check", "--quiet", "."], {}),
    ("layers", [str(BIN / "lint-imports"), "--no-cache"], {}),
    ("templates", [str(BIN / "djlint"), "--lint", "--quiet", "."], {}),
    ("words", [sys.executable, "-m", "scripts.messages", "--check"], {}),
    ("wordings", [sys.executable, "-m", "scripts.wordings"], {}),
    ("migrations", [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"], TEST),
    (
        "deployment",
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        PRODUCTION,
    ),
    ("types", [str(BIN / "mypy"), "."], TEST),
]


def main() -> int:
    failed = []
    for name, command, environment in CHECKS:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        print(f"{'✗' if done.returncode else '✓'} {name}", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout + done.stderr, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
