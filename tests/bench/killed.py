"""Workers killed at each step of publish, index and mail, many times, over PostgreSQL.

python -m tests.bench.killed [rounds]
"""

import os
import subprocess
import sys

from tests.postgres import Postgres
from tests.server import ROOT

TEST = "tests/search/test_killed_workers.py"


def main(rounds: str = "10") -> int:
    with Postgres() as server:
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
            "DATABASE_URL": server.url,
            "KILL_ROUNDS": rounds,
        }
        words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", TEST]
        return subprocess.run(words, cwd=ROOT, env=env, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
