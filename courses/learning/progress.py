"""Progress of a learner: computed from completions, never stored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Progress:
    """Completed lessons out of those that count."""

    done: int
    total: int

    @property
    def is_complete(self) -> bool:
        return self.total > 0 and self.done >= self.total

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0


def measure(lesson_keys: Sequence[UUID], completed: Iterable[UUID]) -> Progress:
    """Progress over the lessons that count now; completions of other lessons are stored, not
    counted."""
    return Progress(done=len(set(lesson_keys) & set(completed)), total=len(lesson_keys))


def next_lesson(
    lesson_keys: Sequence[UUID], completed: Iterable[UUID], last: UUID | None
) -> UUID | None:
    """Where to resume: the lesson last changed if it is not completed, else the first incomplete
    one.

    None when all are completed or there are none.
    """
    finished = set(completed)
    if last in lesson_keys and last not in finished:
        return last
    return next((key for key in lesson_keys if key not in finished), None)
