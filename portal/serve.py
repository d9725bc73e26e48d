"""`make run`: prepare the data directory, then run server and worker until Ctrl-C."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import FrameType

from portal.settings.env import ROOT, data_dir, env, own_addresses

MANAGE = [sys.executable, str(ROOT / "manage.py")]


class Stop(Exception):
    """It cannot go on; the message is what to do."""


def say(line: str) -> None:
    print(f"• {line}", flush=True)


def check_port(host: str, port: int) -> None:
    """Raises Stop where something else listens."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Stop(
                f"{host}:{port} cannot be used ({error.strerror}). If something else listens"
                f" there, choose another port: PORT={port + 1} make run"
            ) from error


def check_folder(folder: Path) -> None:
    """Raises Stop where nothing can be kept."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Stop(
            f"Nothing can be written to {folder} ({error.strerror})."
            " Choose another place: DATA_DIR=~/portal-data make run"
        ) from error


def manage(*words: str) -> None:
    done = subprocess.run([*MANAGE, *words], check=False)
    if done.returncode:
        raise Stop(f"`manage.py {' '.join(words)}` failed; its words stand above.")


def addresses(host: str, port: int) -> list[str]:
    """Where a browser finds the portal; on a shared network also for a phone."""
    if host not in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        shown = "localhost" if host == "127.0.0.1" else host
        return [f"http://{shown}:{port}/"]
    return [f"http://localhost:{port}/", *(f"http://{one}:{port}/" for one in own_addresses())]


def start(is_dev: bool, port: int) -> list[subprocess.Popen[bytes]]:
    """The server and the worker, as processes of their own."""
    if is_dev:
        host = env.str("HOST", default="127.0.0.1")
        server = [*MANAGE, "runserver", f"{host}:{port}"]
    else:
        server = [sys.executable, "-m", "gunicorn", "-c", "portal/gunicorn.py", "portal.wsgi"]
    worker = [*MANAGE, "worker", "--queue-name", "*", "-v", "0"]
    return [
        subprocess.Popen(command, cwd=ROOT, start_new_session=True) for command in (server, worker)
    ]


def wait_until_ready(processes: list[subprocess.Popen[bytes]], port: int) -> None:
    """Until the process answers; raises Stop when one of ours ends first."""
    for _attempt in range(300):
        if any(process.poll() is not None for process in processes):
            raise Stop("the server or the worker ended at once; its words stand above.")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise Stop("the server did not answer within half a minute.")


def tell(host: str, port: int) -> None:
    """Addresses and sign-ins."""
    print("\n  The portal is ready:")
    for address in addresses(host, port):
        print(f"    {address}")
    path = data_dir() / "demo-accounts.json"
    if path.exists():
        print("\n  Sign in as:")
        for row in json.loads(path.read_text(encoding="utf-8")):
            print(f"    {row['role']:<18} {row['email']:<22} {row['password']}")
    print(f"\n  Mails are kept in {data_dir() / 'mails'} and shown here. Ctrl-C stops all.\n")
    sys.stdout.flush()


def end(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ask all to stop, and wait until they have."""
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


def main(words: list[str]) -> int:
    is_dev = "--dev" in words
    host, port = env.str("HOST", default="127.0.0.1"), env.int("PORT", default=8000)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")
    check_port(host, port)
    check_folder(data_dir())
    manage("prepare")
    signal.signal(signal.SIGTERM, interrupt)
    processes = start(is_dev, port)
    try:
        wait_until_ready(processes, port)
        tell(host, port)
        while all(process.poll() is None for process in processes):
            time.sleep(0.5)
        raise Stop("the server or the worker ended; its words stand above.")
    except KeyboardInterrupt:
        say("stopping")
        return 0
    finally:
        end(processes)


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except Stop as stop:
        print(f"✗ {stop}", file=sys.stderr)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
