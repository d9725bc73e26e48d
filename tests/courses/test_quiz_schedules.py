"""Random schedules of answers, cuts, ends of sessions, other people, devices, editors and crashes.

500 on SQLite; the first hundred of them on PostgreSQL, which takes each answer the same way but
locks otherwise. QUIZ_SCHEDULES=1000 runs as many, QUIZ_FIRST=5000 from that seed on (`make
bench-faults` runs 100,000); QUIZ_SEED=7 runs that one.
"""

import json
import os

import pytest
from django.db import transaction

from people.models import User
from tests.database import is_sqlite
from tests.factories.quizzes import one_of_each, question, quiz_lesson
from tests.quiz_schedules import EditedQuiz, simulate

# So that both cores have some.
PARTS = 2


def seeds() -> range:
    if given := os.environ.get("QUIZ_SEED"):
        return range(int(given), int(given) + 1)
    first = int(os.environ.get("QUIZ_FIRST", "0"))
    usual = 500 if is_sqlite() else 100
    return range(first, first + int(os.environ.get("QUIZ_SCHEDULES", usual)))


class Undo(Exception):
    """Ends a schedule, and with it its rows."""


@pytest.mark.slow
@pytest.mark.database
@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_happens_no_answer_is_lost_or_anothers(home, roots, part):
    edited = one_of_each()[1:]
    edited[0]["value"]["options"][0]["value"]["right"] = False
    bodies = [one_of_each(), edited, [question("x", "text", accepted=["x"])]]
    quiz = EditedQuiz(quiz_lesson(), [json.dumps(one) for one in bodies])
    people = [User.objects.create_user(f"{name}@example.org") for name in ("one", "two")]
    for seed in seeds()[part::PARTS]:
        try:
            with transaction.atomic():
                simulate(seed, quiz, people)
                raise Undo
        except Undo:
            continue
