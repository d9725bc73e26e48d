"""Moving modules and lessons: the original's place decides, its translations follow."""

from django.core.exceptions import PermissionDenied
from wagtail.models import Page

from core import works
from courses.catalogue.models import CoursePage, LessonPage, ModulePage
from people.models import User

PARENTS = {ModulePage: CoursePage, LessonPage: ModulePage}


class CannotMove(Exception):
    """A move that the tree does not allow; the message is for the editor's log only."""


def place(page: Page, parent: Page, position: int, user: User) -> None:
    """Put a module or lesson at this position below a parent, which may be another one.

    Raises PermissionDenied, and CannotMove where the parent is of the wrong kind or has a page with
    the same slug.
    """
    check(page, parent, user)
    others = list(parent.get_children().exclude(pk=page.pk))
    if not others:
        page.move(parent, pos="last-child", user=user)
    elif position >= len(others):
        page.move(others[-1], pos="right", user=user)
    else:
        page.move(others[position], pos="left", user=user)


def check(page: Page, parent: Page, user: User) -> None:
    if PARENTS.get(type(page)) is not type(parent):
        raise CannotMove(f"{type(page).__name__} below {type(parent).__name__}")
    if page.is_child_of(parent):
        if not parent.permissions_for_user(user).can_reorder_children():
            raise PermissionDenied
        return
    if not page.permissions_for_user(user).can_move_to(parent):
        raise PermissionDenied
    if parent.get_children().filter(slug=page.slug).exists():
        raise CannotMove(page.slug)


def move_one_place(page: Page, direction: int, user: User) -> None:
    """Move one place up (-1) or down (1); a lesson at the end of its module goes on into the next
    one. Nothing happens where there is none."""
    parent = page.get_parent().specific
    position = list(parent.get_children().values_list("pk", flat=True)).index(page.pk) + direction
    if 0 <= position < parent.numchild:
        place(page, parent, position, user)
        return
    beside = parent.get_prev_sibling() if direction < 0 else parent.get_next_sibling()
    if isinstance(page, LessonPage) and beside is not None:
        place(page, beside.specific, beside.numchild if direction < 0 else 0, user)


def follow(original: Page) -> None:
    """Give the translations of a module or lesson the place that their original has now."""
    if works.original_language(original.translation_key) != original.locale.language_code:
        return
    before = list(original.get_prev_siblings().order_by("-path"))
    parent = original.get_parent()
    for version in original.get_translations():
        home = parent.get_translation_or_none(version.locale)
        if home is not None:
            move_version(version, home, before)


def move_version(version: Page, home: Page, before: list[Page]) -> None:
    """Put a translation behind the nearest sibling of its original that stands in its tree."""
    for sibling in before:
        found = sibling.get_translation_or_none(version.locale)
        if found is not None and found.is_child_of(home):
            version.move(found, pos="right")
            return
    version.move(home, pos="first-child")
