"""Guessability lint of quiz questions: whether their answers can be guessed. No database.

Who knows nothing picks the longest answer, or the place where the right one usually stands.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from demo import sources
from demo.sources import Source

COURSES = Path(__file__).resolve().parent / "courses"
# Of four options one in four is right by chance; from here on a pattern is worth following.
OFTEN = 0.4


@dataclass(frozen=True)
class AnswerLengths:
    """The right answer of a question: its place from 1, and the lengths of all options."""

    place: int
    lengths: tuple[int, ...]

    @property
    def length(self) -> int:
        return self.lengths[self.place - 1]

    @property
    def is_longest(self) -> bool:
        return self.length == max(self.lengths)

    @property
    def is_shortest(self) -> bool:
        return self.length == min(self.lengths)


def right_answers(source: Source) -> list[AnswerLengths]:
    """The right answers of a lesson in one language, in its order: of questions with one right
    option among three or more."""
    return [
        AnswerLengths(
            place=next(i for i, option in enumerate(part.value["options"], 1) if "right" in option),
            lengths=tuple(len(option["text"]) for option in part.value["options"]),
        )
        for part in source.parts
        if part.name == "question" and part.value.get("kind", "single") == "single"
    ]


def patterns(found: list[AnswerLengths]) -> list[str]:
    """The ways in which these answers can be guessed, in words; none if they cannot."""
    often = OFTEN * len(found)
    ways = []
    if sum(one.is_longest for one in found) > often:
        ways.append("the longest is right")
    if sum(one.is_shortest for one in found) > often:
        ways.append("the shortest is right")
    ways += [
        f"number {place} is right"
        for place, count in sorted(Counter(one.place for one in found).items())
        if count > often
    ]
    return ways


def describe_lengths(found: list[AnswerLengths]) -> str:
    """Such as `longest 9, shortest 11 of 48; places 10 11 14 13`."""
    places = Counter(one.place for one in found)
    longest = sum(one.is_longest for one in found)
    shortest = sum(one.is_shortest for one in found)
    return (
        f"longest {longest}, shortest {shortest} of {len(found)};"
        f" places {' '.join(str(places[place]) for place in range(1, max(places) + 1))}"
    )


def by_language(course: Path) -> dict[str, dict[str, list[AnswerLengths]]]:
    """The right answers of a course: language, then lesson."""
    found: dict[str, dict[str, list[AnswerLengths]]] = defaultdict(dict)
    for path in sorted(course.glob("[0-9]-[0-9]*.md")):
        lesson, language, _ending = path.name.rsplit(".", 2)
        found[language][lesson] = right_answers(sources.read_source(path))
    return found


def report_lines(courses: Path = COURSES) -> Iterator[str]:
    """Lengths and places of the right answers by course, language and lesson, for the report."""
    yield "Right answers among their options"
    for course in sorted(path for path in courses.iterdir() if path.is_dir()):
        for language, lessons in by_language(course).items():
            found = [answer for answers in lessons.values() for answer in answers]
            ways = "".join(f"; guess: {way}" for way in patterns(found))
            yield f"  {course.name}, {language}: {describe_lengths(found)}{ways}"
            yield from (
                f"    {name}: {describe_lengths(few)}" for name, few in lessons.items() if few
            )
