"""Programs that start servers for tests take them down, however they are told to end."""

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import elastic
from tests.server import ROOT

# A node that is always well, in place of the server and of the programs that start it.
NODE = f"""#!{sys.executable}
import json, os, pathlib
from http.server import BaseHTTPRequestHandler, HTTPServer

class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{{"timed_out": false}}')

settings = pathlib.Path(os.environ["ES_PATH_CONF"], "elasticsearch.yml").read_text("utf-8")
port = next(line.split()[1] for line in settings.splitlines() if line.startswith("http.port"))
HTTPServer(("127.0.0.1", int(port)), Answer).serve_forever()
"""
PROGRAMS = {"java": "#!/bin/sh\n", "runuser": '#!/bin/sh\nshift 3\nexec "$@"\n'}
# A test that lasts until it is interrupted, and what it opened is closed.
LASTING = """
import os, pathlib, pytest, time

@pytest.fixture
def opened():
    place = pathlib.Path(__file__).parent
    (place / "making").write_text(os.environ["TEST_ELASTICSEARCH"])
    (place / "making").rename(place / "opened")
    yield
    (place / "closed").touch()

def test_lasting(opened):
    time.sleep(300)
"""


@pytest.fixture
def hang_up() -> Iterator[None]:
    """Whatever started the tests, such as `nohup`, what they start hears of a hang-up."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.fixture
def run(tmp_path, hang_up) -> Iterator[subprocess.Popen[bytes]]:
    """`python -m tests.elastic` with that test and three such nodes, as soon as it is at work."""
    program = f"elasticsearch-{elastic.VERSION}/bin/elasticsearch"
    archive = tmp_path / elastic.archive().relative_to(elastic.repository())
    archive.parent.mkdir(parents=True)
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr(program, NODE)
    for name, text in PROGRAMS.items():
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    (tmp_path / "test_lasting.py").write_text(LASTING)
    surroundings = {
        **os.environ,
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "MAVEN_REPOSITORY": str(tmp_path),
        "TMPDIR": str(tmp_path),
    }
    words = ["-p", "no:django", "-c", os.devnull, str(tmp_path / "test_lasting.py")]
    command = [sys.executable, "-m", "tests.elastic", *words]
    process = subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE)
    while not (tmp_path / "opened").exists():
        assert process.poll() is None, process.communicate()[0].decode()
        time.sleep(0.05)
    yield process
    process.kill()
    process.communicate()


def nodes(place: Path) -> list[elastic.Node]:
    known = json.loads((place / "opened").read_text())
    return elastic.Cluster(Path(known["folder"]), known["ports"]).nodes


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_cluster_goes_with_the_program_that_started_it(run, tmp_path, number):
    started = nodes(tmp_path)
    assert [node.answers() for node in started] == [True] * elastic.NODES

    run.send_signal(number)

    assert run.wait(60) == 130
    assert [node.answers() for node in started] == [False] * elastic.NODES
    assert not started[0].folder.exists()
    assert (tmp_path / "closed").exists()
