"""Bootstrap: creates .venv, installs pinned requirements, and runs the command.

Run by the Makefile with the system's Python; uses nothing outside the standard library. Every
failure is one line that says what to do.
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
# pip's message for an unreachable index; its own output about that fills a screen.
NO_INDEX = ("Retrying (Retry(", "No matching distribution found")


class SetupError(Exception):
    """A fatal error; the message says what to do."""


def say(line: str) -> None:
    print(f"• {line}", flush=True)


def check_python() -> None:
    if sys.version_info < OLDEST:
        have = ".".join(map(str, sys.version_info[:2]))
        raise SetupError(
            f"Python 3.11 or newer is needed; this is {have}. On Debian 12:"
            " apt-get install python3 python3-venv. Another one: make run PYTHON=python3.12"
        )
    try:
        import ensurepip  # noqa: F401, PLC0415 - Debian leaves it out of python3
    except ImportError:
        raise SetupError("python3-venv is missing. Type: apt-get install python3-venv") from None


def minor_version() -> str:
    return ".".join(map(str, sys.version_info[:2]))


def stamp_of(requirements: Path) -> str:
    return hashlib.sha256(requirements.read_bytes() + minor_version().encode()).hexdigest()


def is_sound(folder: Path) -> bool:
    """Whether this is a complete virtual environment of the running Python: an interrupted one has
    no pip, and one of another Python does not see this one's packages."""
    try:
        lines = (folder / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
        version = next(one.split("=")[1].strip() for one in lines if one.startswith("version"))
        pip = [str(folder / "bin" / "python"), "-m", "pip", "--version"]
        done = subprocess.run(pip, check=False, capture_output=True)
    except (OSError, StopIteration):
        return False
    return version.startswith(f"{minor_version()}.") and done.returncode == 0


def make_environment() -> None:
    say("making .venv")
    try:
        venv.create(VENV, with_pip=True, clear=VENV.exists())
    except (OSError, subprocess.CalledProcessError) as error:
        raise SetupError(
            f".venv cannot be made in {ROOT} ({error}). Is there room on the disk, and may you"
            " write there?"
        ) from error


def why_pip_failed(words: str) -> str:
    """One line where there is no network; else pip's own output, then what to do."""
    if any(one in words for one in NO_INDEX):
        return (
            "the packages cannot be fetched. Is there a network? Without one: set PIP_NO_INDEX=1"
            " and PIP_FIND_LINKS to a folder that holds them, and type the same again."
        )
    return f"pip could not install the packages:\n{words.strip()}"


def install(name: str) -> None:
    """Install requirements/<name>.txt into .venv, unless that has been done already."""
    requirements = ROOT / "requirements" / f"{name}.txt"
    stamp = VENV / f"installed-{name}"
    wanted = stamp_of(requirements)
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    if not is_sound(VENV):
        make_environment()
    say(f"installing {requirements.relative_to(ROOT)} (half a minute the first time)")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(
        [*pip, "--require-hashes", "-r", str(requirements)],
        check=False,
        stderr=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        raise SetupError(why_pip_failed(done.stderr))
    stamp.write_text(wanted)


def packages_to_run() -> str:
    """The name of the run-time requirements: PostgreSQL needs its driver, a cluster its client."""
    if os.environ.get("SEARCH_ENGINE") == "elasticsearch":
        return "elasticsearch"
    is_postgres = os.environ.get("DATABASE_URL", "").startswith(("postgres", "pgsql"))
    return "postgres" if is_postgres else "base"


def run(*words: str, **environment: str) -> None:
    """Replace this process with a command inside .venv (exec), so that Ctrl-C reaches it."""
    os.environ.update(environment)
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), *words])


def main(goal: str, rest: list[str]) -> None:
    check_python()
    if goal == "run":
        install(packages_to_run())
        run("-m", "scripts.serve", *rest)
    elif goal == "dev":
        install(packages_to_run())
        run("-m", "scripts.serve", "--dev", *rest, DJANGO_SETTINGS_MODULE="portal.settings.dev")
    else:
        install("test")
        run(*rest)


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2:])
    except SetupError as stop:
        print(f"✗ {stop}", file=sys.stderr)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
