"""Index pages of a new portal, created directly below its front pages."""

from django.db import transaction
from django.utils.translation import pgettext_lazy

from cases.models import CaseIndexPage
from courses.editing.creation import COURSES
from news.models import EventIndexPage, NewsIndexPage
from people.models import User
from research.models import ResearchIndexPage
from translations.index_pages import IndexPage, create, original_front
from visits.models import StudyVisitIndexPage

INDEX_PAGES = (
    COURSES,
    IndexPage("cases", CaseIndexPage, pgettext_lazy("name of a list", "Cases")),
    IndexPage("visits", StudyVisitIndexPage, pgettext_lazy("name of a list", "Study visits")),
    IndexPage("research", ResearchIndexPage, pgettext_lazy("name of a list", "Research")),
    # These two are linked from the footer.
    IndexPage("news", NewsIndexPage, pgettext_lazy("name of a list", "News"), in_menu=False),
    IndexPage("events", EventIndexPage, pgettext_lazy("name of a list", "Events"), in_menu=False),
)


@transaction.atomic
def create_index_pages(*, user: User, live: bool) -> list[str]:
    """Create the missing index pages in every language that has a front page. Idempotent.

    Returns the names of those that there were in no language, in the language of who asked.
    """
    if original_front() is None:
        return []
    made = []
    for entry in INDEX_PAGES:
        is_new = not entry.model.objects.exists()
        page = create(entry, user=user, live=live)
        if page is not None and is_new:
            made.append(str(entry.label))
    return made
