"""Processes that `make run` forks: the portal is imported once, and they share what they do not
change."""

import gc
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any

from portal.settings.env import ROOT

POLL_SECONDS = 0.05
OBJECTS_BEFORE_COLLECTING = 20_000


class Fork:
    """A child process that runs a function, in a session of its own: Ctrl-C in the terminal
    reaches only its parent. As `subprocess.Popen`, as far as supervising needs it."""

    def __init__(self, main: Callable[[], None]) -> None:
        self.returncode: int | None = None
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if not self.pid:
            run(main)

    def poll(self) -> int | None:
        """The exit code, or minus the number of the signal that ended it; None while it runs."""
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end. Raises subprocess.TimeoutExpired."""
        until = time.monotonic() + timeout if timeout is not None else None
        while (code := self.poll()) is None:
            if until is not None and time.monotonic() > until:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            time.sleep(POLL_SECONDS)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def run(main: Callable[[], None]) -> None:
    """The child's life: never returns."""
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    code = 0
    try:
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if isinstance(end.code, str):
            sys.stderr.write(f"{end.code}\n")
    except BaseException:
        traceback.print_exc()
        code = 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


# What the children run. Django is imported by `load`, in their parent. ----------------------------


def load() -> int:
    """Import what `prepare` needs, and compile the words that the rest is loaded with; returns how
    many languages were compiled."""
    # Nothing of what a program is made of is garbage.
    gc.disable()
    import django  # noqa: PLC0415 - once the environment has been checked

    django.setup()
    from portal.catalogues.compile import compile_all  # noqa: PLC0415

    return compile_all(ROOT / "locale")


def load_rest() -> None:
    """What server and worker have in common; `prepare` may go on meanwhile. The application itself
    is made by the server: WhiteNoise lists the static files then, which must all be there."""
    from django.conf import settings  # noqa: PLC0415
    from django.utils.module_loading import import_string  # noqa: PLC0415

    from portal import preload  # noqa: PLC0415

    for name in settings.MIDDLEWARE:
        import_string(name)
    preload.load()


def share() -> None:
    """After `prepare`: let server and worker share what is loaded."""
    from django.contrib.staticfiles.storage import staticfiles_storage  # noqa: PLC0415

    # The list of static files may have been read on the way here, before it was made.
    storage: Any = staticfiles_storage
    storage.hashed_files, storage.manifest_hash = storage.load_manifest()
    collect_seldom()


def collect_seldom() -> None:
    """Look for garbage again, not in what is loaded by now, and not after every 700 objects: that
    took a quarter of the time of migrations and loads."""
    gc.freeze()
    gc.set_threshold(OBJECTS_BEFORE_COLLECTING)
    gc.enable()


def prepare(part: str) -> None:
    from django.core.management import CommandError, call_command  # noqa: PLC0415

    collect_seldom()
    try:
        call_command("prepare", part=part)
    except CommandError as error:
        raise SystemExit(f"CommandError: {error}") from None


def serve_pages() -> None:
    from gunicorn.app.wsgiapp import WSGIApplication  # noqa: PLC0415

    os.chdir(ROOT)
    sys.argv = ["gunicorn", "-c", "portal/gunicorn.py", "portal.wsgi"]
    WSGIApplication("%(prog)s [OPTIONS] [APP_MODULE]").run()


def work() -> None:
    from django.core.management import call_command  # noqa: PLC0415

    call_command("worker", queue_name="*", verbosity=0)
