"""A program that is told to end first ends what it has started."""

import signal
import subprocess
from pathlib import Path
from types import FrameType

# What a run of pytest may take to end what its tests have started.
ENDS_WITHIN = 60


def unwind_when_told_to_end() -> None:
    """SIGTERM and SIGHUP raise KeyboardInterrupt, as Ctrl+C does, so that each `with` block closes
    what it has opened. SIGINT does so also where a shell had it ignored, with `&`; a hang-up that
    is ignored, as under `nohup`, stays ignored."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, unwind)


def unwind(_number: int, _frame: FrameType | None) -> None:
    # A terminal that is closed tells it twice. Once is enough.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def run_pytest(command: list[str], *, cwd: Path, env: dict[str, str]) -> int:
    """The exit status of that run, which is interrupted when this process is told to end.

    It has a session of its own: what a terminal sends reaches it once, by way of this process.
    """
    process = subprocess.Popen(command, cwd=cwd, env=env, start_new_session=True)
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        raise
