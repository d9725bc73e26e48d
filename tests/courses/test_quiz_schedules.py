"""Random schedules of answers, cuts, ends of sessions, other people, devices, editors and crashes.

QUIZ_SCHEDULES=100000 runs as many (`make bench-faults` does); QUIZ_SEED=7 runs that one.
"""

import json
import os

import pytest
from django.db import transaction

from core.caching import generation
from tests.factories.quizzes import one_of_each, question, quiz_lesson
from tests.quiz_schedules import simulate

SCHEDULES = int(os.environ.get("QUIZ_SCHEDULES", "500"))
# So that both cores have some.
PARTS = 4


def seeds(part: int) -> list[int]:
    given = os.environ.get("QUIZ_SEED")
    if given:
        return [int(given)][part:]
    return list(range(part, SCHEDULES, PARTS))


class Undo(Exception):
    """Ends a schedule, and with it its rows."""


@pytest.mark.slow
@pytest.mark.database
@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_happens_no_answer_is_lost_or_anothers(home, part):
    page = quiz_lesson()
    edited = one_of_each()[1:]
    edited[0]["value"]["options"][0]["value"]["right"] = False
    bodies = [
        json.dumps(one) for one in (one_of_each(), edited, [question("x", "text", accepted=["x"])])
    ]
    for seed in seeds(part):
        page.body = bodies[0]
        try:
            with transaction.atomic():
                page.save(clean=False, update_fields=["body"])
                generation.bump()
                simulate(seed, page, bodies)
                raise Undo
        except Undo:
            continue
