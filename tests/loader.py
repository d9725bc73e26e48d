"""`python -m tests.loader`: imports the portal once, and forks management commands from it.

Each line of standard input is a JSON list. `["start", *words]` forks `manage.py *words`, whose
output goes nowhere, and is answered with its process id; `["wait", pid, seconds]` is answered with
its exit code, or minus the number of the signal that ended it. It ends with its standard input, and
takes what is left with it.
"""

import json
import os
import sys
from functools import partial

from scripts import forks


def run_command(words: list[str]) -> None:
    """In the child."""
    from django.core.management import call_command  # noqa: PLC0415 - once Django is set up

    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    call_command(*words)


def main() -> None:
    forks.load()
    forks.collect_seldom()
    started: dict[int, forks.Fork] = {}
    for line in sys.stdin:
        what, *words = json.loads(line)
        if what == "start":
            fork = forks.Fork(partial(run_command, words))
            started[fork.pid] = fork
            print(fork.pid, flush=True)
        else:
            print(started.pop(int(words[0])).wait(float(words[1])), flush=True)
    for fork in started.values():
        fork.kill()
        fork.wait()


if __name__ == "__main__":
    main()
