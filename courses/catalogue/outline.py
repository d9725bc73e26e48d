"""Course outline: modules and lessons as a reader of one language sees them.

The *original* decides which lessons count: live lessons below its live modules. Each is shown in
the best version for the reader. Cached for a generation.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models.functions import Substr
from wagtail.models import Page

from core import works
from core.access import visibility
from core.caching import generation
from core.caching.generation import GenerationCache
from core.http import Reader
from core.l10n import languages
from courses.catalogue.models import CoursePage, LessonPage, ModulePage

# Minutes and bytes by page id.
LessonFacts = dict[int, tuple[int, int | None]]


@dataclass
class CourseStructure:
    """The original's tree: modules in order, each with its lessons in order."""

    is_elsewhere: bool
    modules: list[tuple[UUID, list[UUID]]] = field(default_factory=list)

    @property
    def lesson_keys(self) -> list[UUID]:
        return [key for _module, keys in self.modules for key in keys]

    @property
    def keys(self) -> list[UUID]:
        return [*(module for module, _lessons in self.modules), *self.lesson_keys]


@dataclass(frozen=True)
class LessonLine:
    """A lesson in an outline."""

    key: UUID
    course_key: UUID
    number: int
    title: str
    url: str
    language: str
    minutes: int
    size_bytes: int | None

    @property
    def direction(self) -> str:
        return languages.direction(self.language)


@dataclass(frozen=True)
class ModuleLines:
    """A module with its lessons."""

    title: str
    language: str
    lessons: tuple[LessonLine, ...]

    @property
    def direction(self) -> str:
        return languages.direction(self.language)


@dataclass(frozen=True)
class Outline:
    """A course outline in one reader's language."""

    key: UUID
    title: str
    url: str
    language: str
    work_languages: tuple[str, ...]
    modules: tuple[ModuleLines, ...]
    # A course of others: described here, taught at another address.
    is_elsewhere: bool = False
    # Another object for each outline that is built: what is drawn of one is found by it.
    identity: object = field(default_factory=object, compare=False, repr=False)

    @cached_property
    def lessons(self) -> list[LessonLine]:
        return [lesson for module in self.modules for lesson in module.lessons]

    @cached_property
    def lesson_keys(self) -> list[UUID]:
        return [lesson.key for lesson in self.lessons]

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)

    @property
    def size_bytes(self) -> int | None:
        """Transfer size of all lessons in bytes; None while one has not been measured."""
        sizes = [lesson.size_bytes for lesson in self.lessons]
        return None if None in sizes else sum(size or 0 for size in sizes)

    def find(self, key: UUID) -> LessonLine | None:
        return next((lesson for lesson in self.lessons if lesson.key == key), None)

    def after(self, key: UUID) -> LessonLine | None:
        """The next lesson."""
        lessons = self.lessons
        place = next((i for i, lesson in enumerate(lessons) if lesson.key == key), None)
        if place is None or place + 1 >= len(lessons):
            return None
        return lessons[place + 1]


_outlines: GenerationCache[Outline] = GenerationCache(size=600)
_structures: GenerationCache[list[UUID]] = GenerationCache(size=300)
_course_of: GenerationCache[UUID] = GenerationCache(size=5000)


def course_key_of(lesson_key: UUID) -> UUID | None:
    """The course that a lesson belongs to, in any language; None for an unknown lesson."""
    return _course_of.found(lesson_key, lambda: _find_course(lesson_key))


def _find_course(lesson_key: UUID) -> UUID | None:
    lessons = LessonPage.objects.filter(translation_key=lesson_key).order_by("pk")
    lesson_path = lessons.values_list("path", flat=True).first()
    if lesson_path is None:
        return None
    path = lesson_path[: -2 * Page.steplen]
    keys = Page.objects.filter(path=path).values_list("translation_key", flat=True)
    return keys.first()


def lesson_keys(course_key: UUID) -> list[UUID]:
    """The lessons that count, in order: of the original, live, below live modules."""
    return _structures.get(course_key, lambda: _counting(course_key))


def _counting(course_key: UUID) -> list[UUID]:
    structure = course_structures([course_key]).get(course_key)
    return structure.lesson_keys if structure else []


def course_structures(course_keys: Iterable[UUID]) -> dict[UUID, CourseStructure]:
    """Modules with their lessons by course, in the order of the original's tree.

    The number of queries is constant.
    """
    first = works.original_languages(course_keys)
    rows = CoursePage.objects.filter(translation_key__in=first).select_related("locale")
    originals = {
        page.path: page
        for page in rows.defer_streamfields()
        if page.locale.language_code == first[page.translation_key]
    }
    found = {
        page.translation_key: CourseStructure(bool(page.elsewhere)) for page in originals.values()
    }
    for length in {len(path) for path in originals}:
        parts = Page.objects.annotate(course=Substr("path", 1, length)).filter(
            course__in=[path for path in originals if len(path) == length],
            live=True,
            content_type__in=ContentType.objects.get_for_models(ModulePage, LessonPage).values(),
        )
        modules: dict[str, list[UUID]] = {}
        for course, path, key in parts.order_by("path").values_list(
            "course", "path", "translation_key"
        ):
            if len(path) == length + Page.steplen:
                modules[path] = []
                found[originals[course].translation_key].modules.append((key, modules[path]))
            elif path[: -Page.steplen] in modules:
                modules[path[: -Page.steplen]].append(key)
    return found


def outline_of(course_key: UUID, language: str, user: Reader | None = None) -> Outline | None:
    """The outline for a reader; None where they may see no version of the course."""
    return outlines_of([course_key], language, user).get(course_key)


def lesson_of(key: UUID, language: str, user: Reader | None = None) -> LessonLine | None:
    """A lesson for a reader; None where they may not see it, or not its course."""
    course_key = course_key_of(key)
    found = outline_of(course_key, language, user) if course_key else None
    return found.find(key) if found else None


def outlines_of(
    course_keys: Iterable[UUID], language: str, user: Reader | None = None
) -> dict[UUID, Outline]:
    """Outlines of many courses: those that are not cached are built together."""
    passed, number = visibility.met_rule_ids(user), generation.current()
    keys = list(course_keys)
    found = {key: _outlines.peek((key, language, passed)) for key in keys}
    for key, made in build_outlines(
        [key for key in keys if not found[key]], language, user
    ).items():
        _outlines.put((key, language, passed), made, number)
        found[key] = made
    return {key: one for key, one in found.items() if one}


def build_outlines(
    course_keys: Iterable[UUID], language: str, user: Reader | None
) -> dict[UUID, Outline]:
    """Build outlines of many courses, uncached; the number of queries is constant."""
    wanted = set(course_keys)
    if not wanted:
        return {}
    by_course = course_structures(wanted)
    parts = [key for structure in by_course.values() for key in structure.keys]
    found = works.resolve([*by_course, *parts], user=user)
    facts = lesson_facts(
        version.page_id
        for work in found.values()
        if work.kind == LessonPage.kind
        for version in [work.best(language)]
    )
    return {
        key: _outline(found[key], structure, found, facts, language)
        for key, structure in by_course.items()
        if key in found
    }


def _outline(
    course: works.Work,
    structure: CourseStructure,
    found: dict[UUID, works.Work],
    facts: LessonFacts,
    language: str,
) -> Outline:
    modules, number = [], 0
    for module_key, lessons in structure.modules:
        if module_key not in found:
            continue
        lines = []
        for key in lessons:
            number += 1
            if key in found:
                lines.append(line_of(found[key], course.key, number, language, facts))
        version = found[module_key].best(language)
        modules.append(ModuleLines(version.title, version.language, tuple(lines)))
    best = course.best(language)
    return Outline(
        course.key,
        best.title,
        course.url(language),
        best.language,
        tuple(course.languages),
        tuple(modules),
        structure.is_elsewhere,
    )


def lesson_facts(page_ids: Iterable[int]) -> LessonFacts:
    """Minutes and bytes by page id."""
    rows = LessonPage.objects.filter(pk__in=list(page_ids))
    return {pk: (m, w) for pk, m, w in rows.values_list("pk", "minutes", "weight_bytes")}


def line_of(
    work: works.Work, course_key: UUID, number: int, language: str, facts: LessonFacts
) -> LessonLine:
    """A lesson in its best version for the reader; its number is its position in the original."""
    version = work.best(language)
    minutes, size_bytes = facts.get(version.page_id, (0, None))
    return LessonLine(
        key=work.key,
        course_key=course_key,
        number=number,
        title=version.title,
        url=work.url(language),
        language=version.language,
        minutes=minutes,
        size_bytes=size_bytes,
    )
