"""How far a learner is: computed from what they completed, never stored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Progress:
    """So many lessons done, out of so many that count."""

    done: int
    total: int

    @property
    def is_complete(self) -> bool:
        return self.total > 0 and self.done >= self.total

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0


def measure(lesson_keys: Sequence[UUID], completed: Iterable[UUID]) -> Progress:
    """Progress over the lessons that count now; completions of other lessons are kept, not
    counted."""
    return Progress(done=len(set(lesson_keys) & set(completed)), total=len(lesson_keys))


def next_lesson(
    lesson_keys: Sequence[UUID], completed: Iterable[UUID], last: UUID | None
) -> UUID | None:
    """Where to continue: the lesson last changed if it is not done, else the first not done.

    None when all are done or there are none.
    """
    finished = set(completed)
    if last in lesson_keys and last not in finished:
        return last
    return next((key for key in lesson_keys if key not in finished), None)
