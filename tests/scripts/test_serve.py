"""`make run`: one clear line where it cannot continue, and no process left behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from environs import EnvError

from portal.settings import env
from scripts import serve
from tests.server import environment, free_port, prepared, wait_for

LOOPBACK = "127.0.0.1"


@pytest.fixture
def busy_port():
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        taken.listen()
        yield taken.getsockname()[1]


@pytest.fixture
def started():
    """Starts Python programs; none outlives its test."""
    processes = []

    def start(code: str) -> subprocess.Popen:
        processes.append(subprocess.Popen([sys.executable, "-c", code]))
        return processes[-1]

    yield start
    for process in processes:
        process.kill()
        process.wait()


# What the environment says --------------------------------------------------------------------


@pytest.mark.parametrize("port", ["ten", "-1", "70000"])
def test_a_port_that_is_none_is_named(monkeypatch, port):
    monkeypatch.setenv("PORT", port)

    with pytest.raises(EnvError, match="PORT"):
        env.port()


def test_what_is_set_to_nothing_is_not_set(monkeypatch):
    for name in ("PORT", "HOST", "DATA_DIR"):
        monkeypatch.setenv(name, "")

    assert (env.port(), env.host(), env.data_dir()) == (8000, LOOPBACK, env.ROOT / "var")


# Before the start -----------------------------------------------------------------------------


def test_a_busy_port_names_another_one(busy_port):
    with pytest.raises(serve.StartError, match=f"PORT={busy_port + 1} make run"):
        serve.check_port(LOOPBACK, busy_port)


def test_a_port_taken_while_preparing_is_noticed(monkeypatch, tmp_path):
    """Another server that answers there is not told to be the portal."""
    port = free_port()
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PORT", str(port))
    monkeypatch.setenv("HOST", LOOPBACK)
    monkeypatch.setattr(serve, "install_signal_handlers", lambda: None)
    monkeypatch.setattr(serve, "terminate", lambda processes: None)
    with socket.socket() as other:

        def prepare() -> None:
            other.bind((LOOPBACK, port))
            other.listen()

        monkeypatch.setattr(serve, "prepare_forked", prepare)

        with pytest.raises(serve.StartError, match="cannot be used"):
            serve.main([])


@pytest.mark.parametrize("host", ["nowhere.invalid", "203.0.113.5", "::1"])
def test_an_address_of_another_machine_is_named(host):
    with pytest.raises(serve.StartError, match="no address of this machine"):
        serve.check_port(host, free_port())


def test_a_folder_is_made_for_its_owner_only(tmp_path):
    serve.lock_data_dir(tmp_path / "data").close()

    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


def test_a_folder_is_not_shared_by_two_portals(tmp_path):
    first = serve.lock_data_dir(tmp_path)

    with pytest.raises(serve.StartError, match="already running"):
        serve.lock_data_dir(tmp_path)

    first.close()
    serve.lock_data_dir(tmp_path).close()


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(serve.StartError, match="Choose another place"):
        serve.lock_data_dir(tmp_path / "file")


def test_a_phone_is_told_an_address_of_the_network():
    assert serve.addresses(LOOPBACK, 8000) == ["http://localhost:8000/"]
    assert serve.addresses("192.0.2.7", 8000) == ["http://192.0.2.7:8000/"]
    for everywhere in serve.ALL_INTERFACES:
        assert serve.addresses(everywhere, 80)[0] == "http://localhost:80/"


def test_the_first_person_is_made_over_the_same_folder(monkeypatch):
    monkeypatch.setenv("DATA_DIR", "/srv/our data")

    assert serve.first_person().startswith("DATA_DIR='/srv/our data' ")


# While it runs --------------------------------------------------------------------------------


def test_a_server_that_ends_at_once_is_not_waited_for(started):
    server = started("")
    server.wait()

    with pytest.raises(serve.StartError, match="ended at once"):
        serve.wait_until_ready(server, LOOPBACK, free_port())


@pytest.mark.slow
def test_a_worker_that_ends_is_followed_by_another(monkeypatch, started, capsys):
    monkeypatch.setattr(serve, "PAUSE", 0)
    server, worker = started("import time; time.sleep(2)"), started("")
    worker.wait()
    processes = [server, worker]

    with pytest.raises(serve.StartError, match="the server ended"):
        serve.supervise(server, worker, processes, lambda: started("import time; time.sleep(60)"))

    assert len(processes) == 3
    assert "the worker ended (status 0); another one starts" in capsys.readouterr().out


FORKS = """
import os, signal, subprocess, sys, time
from scripts.forks import Fork

def end_with(code):
    raise SystemExit(code)

def fail():
    raise ValueError("no")

ends = [Fork(main).wait(10) for main in (
    lambda: None,
    lambda: end_with(3),
    lambda: end_with("words"),
    fail,
    lambda: os.kill(os.getpid(), signal.SIGTERM),
)]
slow = Fork(lambda: time.sleep(60))
try:
    slow.wait(0.1)
except subprocess.TimeoutExpired:
    ends.append("late")
in_session = os.getsid(slow.pid) == slow.pid
slow.kill()
print(ends, slow.wait(10), in_session)
"""


def test_a_fork_says_how_it_ended():
    """As a subprocess does; in a process without threads, as the one that forks is."""
    done = subprocess.run(
        [sys.executable, "-c", FORKS], cwd=env.ROOT, capture_output=True, text=True, check=False
    )

    assert done.stdout.strip() == "[0, 3, 1, 1, -15, 'late'] -9 True"
    assert "words" in done.stderr
    assert "ValueError: no" in done.stderr


@pytest.fixture
def hang_up():
    """What the programs that a test starts inherit of SIGHUP: `nohup` has it ignored, a terminal
    has not, and the tests may have been started either way."""
    before = signal.getsignal(signal.SIGHUP)
    yield lambda handler: signal.signal(signal.SIGHUP, handler)
    signal.signal(signal.SIGHUP, before)


@pytest.mark.slow
@pytest.mark.sqlite
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_nothing_is_left_behind(tmp_path, hang_up, number):
    """Ctrl-C, and a terminal that is closed."""
    folder = tmp_path / "data"
    shutil.copytree(prepared(), folder)
    port = free_port()
    hang_up(signal.SIG_DFL)
    portal = subprocess.Popen(
        [sys.executable, "-m", "scripts.serve"],
        cwd=env.ROOT,
        env=environment(folder, port),
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://{LOOPBACK}:{port}/readyz")
        children = children_of(portal.pid)

        portal.send_signal(number)
        portal.wait(timeout=60)
    finally:
        portal.kill()

    assert portal.returncode == 0
    assert len(children) == 2
    assert [pid for pid in children if is_alive(pid)] == []


@pytest.mark.parametrize(
    ("inherited", "ends"), [(signal.SIG_DFL, "KeyboardInterrupt"), (signal.SIG_IGN, "goes on")]
)
def test_a_hang_up_ends_it_but_behind_nohup(hang_up, inherited, ends):
    hang_up(inherited)

    done = subprocess.run(
        [sys.executable, "-c", HUNG_UP], cwd=env.ROOT, capture_output=True, text=True, check=False
    )

    assert ends in done.stdout + done.stderr


HUNG_UP = """
import os, signal
from scripts import serve
serve.install_signal_handlers()
os.kill(os.getpid(), signal.SIGHUP)
print("goes on")
"""


def children_of(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_alive(pid: int) -> bool:
    """Also a moment later: what was asked to end may be ending."""
    time.sleep(0.2)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
