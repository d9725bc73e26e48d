"""Making a course: with its index page, where there is none, a module and its first lessons."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction
from django.utils.translation import pgettext_lazy
from wagtail.log_actions import log
from wagtail.models import Page

from core import works
from core.blocks.blank import empty_value
from core.models import BasePage
from courses.catalogue.models import CatalogueIndexPage, CoursePage, LessonPage, ModulePage
from people.models import User
from translations.index_pages import IndexPage, add_language, create

NewPage = TypeVar("NewPage", bound=BasePage)

COURSES = IndexPage("courses", CatalogueIndexPage, pgettext_lazy("name of a list", "Courses"))
# What a lesson may begin with, by the name of the block.
BEGINNINGS = ("text", "image", "question", "file")


@dataclass(frozen=True)
class NewCourse:
    """What somebody has written down of a course before there are its pages."""

    language: str
    title: str
    module: str
    lessons: Sequence[str]
    begins_with: Sequence[str] = ("text",)


@transaction.atomic
def create_course(new: NewCourse, user: User) -> CoursePage:
    """Create the course with all its pages as drafts; the index page is published, if the user may
    publish. Raises ValidationError for a title that cannot be printed."""
    course = add(get_or_create_catalogue(new.language, user), CoursePage(title=new.title), user)
    module = add(course, ModulePage(title=new.module), user)
    for title in new.lessons:
        add_lesson(module, title, user, begins_with=new.begins_with)
    return course


def get_or_create_catalogue(language: str, user: User) -> CatalogueIndexPage:
    """The index page of courses in this language, made where it is missing."""
    found = CatalogueIndexPage.objects.filter(locale__language_code=language).first()
    if found is not None:
        return found
    root = Page.objects.get(pk=works.roots()[language].page_id)
    live = root.permissions_for_user(user).can_publish_subpage()
    page = create(COURSES, user=user, live=live)
    if page is not None and page.locale.language_code != language:
        add_language(page, language, COURSES.titles()[language], user=user, live=live)
    return CatalogueIndexPage.objects.get(locale__language_code=language)


def add_module(course: Page, title: str, user: User) -> BasePage:
    return add(course, ModulePage(title=title), user)


def add_lesson(
    module: Page, title: str, user: User, *, begins_with: Sequence[str] = ("text",)
) -> BasePage:
    """A lesson that begins with these blocks, empty; what stays empty is not published."""
    lesson = LessonPage(title=title)
    block = lesson.body.stream_block
    lesson.body = [(name, empty_value(block.child_blocks[name])) for name in begins_with]
    return add(module, lesson, user)


def add(parent: Page, page: NewPage, user: User) -> NewPage:
    """Put a draft below a page, in its language, with its first revision."""
    page.live, page.owner, page.locale = False, user, parent.locale
    parent.add_child(instance=page)
    log(instance=page, action="wagtail.create", user=user)
    page.save_revision(user=user, log_action=True)
    return page
