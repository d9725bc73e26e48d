"""What the runs of pytest say of themselves when all are over: numbers, times, the slowest."""

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

SLOWEST = 20


@dataclass(frozen=True)
class Case:
    """One test of one run."""

    seconds: float
    name: str
    outcome: str


def read(report: Path) -> list[Case]:
    """The tests of a JUnit report; none where pytest was stopped before it wrote one."""
    if not report.exists():
        return []
    cases = ElementTree.parse(report).iter("testcase")  # noqa: S314 - pytest wrote it just now
    return [
        Case(float(one.get("time", 0)), f"{one.get('classname')}::{one.get('name')}", outcome(one))
        for one in cases
    ]


def outcome(case: ElementTree.Element) -> str:
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    return "skipped" if case.find("skipped") is not None else "passed"


def slowest(runs: dict[str, list[Case]]) -> list[str]:
    """A line for each of the slowest tests of all runs, set-up counted in."""
    cases = [(case.seconds, case.name, run) for run, found in runs.items() for case in found]
    ranked = sorted(cases, reverse=True)[:SLOWEST]
    return [f"{seconds:6.1f} s  {name} ({run})" for seconds, name, run in ranked]


def totals(runs: dict[str, list[Case]]) -> str:
    """`12 passed, 0 failed, 1 skipped`, over all runs."""
    outcomes = [case.outcome for found in runs.values() for case in found]
    names = ("passed", "failed", "skipped")
    return ", ".join(f"{outcomes.count(name)} {name}" for name in names)


def minutes(seconds: float) -> str:
    return f"{int(seconds // 60)} min {int(seconds % 60):02d} s"
