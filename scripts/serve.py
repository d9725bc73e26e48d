"""`make run`: prepares the data directory, then supervises server and worker until Ctrl-C."""

import errno
import fcntl
import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType
from typing import IO

from django.core.exceptions import ImproperlyConfigured
from environs import EnvError

from portal.settings.env import ROOT, data_dir, host, own_addresses, port
from scripts import forks
from scripts.forks import Fork

MANAGE = [sys.executable, str(ROOT / "manage.py")]
ALL_INTERFACES = {"0.0.0.0", "::"}  # noqa: S104 - compared, not bound
TIMEOUT = 90
PAUSE = 5
# Ctrl-C, a service manager, a terminal that is closed.
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

Process = subprocess.Popen[bytes] | Fork


class StartError(Exception):
    """A fatal error; the message says what to do."""


def say(line: str) -> None:
    print(f"• {line}", flush=True)


def check_port(host: str, port: int) -> None:
    """Raise Stop where the server could not bind to the port."""
    if not port:
        raise StartError("PORT=0 is no port to open a browser at. Choose one: PORT=8000 make run")
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            raise StartError(
                f"HOST={host} is no address of this machine. 127.0.0.1 is for this machine only,"
                " 0.0.0.0 for all of its networks."
            ) from error
        raise StartError(
            f"{host}:{port} cannot be used ({error.strerror}). If something else listens"
            f" there, choose another port: PORT={port + 1 if port < 65535 else 8000} make run"
        ) from error


def lock_data_dir(folder: Path) -> IO[str]:
    """Create and lock the data directory, so that only one `make run` uses it.

    The lock is held as long as the returned file is open; a killed process releases it.
    """
    elsewhere = "DATA_DIR=~/portal-data make run"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (folder / "running").open("w")
    except OSError as error:
        raise StartError(
            f"Nothing can be written to {folder} ({error.strerror})."
            f" Choose another place: {elsewhere}"
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise StartError(
            f"A portal is already running over {folder}. Stop that one with Ctrl-C, or keep the"
            f" data of this one elsewhere: {elsewhere}"
        ) from error
    except OSError:
        pass  # A network file system without locks.
    return lock


def manage(*words: str) -> None:
    done = subprocess.run([*MANAGE, *words], check=False)
    if done.returncode:
        raise StartError(f"`manage.py {' '.join(words)}` failed; its words stand above.")


def addresses(host: str, port: int) -> list[str]:
    """URLs of the portal; on a shared network also for a phone."""
    if host not in ALL_INTERFACES:
        shown = "localhost" if host == "127.0.0.1" else host
        return [f"http://{shown}:{port}/"]
    return [f"http://localhost:{port}/", *(f"http://{one}:{port}/" for one in own_addresses())]


def start(*words: str) -> Process:
    """A management command in a session of its own: Ctrl-C in the terminal reaches only us."""
    return subprocess.Popen([*MANAGE, *words], cwd=ROOT, start_new_session=True)


@dataclass(frozen=True)
class Roles:
    """How the parts of a portal are run: what must be done before, the server, and the worker."""

    prepare: Callable[[], None]
    server: Callable[[], Process]
    worker: Callable[[], Process]


def forked_roles() -> Roles:
    """Forked from this process, which imports the portal once."""
    return Roles(prepare_forked, lambda: Fork(forks.serve_pages), lambda: Fork(forks.work))


def reloading_roles() -> Roles:
    """Processes of their own, which see each change of the code."""
    return Roles(
        lambda: manage("prepare"),
        lambda: start("runserver", f"{host()}:{port()}"),
        lambda: start("worker", "--queue-name", "*", "-v", "0"),
    )


def prepare_forked() -> None:
    """In children: what preparing needs of memory ends with them."""
    compiled = forks.load()
    if compiled:
        say(f"words of {compiled} languages compiled")
    children = [Fork(partial(forks.prepare, part)) for part in ("static", "rest")]
    try:
        forks.load_rest()
        ended = [child.wait() for child in children]
        if any(ended):
            raise StartError("`manage.py prepare` failed; its words stand above.")
    finally:
        # They do not hear the terminal's Ctrl-C.
        for child in children:
            child.send_signal(signal.SIGTERM)
    forks.share()


def wait_until_ready(server: Process, host: str, port: int) -> None:
    """Poll until the server answers; raise Stop when it exits first."""
    asked = "127.0.0.1" if host in ALL_INTERFACES else host
    # Bypass any HTTP proxy of this machine.
    directly = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + TIMEOUT
    while time.monotonic() < until:
        if server.poll() is not None:
            raise StartError("the server ended at once; its words stand above.")
        try:
            directly.open(f"http://{asked}:{port}/healthz", timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise StartError(f"the server did not answer within {TIMEOUT} seconds.")


def print_addresses(host: str, port: int) -> None:
    """Print URLs and credentials."""
    print("\n  The portal is ready:")
    for address in addresses(host, port):
        print(f"    {address}")
    rows = sign_ins()
    if rows:
        print("\n  Sign in as:")
        for row in rows:
            print(f"    {row['role']:<18} {row['email']:<22} {row['password']}")
    else:
        print(
            "\n  No demonstration is loaded. To make one more administrator, in another terminal:"
        )
        print(f"    {first_person()}")
    print(f"\n  Mails are kept in {data_dir() / 'mails'} and shown here. Ctrl-C stops all.\n")
    sys.stdout.flush()


def sign_ins() -> list[dict[str, str]]:
    """Credentials that `prepare` created: the demonstration's, or the first administrator's until
    the password is changed."""
    rows: list[dict[str, str]] = []
    for name in ("demo-accounts.json", "first-account.json"):
        path = data_dir() / name
        if path.exists():
            rows += json.loads(path.read_text(encoding="utf-8"))
    return rows


def first_person() -> str:
    """The command that creates a superuser over this data directory."""
    command = ".venv/bin/python manage.py createsuperuser --email you@example.org"
    given = os.environ.get("DATA_DIR")
    return f"DATA_DIR={shlex.quote(given)} {command}" if given else command


def exit_reason(process: Process) -> str:
    """Exit code or signal, in words."""
    code = process.wait()
    return signal.Signals(-code).name if code < 0 else f"status {code}"


def supervise(
    server: Process, worker: Process, others: list[Process], next_worker: Callable[[], Process]
) -> None:
    """Wait for the server to exit. A worker that exits is restarted: readers do not need it, and
    its unfinished tasks are requeued."""
    while server.poll() is None:
        if worker.poll() is not None:
            say(f"the worker ended ({exit_reason(worker)}); another one starts")
            time.sleep(PAUSE)
            worker = next_worker()
            others.append(worker)
        time.sleep(0.5)
    raise StartError(f"the server ended ({exit_reason(server)}); its words stand above.")


def terminate(processes: list[Process]) -> None:
    """Terminate all processes and wait for them; a second Ctrl-C leaves none behind."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    for process in processes:
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def interrupt(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def install_signal_handlers() -> None:
    """Handle SIGINT also where a shell had it ignored, with `&`; leave SIGHUP ignored under
    `nohup`."""
    for number in STOP_SIGNALS:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, interrupt)


def main(words: list[str]) -> int:
    roles = reloading_roles() if "--dev" in words else forked_roles()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")
    install_signal_handlers()
    lock = lock_data_dir(data_dir())
    check_port(host(), port())
    roles.prepare()
    processes: list[Process] = []
    try:
        # Preparing takes minutes the first time: another process may listen on the port by now.
        check_port(host(), port())
        processes += [roles.server(), roles.worker()]
        wait_until_ready(processes[0], host(), port())
        print_addresses(host(), port())
        supervise(processes[0], processes[1], processes, roles.worker)
    except KeyboardInterrupt:
        say("stopping")
    finally:
        terminate(processes)
        lock.close()
    return 0


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except (StartError, EnvError, ImproperlyConfigured) as stop:
        print(f"✗ {stop}", file=sys.stderr)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
