"""Views of editors: a new course, and the outline of a course with the state of each language."""

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.models import Page

from core import works
from core.l10n import languages
from courses.catalogue.models import CoursePage, LessonPage, ModulePage
from courses.editing import creation, moves
from courses.editing.forms import NewCourseForm
from courses.editing.parts import course_of, parts_of
from people import roles
from people.http import SignedInRequest
from people.models import User
from translations.branch.views import offered_languages

LONGEST = 255


def urls() -> list[URLPattern]:
    return [
        path("courses/new/", new, name="new_course"),
        path("courses/<int:page_id>/outline/", course_outline, name="course_outline"),
        path("courses/<int:page_id>/move/", move, name="course_move"),
        path("courses/<int:page_id>/add/", add, name="course_add"),
    ]


def languages_for(user: User | AnonymousUser) -> list[str]:
    """Languages in which this person may begin a course."""
    mine = roles.writable_languages(user)
    return [code for code in languages.CODES if code in mine]


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """A course with its module and lessons from one form."""
    codes = languages_for(request.user)
    if not codes:
        raise PermissionDenied
    form = NewCourseForm(request.POST or None, codes=codes)
    if request.method == "POST" and form.is_valid():
        try:
            course = creation.create_course(form.result(), request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The course is created. Readers do not see it yet."))
            return redirect(after_creation(request, course))
    status = 400 if form.errors else 200
    return render(request, "courses/editing/new.html", {"form": form}, status=status)


def after_creation(request: HttpRequest, course: CoursePage) -> str:
    """Its first lesson, or the outline."""
    lesson = LessonPage.objects.descendant_of(course).order_by("path").first()
    if "write" in request.POST and lesson is not None:
        return reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    return reverse("course_outline", args=[course.pk])


def original_course(page_id: int) -> CoursePage:
    """The original of the course that a page is, or belongs to; 404 for any other page."""
    found = course_of(get_object_or_404(Page, pk=page_id).specific)
    if found is None:
        raise Http404
    return works.original_of(found)


@require_http_methods(["GET", "HEAD"])
def course_outline(request: SignedInRequest, page_id: int) -> HttpResponse:
    """Modules and lessons in order, to be moved; each with the state of its languages."""
    course = original_course(page_id)
    rights = course.permissions_for_user(request.user)
    if not (rights.can_edit() or request.user.has_perm(roles.TRANSLATE)):
        raise PermissionDenied
    context = {
        "course": course,
        "parts": parts_of(course),
        "can_move": rights.can_reorder_children(),
        "can_add": rights.can_add_subpage(),
        "can_publish": rights.can_publish(),
        "into": offered_languages(request.user, course.language),
        "moved": request.GET.get("moved", ""),
        "by": request.GET.get("by", "up"),
    }
    return render(request, "courses/editing/outline.html", context)


def part_of(course: CoursePage, pk: str) -> Page:
    """A module or lesson of this course; 404 for anything else."""
    if not pk.isdecimal():
        raise Http404
    below = Page.objects.descendant_of(course, inclusive=True)
    return get_object_or_404(below, pk=int(pk)).specific


@require_POST
def move(request: SignedInRequest, page_id: int) -> HttpResponse:
    """Move a part: one place `up` or `down`, or to a `position` below a `parent`."""
    course = original_course(page_id)
    said = request.POST
    page = part_of(course, said.get("up") or said.get("down") or said.get("page", ""))
    try:
        if "position" in said:
            parent = part_of(course, said.get("parent", ""))
            moves.place(page, parent, int(said["position"]), request.user)
        else:
            moves.move_one_place(page, -1 if "up" in said else 1, request.user)
    except (moves.CannotMove, ValueError):
        messages.error(request, _("It cannot be moved there."))
    # No fragment: with one, browsers pass over the button that is to be focused.
    by = "down" if "down" in said else "up"
    return redirect(f"{reverse('course_outline', args=[course.pk])}?moved={page.pk}&by={by}")


@require_POST
def add(request: SignedInRequest, page_id: int) -> HttpResponse:
    """A new module, or a new lesson in a module, by its title."""
    course = original_course(page_id)
    parent = part_of(course, request.POST.get("parent", ""))
    title = request.POST.get("title", "").replace("\x00", "").strip()
    if not parent.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    if not 0 < len(title) <= LONGEST:
        messages.error(request, _("Enter a title of at most 255 characters."))
    elif isinstance(parent, ModulePage):
        made = creation.add_lesson(parent, title, request.user)
        return redirect(f"{reverse('course_outline', args=[course.pk])}#part-{made.pk}")
    elif isinstance(parent, CoursePage):
        made = creation.add_module(parent, title, request.user)
        return redirect(f"{reverse('course_outline', args=[course.pk])}#part-{made.pk}")
    return redirect("course_outline", course.pk)
