"""Creates learners with open sessions in a data directory; prints them as JSON."""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")
django.setup()

from django.conf import settings  # noqa: E402 - Django must be set up
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from courses.catalogue import outline  # noqa: E402
from courses.learning import actions  # noqa: E402
from courses.models import CoursePage  # noqa: E402
from courses.quizzes.attempts import tries_of  # noqa: E402
from people.models import User  # noqa: E402
from tests.factories.courses import course  # noqa: E402
from tests.factories.quizzes import answer, course_key, quiz_lesson, uid  # noqa: E402


def session_of(user: User) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def main(count: int, lessons: int) -> None:
    page = course("Bench", lessons=lessons) if lessons else CoursePage.objects.first()
    keys = outline.lesson_keys(page.translation_key)
    sessions, users = [], []
    for number in range(count):
        address = f"bench-{lessons}-{number}@example.org"
        user = User.objects.filter(email=address).first() or User.objects.create_user(address)
        actions.enrol(learner=user, course_key=page.translation_key)
        sessions.append(session_of(user))
        users.append(user)
    found = {
        "sessions": sessions,
        "lessons": [str(key) for key in keys],
        **quiz_of(users, is_begun=True),
        "unbegun": quiz_of(users),
    }
    print(json.dumps(found))


def quiz_of(users: list[User], *, is_begun: bool = False) -> dict[str, object]:
    """A quiz that all of them may answer, or have begun: its lesson, and the attempt of each."""
    page = quiz_lesson()
    for user in users:
        actions.enrol(learner=user, course_key=course_key(page))
        if is_begun:
            answer(user, page, "law", uid("no"))
    attempts = [str(tries_of(user, page.translation_key).public_id) for user in users]
    return {
        "quiz": str(page.translation_key),
        "question": uid("rung"),
        "options": [uid("asked"), uid("told"), uid("led")],
        "attempts": attempts,
    }


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
