"""Messages to an editor after publishing one page."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages as admin_messages
from wagtail.models import Page

from core import works
from core.l10n.lists import format_enumeration
from core.models import BasePage
from core.pages.checklist import Point
from core.pages.files import closed_files
from people.normalise import bidi_isolate


def report_unseen(request: HttpRequest, page: Page) -> None:
    """Say that readers do not reach the page that was just published, and offer what mends it."""
    top, words = hidden_by(page)
    if top is None:
        return
    mend = admin_messages.button(
        reverse("branch_publish", args=[top.pk]), _("Publish with everything below it")
    )
    admin_messages.warning(request, words, buttons=[mend])


def report_private_files(request: HttpRequest, page: Page) -> None:
    """Say which images and documents visitors will not see, and offer to make them public."""
    closed = closed_files(page)
    if closed:
        words = _("Readers who are not signed in cannot see: %(names)s.")
        mend = admin_messages.button(publicity_url(page), _("Make public"))
        names = format_enumeration([bidi_isolate(one.title) for one in closed])
        admin_messages.warning(request, words % {"names": names}, buttons=[mend])


def publicity_url(page: Page) -> str:
    """Where the files of this page alone can be made public."""
    return f"{reverse('branch_publish', args=[page.pk])}?only=1"


def private_files(page: BasePage) -> Iterator[Point]:
    """The same before it is published, for the checklist."""
    closed = closed_files(page)
    if closed:
        words = _("Only people who are signed in will see: %(names)s.")
        names = format_enumeration([bidi_isolate(one.title) for one in closed])
        yield Point(words % {"names": names}, True, publicity_url(page), _("Make public"))


def hidden_by(page: Page) -> tuple[Page | None, str]:
    """The page whose draft hides this one, and a sentence; (None, "") where nothing does."""
    drafts = page.get_ancestors().filter(depth__gt=1, live=False).order_by("depth")
    above = drafts.first()
    if above is not None:
        words = _("“%(title)s”, above it, is not published, so readers will not find this page.")
        return above, words % {"title": bidi_isolate(above.get_admin_display_title())}
    original = works.original_of(page) if getattr(page, "needs_original", False) else page
    if not original.live:
        words = _(
            "Its original, “%(title)s”, is not published, so readers will not find this page."
        )
        return original, words % {"title": bidi_isolate(original.get_admin_display_title())}
    return None, ""
