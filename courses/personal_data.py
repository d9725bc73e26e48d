"""Personal data of learners, for the register (`people.personal_data`)."""

from collections.abc import Iterable

from courses.quizzes.models import RETENTION
from people.personal_data import ACCOUNT, PersonalData


def of_learners() -> Iterable[PersonalData]:
    yield PersonalData(
        "courses.Enrolment",
        "learner",
        {
            "id": "progress", "learner": "progress", "course_key": "progress",
            "status": "progress", "enrolled_at": "progress", "completed_at": "certificate",
        },
        ACCOUNT, "deleted",
    )  # fmt: skip
    yield PersonalData(
        "courses.LessonCompletion",
        "enrolment__learner",
        {
            "id": "progress", "enrolment": "progress", "lesson_key": "progress",
            "language": "certificate", "completed_at": "progress", "undone_at": "progress",
        },
        ACCOUNT, "deleted",
    )  # fmt: skip
    yield PersonalData(
        "courses.Attempt",
        "learner",
        {
            "id": "result", "learner": "result", "lesson_key": "result", "number": "result",
            "public_id": "keeping answers once", "snapshot": "showing questions as they were",
            "started_at": "deletion in time", "finished_at": "result", "percent": "result",
        },
        RETENTION, "deleted",
    )  # fmt: skip
    yield PersonalData(
        "courses.Answer",
        "attempt__learner",
        {
            "id": "order", "attempt": "result", "question": "result", "value": "result",
            "counter": "order", "idempotency_key": "keeping answers once", "language": "result",
            "received_at": "telling when it was kept",
        },
        RETENTION, "deleted",
    )  # fmt: skip
    yield of_certificates()


def of_certificates() -> PersonalData:
    """Kept without the account, so that others can check them."""
    proof = "proof that others can check"
    names = (
        "id", "number", "code", "name", "name_other", "course_key", "course_title",
        "title_language", "language", "lesson_languages", "lesson_count", "minutes", "issuer",
        "statement", "issuer_words", "site_name", "tagline", "issued_on", "revoked_on",
    )  # fmt: skip
    return PersonalData(
        "courses.Certificate",
        "enrolment__learner",
        {**dict.fromkeys(names, proof), "enrolment": "whose it is"},
        "until its owner asks for deletion",
        "unnamed",
    )
