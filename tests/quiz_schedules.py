"""A seeded simulator of people who answer a quiz while everything goes wrong, against a short
model of what must hold.

Devices keep, replace, send and drop answers as `core/js/answer-store.js` and `answer-queue.js` do;
the server is the real one, below HTTP. The same seed gives the same schedule.
"""

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from core.answer_endpoint import SentAnswer
from core.caching import generation
from courses.models import Answer, Attempt, LessonPage
from courses.quizzes import actions
from courses.quizzes.attempts import answers_of, quiz_in, tries_of
from people.models import User
from tests.factories.quizzes import RIGHT, uid

STEPS = 16
CHECKED_EVERY = 4
OPTIONS: dict[str, list[Any]] = {
    uid("rung"): [uid("asked"), uid("told"), uid("led")],
    uid("who"): [[], [uid("users")], [uid("users"), uid("carers")], [uid("nobody")]],
    uid("place"): ["", "Thessaloniki", "Beirut"],
    uid("steps"): [RIGHT[uid("steps")], [uid("test"), uid("plan"), uid("meet")]],
}
REFUSED = (actions.AttemptFinished, actions.NotInQuiz, actions.NoQuiz)
SENT, HELD, STOP = "sent", "held", "stop"


class Killed(Exception):
    """The server died before it committed."""


class EditedQuiz:
    """A lesson whose quiz is published in one of several states; snapshots of all are made here."""

    def __init__(self, page: LessonPage, bodies: Sequence[str]) -> None:
        field = LessonPage._meta.get_field("body")
        self.pk, self.lesson_key = page.pk, page.translation_key
        self.bodies = [field.to_python(one) for one in bodies]
        for number in reversed(range(len(bodies))):
            self.publish(number)
            actions.snapshot_of(self.lesson_key)

    def publish(self, number: int) -> None:
        """As publishing leaves it, for those who answer."""
        LessonPage.objects.filter(pk=self.pk).update(body=self.bodies[number])
        generation.bump()


@dataclass
class Record:
    """An answer as a device stores it; `who` is whose it is."""

    who: int
    attempt: UUID
    question: str
    value: Any
    counter: int
    key: str
    is_refused: bool = False


@dataclass
class Device:
    """A browser: what is on its disk, and the page that is open in it."""

    store: dict[tuple[int, UUID, str], Record] = field(default_factory=dict)
    is_online: bool = True
    session: int | None = 0
    # The open page: whose, which attempt, the highest counter it has seen.
    who: int | None = None
    attempt: UUID | None = None
    counter: int = 0


class World:
    """Two people, two devices each may use, one quiz, and a log of every tap."""

    def __init__(self, seed: int, quiz: "EditedQuiz", people: Sequence[User]) -> None:
        self.dice = random.Random(seed)
        self.quiz, self.people = quiz, people
        self.devices = [Device(), Device()]
        self.taps: list[Record] = []
        self.replaced: dict[str, str] = {}
        self.refused: set[str] = set()
        self.results: dict[UUID, int] = {}
        self.snapshots: dict[UUID, str] = {}
        self.steps: list[str] = []

    # What happens -----------------------------------------------------------------------------

    def run(self) -> None:
        for number in range(STEPS):
            step = self.dice.choice(MOVES)
            self.steps.append(step.__name__)
            step(self, self.dice.choice(self.devices))
            if number % CHECKED_EVERY == 0:
                self.check()
        self.settle()
        self.check()
        self.check_nothing_is_lost()

    def open(self, device: Device) -> None:
        """Open or reload the page: signed in and on the line, or it does not open."""
        if device.session is None or not device.is_online:
            return
        device.who = device.session
        tries = tries_of(self.people[device.who], self.quiz.lesson_key)
        device.attempt, device.counter = tries.public_id, tries.counter
        held = [one.counter for one in self.waiting(device)]
        device.counter = max([device.counter, *held])
        self.drain(device)

    def answer(self, device: Device) -> None:
        """Tap: on the disk at once, in place of what was not sent yet; then sent."""
        if device.who is None or device.attempt is None:
            self.open(device)
        if device.who is None or device.attempt is None:
            return
        question = self.dice.choice([*OPTIONS])
        device.counter += 1
        key = f"key-{self.people[device.who].pk}-{len(self.taps):06}"
        value = self.dice.choice(OPTIONS[question])
        tap = Record(device.who, device.attempt, question, value, device.counter, key)
        place = (tap.who, tap.attempt, tap.question)
        if place in device.store:
            self.replaced[device.store[place].key] = key
        self.taps.append(tap)
        device.store[place] = tap
        self.drain(device)

    def cut(self, device: Device) -> None:
        device.is_online = False

    def restore(self, device: Device) -> None:
        device.is_online = True
        self.drain(device)

    def close(self, device: Device) -> None:
        """The tab, or the browser by `kill -9`: the disk stays."""
        device.who = device.attempt = None

    def end_session(self, device: Device) -> None:
        device.session = None

    def sign_in(self, device: Device) -> None:
        """The same person goes on in the open page; for another the page is loaded anew."""
        if not device.is_online:
            return
        device.session = self.dice.randrange(2)
        if device.who is not None and device.who != device.session:
            self.close(device)
        self.drain(device)

    def sign_in_elsewhere(self, device: Device) -> None:
        """In another window, perhaps as another person: the page that is open does not know."""
        if device.is_online:
            device.session = self.dice.randrange(2)
            self.drain(device)

    def publish(self, device: Device) -> None:
        """An editor publishes other questions."""
        self.quiz.publish(self.dice.randrange(len(self.quiz.bodies)))

    def finish(self, device: Device) -> None:
        """Only when nothing waits here, as the form sees to; twice now and then."""
        ready = device.is_online and device.who is not None and device.session == device.who
        if not ready or device.attempt is None or not self.drain(device):
            return
        for _time in range(self.dice.choice([1, 1, 2])):
            try:
                done = actions.finish_attempt(
                    learner=self.people[device.who],  # type: ignore[index]
                    lesson_key=self.quiz.lesson_key,
                    public_id=device.attempt,
                )
            except actions.NothingAnswered:
                return
            assert self.results.setdefault(done.public_id, done.percent or 0) == done.percent

    # The queue of a device --------------------------------------------------------------------

    def waiting(self, device: Device) -> list[Record]:
        mine = [one for one in device.store.values() if one.who == device.who]
        return sorted((one for one in mine if not one.is_refused), key=lambda one: one.counter)

    def drain(self, device: Device) -> bool:
        """Send what is stored of the person whose page is open; whether nothing waits."""
        held: set[str] = set()
        while rows := [one for one in self.waiting(device) if one.key not in held]:
            for record in rows:
                outcome = self.send(device, record)
                if outcome == STOP:
                    return False
                if outcome == HELD:
                    held.add(record.key)
        return not held

    def send(self, device: Device, record: Record) -> str:
        if not device.is_online or device.session is None:
            return STOP
        fate = self.dice.choice(["arrives"] * 6 + ["killed", "answer lost"])
        try:
            if fate == "killed":
                self.keep_and_die(device.session, record)
                return STOP
            taken = self.keep(device.session, record)
        except actions.NotYours:
            assert device.session != record.who
            return HELD
        except REFUSED:
            record.is_refused = True
            self.refused.add(record.key)
            return SENT
        if fate == "answer lost":
            return STOP
        device.counter = max([device.counter, *(kept.counter for kept in taken.answers.values())])
        place = (record.who, record.attempt, record.question)
        if device.store.get(place) is record:
            del device.store[place]
        return SENT

    def keep_and_die(self, sender: int, record: Record) -> None:
        with suppress(Killed), transaction.atomic():
            self.keep(sender, record)
            raise Killed

    def keep(self, sender: int, record: Record) -> actions.AnswerResult:
        return actions.keep_answer(
            learner=self.people[sender],
            lesson_key=self.quiz.lesson_key,
            sent=SentAnswer(
                record.attempt, record.question, record.value, record.counter, record.key
            ),
            language=self.dice.choice(["en", "ar", "fr"]),
            may_begin=lambda: True,
        )

    def settle(self) -> None:
        """In the end all lines are up, and each person opens the page on each device."""
        for device in self.devices:
            device.is_online = True
            for person in range(len(self.people)):
                device.session = person
                self.open(device)
                for _try in range(200):
                    if self.drain(device):
                        break
                assert not self.waiting(device)

    # The model --------------------------------------------------------------------------------

    def check(self) -> None:
        """Holds at every moment: snapshots and results never change; answers are their owner's."""
        for attempt in self.attempts():
            digest = self.snapshots.setdefault(attempt.public_id, attempt.snapshot_id)
            assert digest == attempt.snapshot_id, "a snapshot has changed"
            if attempt.public_id in self.results:
                assert attempt.percent == self.results[attempt.public_id], "a result has changed"
            assert attempt.percent is None or 0 <= attempt.percent <= 100

    def attempts(self) -> list[Attempt]:
        return list(Attempt.objects.filter(learner__in=self.people))

    def check_nothing_is_lost(self) -> None:
        """Every tap is on the server, unless a later tap in the same place took its place before
        it was sent, or it was refused; and what holds is what has the highest counter."""
        rows = Answer.objects.filter(attempt__learner__in=self.people).order_by("pk")
        kept = {row.idempotency_key: row for row in rows.select_related("attempt")}
        assert len(kept) == len(rows), "an answer was kept twice"
        for tap in self.taps:
            row = kept.get(tap.key)
            if row is None:
                assert tap.key in self.replaced or tap.key in self.refused, f"lost: {tap}"
                continue
            assert row.attempt.learner_id == self.people[tap.who].pk, "kept for another person"
            assert (row.value, row.counter) == (tap.value, tap.counter)
        for attempt in self.attempts():
            assert quiz_in(attempt.snapshot_id).questions
            for question, held in answers_of(attempt).items():
                mine = [
                    one for one in rows
                    if one.attempt_id == attempt.pk and one.question == question
                ]  # fmt: skip
                newest = max(mine, key=lambda one: (one.counter, one.pk))
                assert held.value == newest.value


MOVES: list[Callable[[World, Device], None]] = [
    *[World.answer] * 8, World.cut, World.restore, World.restore, World.close, World.open,
    World.end_session, World.sign_in, World.sign_in, World.sign_in_elsewhere, World.publish,
    World.finish,
]  # fmt: skip


def simulate(seed: int, quiz: EditedQuiz, people: Sequence[User]) -> None:
    """Run one schedule; a failure names its seed and its steps."""
    world = World(seed, quiz, people)
    try:
        world.run()
    except Exception as error:
        raise AssertionError(f"seed {seed}: {error}\n{' '.join(world.steps)}") from error
