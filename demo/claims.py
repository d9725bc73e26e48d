"""Source register of a course: what its lessons claim, from which source, how sure. No database.

It is `claims.yaml` in the folder of the course; docs/style.md says what to write into it.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from demo import sources
from demo.sources import BadSource, Source, load_yaml

COURSES = Path(__file__).resolve().parent / "courses"
SURE = ("high", "medium", "low", "general-knowledge")


@dataclass(frozen=True)
class Claim:
    """One statement of a lesson, the place where it is read, and what it rests on."""

    text: str
    lesson: str
    place: str
    urls: tuple[str, ...]
    sure: str

    def __str__(self) -> str:
        return f"{self.lesson}, {self.place}: {self.text}"


def read_claims(path: Path) -> list[Claim]:
    """The claims of a course. Raises BadSource, naming the file, for an entry that is not whole."""
    try:
        return [claim(entry) for entry in load_yaml(path.read_text(encoding="utf-8"))]
    except (yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise BadSource(f"{path.parent.name}/{path.name}: {error}") from error


def claim(entry: dict[str, Any]) -> Claim:
    if entry["sure"] not in SURE:
        raise ValueError(f"{entry['claim']}: sure is one of {', '.join(SURE)}")
    if not entry["checked_on"]:
        raise ValueError(f"{entry['claim']}: when was it checked?")
    return Claim(
        text=entry["claim"],
        lesson=entry["where"]["lesson"],
        place=entry["where"]["place"],
        urls=tuple(source["url"] for source in entry["sources"]),
        sure=entry["sure"],
    )


def unsourced_claims(claims: list[Claim]) -> list[Claim]:
    """Claims that neither name a source nor are marked as general knowledge."""
    return [one for one in claims if not one.urls and one.sure != "general-knowledge"]


def misplaced_claims(claims: list[Claim], lessons: dict[str, Source]) -> list[Claim]:
    """Claims whose lesson, or whose heading in it, no longer exists."""
    places = {name: places_of(lesson) for name, lesson in lessons.items()}
    return [one for one in claims if one.place not in places.get(one.lesson, set())]


def places_of(lesson: Source) -> set[str]:
    """Where in a lesson a claim may stand: its title, its headings, the titles of its boxes."""
    found = {str(lesson.front.get("title", ""))}
    for part in lesson.parts:
        if part.name == "heading":
            found.add(part.value["text"])
        elif part.name == "callout":
            found.add(part.value["title"])
    return found


def unclaimed_sources(claims: list[Claim], lessons: dict[str, Source]) -> list[tuple[str, str]]:
    """Sources that a lesson shows although no claim of its rests on them: lesson and title."""
    claimed = {(one.lesson, url) for one in claims for url in one.urls}
    return [
        (name, source["title"])
        for name, lesson in lessons.items()
        for part in lesson.parts
        if part.name == "sources"
        for source in part.value
        if (name, source["url"]) not in claimed
    ]


def lessons_of(course: Path) -> dict[str, Source]:
    """The lessons of a course by name, in English."""
    files = sorted(course.glob("[0-9]-[0-9]*.en.md"))
    return {path.name.removesuffix(".en.md"): sources.read_source(path) for path in files}


def report_lines(courses: Path = COURSES) -> Iterator[str]:
    """What the claims hold and lack, for the report."""
    yield "Claims of the courses, and their sources"
    for course in sorted(path for path in courses.iterdir() if path.is_dir()):
        file = course / "claims.yaml"
        if not file.exists():
            yield f"  {course.name}: no claims.yaml"
            continue
        claims, lessons = read_claims(file), lessons_of(course)
        sure = Counter(one.sure for one in claims)
        counts = ", ".join(f"{sure[level]} {level}" for level in SURE)
        yield f"  {course.name}: {len(claims)} claims ({counts})"
        yield from (f"    no source: {one}" for one in unsourced_claims(claims))
        yield from (f"    no such place: {one}" for one in misplaced_claims(claims, lessons))
        yield from (
            f"    no claim: {name}, {title}" for name, title in unclaimed_sources(claims, lessons)
        )
