"""Factories of quizzes: one question of each kind, with ids that say which is which."""

import json
from typing import Any
from uuid import UUID, uuid4

from core.answer_endpoint import SentAnswer
from courses.models import LessonPage
from courses.quizzes import actions
from courses.quizzes.attempts import tries_of
from people.models import User
from tests.factories.courses import course, lesson


def uid(name: str) -> str:
    """A block id that is the same in every run."""
    return str(UUID(int=int.from_bytes(name.encode().ljust(16, b"_")[:16], "big")))


def option(name: str, *, right: bool = False, place: int | None = None, text: str = "") -> dict:
    value = {"text": text or name, "right": right, "place": place, "why": f"Why {name}."}
    return {"type": "item", "id": uid(name), "value": value}


def question(name: str, kind: str = "single", *options: dict, **more: Any) -> dict:
    accepted = [
        {"type": "item", "id": uid(f"{name}{number}"), "value": text}
        for number, text in enumerate(more.pop("accepted", []))
    ]
    value = {
        "text": f"Question {name}?",
        "kind": kind,
        "counts": True,
        "points": 1,
        "options": list(options),
        "accepted": accepted,
        "number": None,
        "tolerance": None,
        "feedback": f"About {name}.",
        **more,
    }
    return {"type": "question", "id": uid(name), "value": value}


def one_of_each() -> list[dict]:
    return [
        question("rung", "single", option("asked", right=True), option("told"), option("led")),
        question(
            "who", "multiple", option("users", right=True), option("carers", right=True),
            option("nobody"), points=2,
        ),
        question("law", "true_false", option("yes"), option("no", right=True)),
        question("place", "text", accepted=["Thessaloniki", "Θεσσαλονίκη"]),
        question("share", "number", number="12.5", tolerance="0.5"),
        question(
            "steps", "order", option("test", place=3), option("meet", place=1),
            option("plan", place=2),
        ),
    ]  # fmt: skip


RIGHT: dict[str, Any] = {
    uid("rung"): uid("asked"),
    uid("who"): [uid("users"), uid("carers")],
    uid("law"): uid("no"),
    uid("place"): "THESSALONÍKI",
    uid("share"): "12,5",
    uid("steps"): [uid("meet"), uid("plan"), uid("test")],
}


def quiz_lesson(questions: list[dict] | None = None, **fields: Any) -> LessonPage:
    """A lesson with a quiz, in a course of its own."""
    module = course("Quizzed", lessons=0).get_children().get().specific
    body = json.dumps(one_of_each() if questions is None else questions)
    return lesson(module, "Asked", body=body, **fields)


def course_key(page: LessonPage) -> UUID:
    return page.get_parent().get_parent().translation_key


def sent(learner: User, page: LessonPage, name: str, value: Any, **more: Any) -> SentAnswer:
    tries = tries_of(learner, page.translation_key)
    facts = {
        "attempt": tries.public_id,
        "question": uid(name),
        "value": value,
        "counter": tries.counter + 1,
        "idempotency_key": uuid4().hex,
    }
    return SentAnswer(**{**facts, **more})


def answer(
    learner: User, page: LessonPage, name: str, value: Any, **more: Any
) -> actions.AnswerResult:
    return actions.keep_answer(
        learner=learner,
        lesson_key=page.translation_key,
        sent=sent(learner, page, name, value, **more),
        language="en",
        may_begin=lambda: True,
    )
