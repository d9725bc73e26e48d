"""What the demonstration adds to every page: that it is one, and for staff how far it is loaded."""

from django.http import HttpRequest
from django.utils.translation import ngettext
from wagtail import hooks

from core import extensions, works
from demo.streams import key_of
from demo.tasks import works_to_load


@hooks.register(extensions.IS_DEMONSTRATION)
def is_demonstration() -> bool:
    """Whether the front page is the demonstration's: a portal of somebody's own has its own."""
    return any(root.key == key_of("home") for root in works.roots().values())


@hooks.register(extensions.STAFF_NOTICE)
def works_still_loading(request: HttpRequest) -> str | None:
    """One query a page, for staff only."""
    count = works_to_load()
    if not count:
        return None
    return ngettext(
        "The demonstration is still loading: %(count)s work to go.",
        "The demonstration is still loading: %(count)s works to go.",
        count,
    ) % {"count": count}
