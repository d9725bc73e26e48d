"""Index pages of a new portal, created directly below its front page."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import pgettext_lazy
from wagtail.log_actions import log

from cases.models import CaseIndexPage
from core import works
from core.models import BasePage
from courses.models import CatalogueIndexPage
from home.models import HomePage
from news.models import EventIndexPage, NewsIndexPage
from people.models import User
from research.models import ResearchIndexPage
from visits.models import StudyVisitIndexPage


@dataclass(frozen=True)
class IndexPage:
    """An index page below the front page."""

    slug: str
    model: type[BasePage]
    label: Any
    in_menu: bool = True


INDEX_PAGES = (
    IndexPage("courses", CatalogueIndexPage, pgettext_lazy("name of a list", "Courses")),
    IndexPage("cases", CaseIndexPage, pgettext_lazy("name of a list", "Cases")),
    IndexPage("visits", StudyVisitIndexPage, pgettext_lazy("name of a list", "Study visits")),
    IndexPage("research", ResearchIndexPage, pgettext_lazy("name of a list", "Research")),
    # These two are linked from the footer.
    IndexPage("news", NewsIndexPage, pgettext_lazy("name of a list", "News"), in_menu=False),
    IndexPage("events", EventIndexPage, pgettext_lazy("name of a list", "Events"), in_menu=False),
)


def original_front() -> BasePage | None:
    """The front page in its original language."""
    page = HomePage.objects.filter(depth=2).order_by("path").first()
    return works.original_of(page) if page else None


@transaction.atomic
def create_index_pages(*, user: User, live: bool) -> list[str]:
    """Create the missing index pages in the language of the front page. Idempotent.

    Returns their titles.
    """
    home = original_front()
    if home is None:
        return []
    # A lock: a button pressed twice creates each page once.
    HomePage.objects.select_for_update().get(pk=home.pk)
    made = []
    for entry in INDEX_PAGES:
        if entry.model.objects.exists():
            continue
        with translation.override(home.locale.language_code):
            title = str(entry.label)
        is_free = not home.get_children().filter(slug=entry.slug).exists()
        page = entry.model(
            title=title,
            slug=entry.slug if is_free else "",
            locale=home.locale,
            owner=user,
            live=False,
            show_in_menus=entry.in_menu,
        )
        home.add_child(instance=page)
        log(instance=page, action="wagtail.create", user=user)
        revision = page.save_revision(user=user, log_action=True)
        if live:
            revision.publish(user=user)
        made.append(title)
    return made
