"""Costs of the library at one size, over an empty database: a row for each query with p50, p95 and
CPU of a whole page; on PostgreSQL with that of its server. Where there is a cluster, the same asked
of that: what its nodes spend is in the times, and not in the CPU."""

import gc
import json
import os
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment

from portal.onboarding import initial_site
from search.engines.facet_index import FacetIndex
from tests.bench import copies, corpus, stock_search, yardstick

REPEATS = 15
# Who takes longer than the first is asked less often; than the second, once.
SLOW_SECONDS, SLOW_REPEATS = 1.0, 3
ENDLESS_SECONDS = 30.0
# Beyond, works are copied.
MADE = 10_000
# Places in `numbers_of`: ticks in user and system mode, then those of children that have ended.
PARENT, OWN, OWN_AND_OF_THE_DEAD = 0, slice(10, 12), slice(10, 14)


def commonest(counts: dict[str, int], at: int) -> str:
    """The word of this rank that has at least five letters."""
    words = sorted((one for one in counts if len(one) >= 5), key=lambda one: -counts[one])
    return words[at]


def measure(name: str, ask: Callable[[], None]) -> None:
    """Print p50, p95 and the mean CPU of a request, in milliseconds and in loops."""
    began = spent_by_now()
    ask()
    first = spent_by_now() - began
    if first > ENDLESS_SECONDS:
        loops = first * 1000 / yardstick.milliseconds()
        print(f"{name:28} asked once: CPU {first:.1f} s = {loops:.0f} loops", flush=True)
        return
    turns = SLOW_REPEATS if first > SLOW_SECONDS else REPEATS
    for _turn in range(turns):
        ask()
    loop, times, cpu = yardstick.milliseconds(), list[float](), spent_by_now()
    for _turn in range(turns):
        began = time.perf_counter()
        ask()
        times.append((time.perf_counter() - began) * 1000)
    spent = (spent_by_now() - cpu) * 1000 / turns
    times.sort()
    p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
    figures = f"p50 {p50:7.1f}  p95 {p95:7.1f}  CPU {spent:7.1f} ms = {spent / loop:5.2f} loops"
    print(f"{name:28} {figures}", flush=True)


def spent_by_now() -> float:
    """CPU seconds of this process and of the database's server, if there is one."""
    return time.process_time() + server_spent_by_now()


def server_spent_by_now() -> float:
    """CPU seconds of PostgreSQL's processes on this machine, of those that have ended, too; SQLite
    works in ours."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = numbers_of(cursor.fetchone()[0])[PARENT]
    everyone = (numbers_of(int(one.name)) for one in Path("/proc").glob("[0-9]*"))
    ticks = sum(sum(one[OWN]) for one in everyone if one and one[PARENT] == server)
    return (ticks + sum(numbers_of(server)[OWN_AND_OF_THE_DEAD])) / os.sysconf("SC_CLK_TCK")


def numbers_of(pid: int) -> list[int]:
    """Of a process, from its parent on (proc(5), stat); none of one that has just ended."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text("ascii", "replace")
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [int(one) for one in text.rpartition(")")[2].split()[1:]]


def page(client: Client, q: str, place: str = "/en/library/") -> Callable[[], None]:
    def ask() -> None:
        assert client.get(place, {"q": q}).status_code == 200

    return ask


def beside(q: str) -> Callable[[], None]:
    def ask() -> None:
        stock_search.ask(q)

    return ask


def lay() -> None:
    """A portal without works."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    initial_site.begin("admin@example.org")


def main(number: int, words: str) -> None:
    """Make so many documents of these words, and measure; then in the cluster, if there is one."""
    cluster = settings.SEARCH_ENGINE
    settings.SEARCH_ENGINE = ""
    vocabulary = json.loads(Path(words).read_text("utf-8"))
    lay()
    before, began = size(), spent_by_now()
    corpus.fill(min(number, MADE), vocabulary)
    took = spent_by_now() - began
    if number > MADE:
        copies.copy(number // MADE - 1)
    print(
        f"{number} documents, of which {min(number, MADE)} took {took:.0f} s CPU to index: "
        f"{(size() - before) / 1e6:.0f} MB"
    )
    setup_test_environment()
    # As the server does, before it forks: what was imported is not looked through again.
    gc.collect()
    gc.freeze()
    measure_reading()
    measure_all(vocabulary["en"])
    if connection.vendor == "sqlite":
        measure_stock(vocabulary["en"])
    if cluster:
        from tests.bench import clustered  # noqa: PLC0415 - only where its client is

        settings.SEARCH_ENGINE = cluster
        began = time.perf_counter()
        clustered.main()
        took = time.perf_counter() - began
        print(f"Elasticsearch: {took:.0f} s to fill, {clustered.size() / 1e6:.0f} MB")
        measure_all(vocabulary["en"])


def queries(english: dict[str, int]) -> dict[str, str]:
    return {
        "selective": f"{commonest(english, 700)} {commonest(english, 500)}",
        "common word": commonest(english, 0),
        "question": "how do we " + " ".join(commonest(english, at) for at in (20, 60, 150, 300)),
        "nothing": "zeppelin",
        "misspelt": commonest(english, 5)[:-2] + "x" + commonest(english, 5)[-1],
    }


def measure_reading() -> None:
    """What the first search after a change spends on reading what is held in memory."""
    loop, began = yardstick.milliseconds(), time.process_time()
    FacetIndex.current().hidden(None)
    spent = (time.process_time() - began) * 1000
    print(f"reading what is held in memory: CPU {spent:.0f} ms = {spent / loop:.1f} loops")


def measure_all(english: dict[str, int]) -> None:
    """A row for each query."""
    client = Client(HTTP_HOST="localhost")
    for name, q in queries(english).items():
        measure(name, page(client, q))
    begun = commonest(english, 30)[:4]
    measure("completion of four letters", page(client, begun, "/en/library/complete/"))


def measure_stock(english: dict[str, int]) -> None:
    """The same of Wagtail's own search."""
    asked, before, began = queries(english), size(), time.process_time()
    stock_search.fill()
    took = time.process_time() - began
    print(f"Wagtail's own search: {took:.0f} s CPU to index, {(size() - before) / 1e6:.0f} MB")
    for name in ("selective", "common word"):
        measure(f"{name}, Wagtail's own search", beside(asked[name]))


def size() -> int:
    """Bytes of the database."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    place = Path(str(settings.DATABASES["default"]["NAME"]))
    return sum(one.stat().st_size for one in place.parent.glob(f"{place.name}*"))
