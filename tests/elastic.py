"""A real Elasticsearch cluster of three nodes, as an ordinary user, on loopback, gone at the end.

`python -m tests.elastic tests/search -m cluster` starts one for that run of pytest.

The server is the one that Elasticsearch's own tests run, from Maven Central: the core without its
modules. No Django here.
"""

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL
from typing import Any

from tests.server import free_port
from tests.signals import run_pytest, unwind_when_told_to_end

# deploy/compose.yaml runs the same.
VERSION = "8.19.21"
GROUP = "org.elasticsearch.distribution.integ-test-zip"
ARTEFACT = f"{GROUP}:elasticsearch:{VERSION}:zip"
MAVEN = "dependency:get"
PACKAGES = ["openjdk-17-jre-headless", "maven"]
USER = "nobody"
NODES = 3
# MB of heap a node: small, and quick to start, as a test asks little of it.
HEAP = 256
JVM = """-Xms{heap}m
-Xmx{heap}m
-XX:+UseSerialGC
-XX:TieredStopAtLevel=1
-Djava.io.tmpdir=${{ES_TMPDIR}}
"""
LOGGING = """appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d %p %c{1.}: %m%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
"""
STARTS_WITHIN = 120
# Nodes that this process has started; they outlive the tests that did so.
STARTED: dict[int, subprocess.Popen[bytes]] = {}
# The variable that says where a cluster is that another process has started.
HANDLE = "TEST_ELASTICSEARCH"


def repository() -> Path:
    """Where Maven keeps what it has fetched."""
    return Path(os.environ.get("MAVEN_REPOSITORY") or Path.home() / ".m2" / "repository")


def archive() -> Path:
    """Where Maven keeps the server."""
    group = repository() / GROUP.replace(".", "/")
    return group / "elasticsearch" / VERSION / f"elasticsearch-{VERSION}.zip"


def command_to_fetch() -> str:
    return f"mvn {MAVEN} -Dtransitive=false -Dartifact={ARTEFACT}"


def fetch_archive() -> bool:
    """Have Maven fetch it, from wherever this machine's Maven fetches."""
    if archive().exists():
        return True
    if not shutil.which("mvn"):
        return False
    command = [*command_to_fetch().split(), "-q", "-B"]
    subprocess.run(command, check=False, stdout=DEVNULL, stderr=DEVNULL, cwd="/")
    return archive().exists()


class Node:
    """One server, with a folder of its own for settings, data and log."""

    def __init__(self, folder: Path, number: int, ports: tuple[int, int]) -> None:
        self.name = f"node-{number}"
        self.programs, self.folder = folder / f"elasticsearch-{VERSION}" / "bin", folder / self.name
        self.http, self.transport = ports
        # Its processes are a group of their own, whichever process has started them.
        self.group = self.folder / "group"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http}"

    def settle(self, seeds: list[str], names: list[str], heap: int) -> None:
        """Write its settings."""
        config = self.folder / "config"
        (self.folder / "tmp").mkdir(parents=True)
        config.mkdir()
        values: dict[str, Any] = {
            "cluster.name": "portal-tests",
            "node.name": self.name,
            "path.data": str(self.folder / "data"),
            "path.logs": str(self.folder / "logs"),
            "network.host": "127.0.0.1",
            "http.port": self.http,
            "transport.port": self.transport,
            "discovery.seed_hosts": seeds,
            "cluster.initial_master_nodes": names,
            "xpack.security.enabled": False,
            "cluster.routing.allocation.disk.threshold_enabled": False,
        }
        lines = [f"{name}: {json.dumps(value)}" for name, value in values.items()]
        (config / "elasticsearch.yml").write_text("\n".join(lines), "utf-8")
        (config / "jvm.options").write_text(JVM.format(heap=heap), "utf-8")
        (config / "log4j2.properties").write_text(LOGGING, "utf-8")

    def start(self) -> None:
        environment = {
            "PATH": os.environ["PATH"],
            "ES_PATH_CONF": str(self.folder / "config"),
            "ES_TMPDIR": str(self.folder / "tmp"),
            "ES_JAVA_HOME": str(java_home()),
        }
        command = [str(self.programs / "elasticsearch")]
        if os.geteuid() == 0:
            command = ["runuser", "-u", USER, "--", *command]
        with (self.folder / "out.log").open("ab") as log:
            process = subprocess.Popen(
                command, env=environment, cwd="/", stdout=log, stderr=log, start_new_session=True
            )
        STARTED[process.pid] = process
        self.group.write_text(str(process.pid))

    @property
    def is_started(self) -> bool:
        return self.group.exists()

    def kill(self) -> None:
        """As when the machine loses power; returns when nothing answers there any more."""
        pid = int(self.group.read_text())
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        self.group.unlink()
        if pid in STARTED:
            STARTED.pop(pid).wait()
        while self.answers():
            time.sleep(0.05)

    def answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.http)) == 0


class Cluster:
    """Three nodes; `with Cluster() as cluster` starts them and waits until all is green."""

    def __init__(self, folder: Path, ports: Sequence[tuple[int, int]], heap: int = HEAP) -> None:
        self.folder, self.heap = folder, heap
        self.nodes = [Node(folder, number, one) for number, one in enumerate(ports, 1)]

    @classmethod
    def new(cls, heap: int = HEAP) -> "Cluster":
        """A cluster that is not started yet, with so many MB of heap a node."""
        folder = Path(tempfile.mkdtemp(prefix="portal-elasticsearch-"))
        return cls(folder, [(free_port(), free_port()) for _node in range(NODES)], heap)

    @classmethod
    def given(cls) -> "Cluster":
        """The one that another process has started for this one."""
        known = json.loads(os.environ[HANDLE])
        return cls(Path(known["folder"]), known["ports"])

    def __enter__(self) -> "Cluster":
        try:
            self.lay_out()
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def lay_out(self) -> None:
        with zipfile.ZipFile(archive()) as packed:
            packed.extractall(self.folder)
        for program in self.nodes[0].programs.iterdir():
            program.chmod(0o755)
        seeds = [f"127.0.0.1:{node.transport}" for node in self.nodes]
        for node in self.nodes:
            node.settle(seeds, [one.name for one in self.nodes], self.heap)
        if os.geteuid() == 0:
            owner = pwd.getpwnam(USER)
            for path in (self.folder, *self.folder.rglob("*")):
                os.chown(path, owner.pw_uid, owner.pw_gid)

    @property
    def urls(self) -> str:
        return ",".join(node.url for node in self.nodes)

    @property
    def settings(self) -> dict[str, str]:
        """What a portal is told of it: with time enough, for the machine may be busy."""
        return {
            "SEARCH_ENGINE": "elasticsearch",
            "ELASTICSEARCH_URL": self.urls,
            "ELASTICSEARCH_TIMEOUT": "20",
        }

    @property
    def handle(self) -> dict[str, str]:
        """By which a test in another process kills its nodes and starts them again."""
        ports = [(node.http, node.transport) for node in self.nodes]
        return {HANDLE: json.dumps({"folder": str(self.folder), "ports": ports})}

    def start(self) -> None:
        """Start the nodes that are not there, and wait until all is well."""
        for node in self.nodes:
            if not node.is_started:
                node.start()
        self.wait()

    def wait(self, status: str = "green", nodes: int = NODES) -> None:
        """Until so many nodes are there, and what there is of indexes is so well."""
        asked = f"wait_for_nodes={nodes}&wait_for_status={status}&timeout=5s"
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until:
            if any(is_well(node.url, asked) for node in self.nodes if node.is_started):
                return
            time.sleep(0.2)
        raise AssertionError(f"the cluster is not {status}:\n{self.words()}")

    def words(self) -> str:
        """The last lines of its logs."""
        logs = [node.folder / "out.log" for node in self.nodes]
        return "\n".join(log.read_text("utf-8")[-2000:] for log in logs if log.exists())

    def stop(self) -> None:
        for node in self.nodes:
            if node.is_started:
                node.kill()


def is_well(url: str, asked: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_cluster/health?{asked}", timeout=10) as answer:
            return not json.load(answer)["timed_out"]
    except (OSError, urllib.error.URLError, ValueError):
        return False


def java_home() -> Path:
    program = shutil.which("java")
    assert program, "have_elasticsearch has been asked"
    return Path(program).resolve().parent.parent


def main(words: list[str]) -> int:
    """A run of pytest with these words, and a cluster."""
    if not fetch_archive():
        print(f"the server is missing. Type: {command_to_fetch()}")
        return 1
    with Cluster.new() as cluster:
        more = {**os.environ, **cluster.settings, **cluster.handle}
        return run_pytest([sys.executable, "-m", "pytest", *words], cwd=Path.cwd(), env=more)


if __name__ == "__main__":
    unwind_when_told_to_end()
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        raise SystemExit(130) from None
