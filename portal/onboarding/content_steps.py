"""Steps of the onboarding checklist that are about content: index pages, a course, legal pages."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from core import works
from core.models import Topic
from courses.models import CoursePage, LessonPage
from home.models import StandardPage
from people.models import User
from portal.onboarding.index_pages import INDEX_PAGES
from portal.onboarding.step import Step, list_of, names_of, one_line
from translations.index_pages import original_front
from translations.models import Term

# Slugs of the legal pages that the footer links to.
RIGHTS = ("privacy", "terms", "cookies", "accessibility", "sources")


def index_pages(user: User) -> Step:
    live: list[str] = []
    drafts: list[str] = []
    missing: list[str] = []
    for entry in INDEX_PAGES:
        found = entry.model.objects.values_list("live", flat=True)
        place = live if True in found else drafts if found else missing
        place.append(str(entry.label))
    lines = [
        words % {"names": one_line(names)}
        for words, names in (
            (_("Published: %(names)s."), live),
            (_("Drafts: %(names)s."), drafts),
            (_("Missing: %(names)s."), missing),
        )
        if names
    ]
    short = languages_without_index_pages()
    if short:
        lines.append(_("Not in all languages yet: %(languages)s.") % {"languages": names_of(short)})
    page = original_front()
    return Step(
        name="index-pages",
        title=_("Create the main sections"),
        words=_(
            "Courses, cases, study visits, research, news and events each have a page of their"
            " own, directly below the home page. Leave out what you do not need."
        ),
        state=" ".join(lines),
        # News is optional.
        is_done=bool(live) and not drafts and not short,
        has_more=bool(missing or short),
        url=reverse("wagtailadmin_explore", args=[page.pk]) if page else "",
        link=_("See the pages") if page else "",
    )


def languages_without_index_pages() -> set[str]:
    """Languages that have a front page, but lack an index page that another language has. One that
    somebody has named otherwise is left to translators."""
    wanted = set(works.roots())
    short: set[str] = set()
    for entry in INDEX_PAGES:
        titles = entry.titles()
        found = dict(entry.model.objects.values_list("locale__language_code", "title"))
        if any(titles[code] == title for code, title in found.items()):
            short |= wanted - found.keys()
    return short


def first_course(user: User) -> Step:
    course = CoursePage.objects.order_by("pk").first()
    live = LessonPage.objects.filter(live=True).exists()
    if course is None:
        state, url, link = _("There is none yet."), reverse("new_course"), _("Write a course")
    else:
        url, link = reverse("course_outline", args=[course.pk]), _("Continue with the course")
        state = _("Published.") if live else _("Started, not published yet.")
    return Step(
        name="course",
        title=_("Publish a first course"),
        words=_(
            "One form creates the course and its lessons. Then write them, translate everything on"
            " one page, and publish it in all languages at once."
        ),
        state=state,
        is_done=live,
        url=url,
        link=link,
    )


def rights(user: User) -> Step:
    live = Page.objects.filter(depth=3, live=True, slug__in=RIGHTS).values_list("slug", flat=True)
    missing = [slug for slug in RIGHTS if slug not in set(live)]
    page = original_front()
    target = [StandardPage._meta.app_label, StandardPage._meta.model_name]
    return Step(
        name="rights",
        title=_("Write the legal pages"),
        words=_(
            "Privacy, terms, cookies, accessibility and sources. The footer links to each one as"
            " soon as a page with its slug is published: %(slugs)s."
        )
        % {"slugs": one_line(RIGHTS)},
        state=_("Missing: %(names)s.") % {"names": one_line(missing)}
        if missing
        else _("All of them are published."),
        is_done=not missing,
        url=reverse("wagtailadmin_pages:add", args=[*target, page.pk]) if page else "",
        link=_("Add a page") if page else "",
    )


def topics(user: User) -> Step:
    count = Topic.objects.count()
    return Step(
        name="topics",
        title=_("Review the topics"),
        words=_("Readers find content by topic. Each topic has a label in every language."),
        state=ngettext("%(count)s topic.", "%(count)s topics.", count) % {"count": count},
        is_done=count > 0,
        url=list_of(Topic),
        link=_("Topics"),
    )


def glossary(user: User) -> Step:
    count = Term.objects.count()
    return Step(
        name="glossary",
        title=_("Start the glossary"),
        words=_("The terms of your field and what they mean, explained to readers in the texts."),
        state=ngettext("%(count)s term.", "%(count)s terms.", count) % {"count": count},
        is_done=count > 0,
        url=list_of(Term),
        link=_("Glossary"),
    )
