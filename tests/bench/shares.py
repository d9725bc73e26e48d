"""Profile of a warm request, for docs/performance.md: shares of time by part, in process."""

import cProfile
import os
import pstats
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from types import FrameType

import django
from django.template.base import Template

from tests.bench.run import COURSE, LESSON, LIBRARY
from tests.server import environment, prepared

SECONDS = 20
# The innermost frame that one of these names claims a sample: end of the file, function.
PARTS = {
    "session": ("core/sessions.py", ""),
    "user": ("contrib/auth/__init__.py", "get_user"),
    "generation": ("core/caching/generation.py", "_read"),
    "page": ("core/works/routing.py", "find"),
    "progress": ("courses/learning/learner_state.py", "enrolment_records"),
    "templates": ("core/caching/donut.py", "fill"),
    "templates of views": ("django/shortcuts.py", "render"),
    "compression": ("core/compression.py", ""),
    "view": ("core/handlers/base.py", "_get_response"),
    "middleware": ("core/handlers/base.py", "get_response"),
}
ORM = ("/django/db/", "/sqlite3/", "core/prepared.py")


def part_of(frame: FrameType | None) -> tuple[str, bool]:
    """The part that a sample belongs to, and whether it was taken inside the ORM."""
    in_orm = False
    while frame is not None:
        file, function = frame.f_code.co_filename, frame.f_code.co_name
        in_orm = in_orm or any(one in file for one in ORM)
        for part, (place, name) in PARTS.items():
            if place in file and name in ("", function):
                return part, in_orm
        frame = frame.f_back
    return "", in_orm


def template_of(frame: FrameType | None) -> str:
    """The innermost template that was being rendered; blocks count for the outermost one."""
    while frame is not None:
        drawn = frame.f_locals.get("self") if frame.f_code.co_name == "_render" else None
        if isinstance(drawn, Template):
            return str(drawn.name)
        frame = frame.f_back
    return ""


def signed_in():
    """A client of the demonstration's learner, who takes the course."""
    from django.test import Client  # noqa: PLC0415 - Django must be set up

    from courses.learning import actions  # noqa: PLC0415
    from courses.models import CoursePage  # noqa: PLC0415
    from people.models import User  # noqa: PLC0415

    learner = User.objects.get(email="salma@example.org")
    course = CoursePage.objects.get(slug=COURSE.split("/")[-2], locale__language_code="en")
    actions.enrol(learner=learner, course_key=course.translation_key)
    client = Client(headers={"accept-encoding": "gzip, br"})
    client.force_login(learner)
    return client


def sample(client, path: str) -> None:
    """Print the share of each part, how much of it is the ORM, and the costliest templates."""
    parts, orm, templates = Counter(), Counter(), Counter()

    def tick(_signal: int, frame: FrameType | None) -> None:
        part, in_orm = part_of(frame)
        parts[part] += 1
        orm[part] += in_orm
        if part == "templates":
            templates[template_of(frame)] += 1

    signal.signal(signal.SIGPROF, tick)
    began, count = time.process_time(), 0
    signal.setitimer(signal.ITIMER_PROF, 0.001, 0.001)
    while time.process_time() < began + SECONDS:
        client.get(path)
        count += 1
    signal.setitimer(signal.ITIMER_PROF, 0)
    del parts[""], orm[""]  # the client itself
    total = parts.total()
    each = 1000 * (time.process_time() - began) / count
    print(f"\n{path}\n{each:.1f} ms a request, ORM in all {100 * orm.total() / total:.0f} %")
    for part, number in parts.most_common():
        print(f"| {part} | {100 * number / total:.0f} % | {100 * orm[part] / total:.0f} % |")
    for name, number in templates.most_common(6):
        print(f"  {name} {100 * number / total:.0f} %")


def calls(client, path: str) -> None:
    with cProfile.Profile() as profile:
        for _number in range(200):
            client.get(path)
    print(path)
    pstats.Stats(profile).sort_stats("cumulative").print_stats(40)


def main(words: list[str]) -> None:
    folder = Path(tempfile.mkdtemp(prefix="portal-shares-")) / "data"
    shutil.copytree(prepared(), folder)
    os.environ.update(environment(folder, 0))
    django.setup()
    client = signed_in()
    try:
        for path in (LESSON, COURSE, LIBRARY):
            for _number in range(30):
                client.get(path)  # warm
            (calls if "--calls" in words else sample)(client, path)
    finally:
        shutil.rmtree(folder.parent)


if __name__ == "__main__":
    main(sys.argv[1:])
