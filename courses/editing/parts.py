"""Course outline for editors: drafts too, with the state of each language."""

from dataclasses import dataclass, field

from wagtail.models import Page

from core.l10n import languages
from courses.catalogue.models import CoursePage, LessonPage, ModulePage
from translations.branch.tree import BranchRow, BranchVersion, rows_of


@dataclass
class CoursePart:
    """The course, a module or a lesson, with what stands below it."""

    row: BranchRow
    below: list["CoursePart"] = field(default_factory=list)

    @property
    def page(self) -> Page:
        return self.row.original

    @property
    def versions(self) -> list[BranchVersion]:
        """Its language versions in the portal's order, the original first."""
        found = self.row.versions
        return sorted(
            found.values(),
            key=lambda one: (not one.is_original, languages.CODES.index(one.language)),
        )


def parts_of(course: CoursePage) -> CoursePart:
    """The course with its modules and lessons, in their order."""
    top, *rest = rows_of(course)
    found = CoursePart(top)
    for row in rest:
        if isinstance(row.original, ModulePage):
            found.below.append(CoursePart(row))
        elif isinstance(row.original, LessonPage) and found.below:
            found.below[-1].below.append(CoursePart(row))
    return found


def course_of(page: Page) -> CoursePage | None:
    """The course that this page is, or stands below, in its own language."""
    if isinstance(page, CoursePage):
        return page
    if not isinstance(page, ModulePage | LessonPage):
        return None
    return CoursePage.objects.ancestor_of(page).first()
