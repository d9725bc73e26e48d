"""Freshness by its rules: each transition, and random histories against a slow reference."""

import os

import pytest

from tests.translations.histories import World, marks, pieces
from tests.translations.random_histories import random_history
from translations.freshness import comparison, rules

HISTORIES = int(os.environ.get("HISTORIES", "500"))


def begun() -> World:
    """A work with a version that follows all of it."""
    world = World()
    world.do("renew")
    return world


# What happened | step by step | where the version is behind then, and where by minor edits only.
TRANSITIONS = """
nothing |  |
words edited | edit a | a:words
a value edited | edit k | k:values
two places | edit a; edit k | a:words k:values
a block added | edit n | n:added
a value added | edit k2 | k2:added
a block removed | remove a | a:removed
a block moved | move |
a block split | split a | a:removed a1:added a2:added
the same published again | publish |
edited, and reverted | edit a; revert 1 |
removed, and reverted | remove a; revert 1 |
edited twice | edit a; edit a | a:words
edited twice, reverted once | edit a; edit a; revert 1 | a:words
edited twice, reverted twice | edit a; edit a; revert 2 |
a minor edit | minor a | a:minor
two minor edits | minor a; minor a | a:minor
a minor edit of a value | minor k | k:minor
minor, then not | minor a; edit a | a:words
not minor, then minor | edit a; minor a | a:words
minor, and reverted | minor a; revert 1 |
minor, reverted, done again not minor | minor a; revert 1; redo 1 | a:words
minor here, not there | minor a; edit b | b:words a:minor
minor, then renewed | minor a; renew |
edited, renewed | edit a; renew |
edited, renewed, edited | edit a; renew; edit a | a:words
edited, version published as it was | edit a; release | a:words
edited, synchronised only | edit a; sync | a:words
edited, translated, not published | edit a; sync; fill | a:words
edited, published without words for it | edit a; sync; release | a:added
of two edits one is translated | edit a; edit b; sync; translate a; release | b:added
translated from before the last edit | edit a; sync; fill; edit a; release | a:words
a slip mended in a fresh version | slip a |
a slip mended while behind | edit a; slip a | a:words
a slip mended elsewhere | edit a; slip b | a:words
held to be right still | edit a; confirm |
one place of two confirmed | edit a; edit b; confirm a | b:words
a removal confirmed | remove a; confirm |
an addition confirmed | edit n; confirm |
an addition confirmed, published again | edit n; confirm; release |
confirmed, published again | edit a; confirm; release |
confirmed, a slip mended | edit a; confirm; slip a |
confirmed, and taken back | edit a; confirm; undo | a:words
confirmed, then edited | edit a; confirm; edit a | a:words
confirmed, and the original reverted | edit a; confirm; revert 1 |
confirmed, edited again, then reverted twice | edit a; confirm; edit a; revert 2 |
confirmed, the original reverted, and edited anew | edit a; confirm; revert 1; edit a | a:words
a minor edit confirmed | minor a; confirm |
the same words entered anew | edit a; sync; again a; release |
renewed, and the version reverted | edit a; renew; back 1 | a:words
both reverted | edit a; renew; back 1; revert 1 |
only the original reverted | edit a; renew; revert 1 | a:words
a machine run on unchanged text | sync; fill; release |
"""
ROWS = [[part.strip() for part in row.split("|")] for row in TRANSITIONS.strip().splitlines()]


@pytest.mark.parametrize(("what", "steps", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_transition(what, steps, expected):
    world = begun()
    for step in filter(None, steps.split("; ")):
        world.do(step)

    found = world.state(world.v)

    wanted = dict(one.split(":") for one in expected.split())
    minor = {path for path, kind in wanted.items() if kind == "minor"}
    behind = {path: kind for path, kind in wanted.items() if kind != "minor"}
    assert found.changes == behind
    assert set(found.minor_changes) == minor
    assert (found.behind_since is None) == (not behind)


def test_there_are_forty_transitions():
    assert len(ROWS) >= 40


def test_behind_counts_from_when_the_original_left_for_good():
    world = begun()
    world.edit("a")
    world.revert(1)
    world.edit("a")
    left_at = world.now
    world.edit("a")

    assert world.state(world.v).behind_since == left_at


def test_a_translation_of_a_translation_follows_the_original():
    world = begun()
    world.sync(world.p)
    world.fill(world.p)
    world.publish_version(world.p)
    assert world.state(world.p).changes == {}

    world.edit("a")
    world.do("renew")

    assert world.state(world.v).changes == {}
    assert world.state(world.p).changes == {"a": "words"}


def test_another_version_becomes_the_original():
    """What followed the same as the new original is fresh; the old one is where it was not."""
    world = begun()
    followed = {path: world.live[path] for path in ("a", "b")}
    other = rules.FollowedPieces(marks({"a": "x", "b": "y"}), pieces(followed))
    world.edit("b")
    mine = world.v.history[0]

    found = rules.with_another_original(
        pieces(world.live), mine, pieces(world.v.live), {"fr": other}, "en", marks(world.live)
    )

    now = rules.OriginalHistory(pieces(world.v.live), world.now)
    assert comparison.compare(now, found["fr"]).changes == {"k": "added"}
    assert set(comparison.compare(now, found["en"]).changes) == {"b"}


@pytest.mark.parametrize("part", range(5))
def test_random_histories_agree_with_the_slow_reference(part):
    """`HISTORIES=10000 python -m pytest tests/translations/test_freshness_rules.py`: more."""
    for seed in range(part, HISTORIES, 5):
        for step, world in enumerate(random_history(seed)):
            for one in (world.v, world.p):
                if one.history:
                    found = world.state(one)
                    behind, quiet, since = world.slow_state(one)
                    place = f"history {seed}, event {step}"
                    assert set(found.changes) == behind, place
                    assert set(found.minor_changes) == quiet, place
                    assert found.behind_since == since, place
