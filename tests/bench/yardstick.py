"""The unit of the benchmark: a fixed loop of plain Python, timed beside what is measured.

A cost in loops is the same on a fast machine and on a slow one, as far as one number can be; and
on a machine whose speed changes from minute to minute, where a time would not be.
"""

import time

STEPS = 60_000
REPEATS = 5


def loop() -> int:
    """Integers, a dictionary, strings and a call: what a web framework does all day."""
    found: dict[str, int] = {}
    for number in range(STEPS):
        name = f"key-{number % 1000}"
        found[name] = found.get(name, 0) + len(name) * (number & 7)
    return sum(found.values())


def milliseconds() -> float:
    """CPU time of one loop just now: the median of a few."""
    times = []
    for _repeat in range(REPEATS):
        began = time.process_time()
        loop()
        times.append(time.process_time() - began)
    return 1000 * sorted(times)[REPEATS // 2]
