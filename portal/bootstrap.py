"""Before there is anything but Python: makes .venv, installs what is pinned, starts the rest.

Run by the Makefile with the system's Python; uses nothing outside the standard library. Every
failure is one line that says the way out.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)


class Stop(Exception):
    """Something is missing; the message is what to do."""


def say(line: str) -> None:
    print(f"• {line}", flush=True)


def check_python() -> None:
    if sys.version_info < OLDEST:
        have = ".".join(map(str, sys.version_info[:2]))
        raise Stop(
            f"Python 3.11 or newer is needed; this is {have}. On Debian 12:"
            " apt-get install python3 python3-venv. Another one: make run PYTHON=python3.12"
        )
    try:
        import ensurepip  # noqa: F401, PLC0415 - Debian leaves it out of python3
    except ImportError:
        raise Stop("python3-venv is missing. Type: apt-get install python3-venv") from None


def stamp_of(requirements: Path) -> str:
    version = ".".join(map(str, sys.version_info[:3]))
    return hashlib.sha256(requirements.read_bytes() + version.encode()).hexdigest()


def install(name: str) -> None:
    """Install requirements/<name>.txt into .venv, if that has not been done already."""
    requirements = ROOT / "requirements" / f"{name}.txt"
    stamp = VENV / f"installed-{name}"
    if not PYTHON.exists():
        say("making .venv")
        venv.create(VENV, with_pip=True, clear=VENV.exists())
    if stamp.exists() and stamp.read_text() == stamp_of(requirements):
        return
    say(f"installing {requirements.relative_to(ROOT)} (half a minute the first time)")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*pip, "--require-hashes", "-r", str(requirements)], check=False)
    if done.returncode:
        raise Stop(
            "pip could not install the packages (its words stand above). Without a network: set"
            " PIP_FIND_LINKS to a folder with the packages, then type the same again."
        )
    stamp.write_text(stamp_of(requirements))


def run(*words: str, **environment: str) -> None:
    """Hand over to a command inside .venv: this process becomes it, so Ctrl-C reaches it."""
    os.environ.update(environment)
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), *words])


def main(goal: str, rest: list[str]) -> None:
    check_python()
    if goal == "run":
        install("base")
        run("-m", "portal.serve", *rest)
    elif goal == "dev":
        install("base")
        run("-m", "portal.serve", "--dev", *rest, DJANGO_SETTINGS_MODULE="portal.settings.dev")
    else:
        install("test")
        run(*rest)


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2:])
    except Stop as stop:
        print(f"✗ {stop}", file=sys.stderr)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
