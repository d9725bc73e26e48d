"""Wagtail hooks of the demonstration: it marks every page as such, and tells staff its progress."""

from django.http import HttpRequest
from django.utils.translation import ngettext
from wagtail import hooks

from core import extensions, works
from demo.streams import key_of
from demo.tasks import works_to_load

COUNTRIES = ("ES", "PT", "GR", "TN", "JO", "PS")


@hooks.register(extensions.IS_DEMONSTRATION)
def is_demonstration() -> bool:
    """Whether the front page is the demonstration's, and not a portal's own."""
    return any(root.key == key_of("home") for root in works.roots().values())


@hooks.register(extensions.FIRST_COUNTRIES)
def countries_of_its_project() -> tuple[str, ...]:
    return COUNTRIES if is_demonstration() else ()


@hooks.register(extensions.STAFF_NOTICE)
def works_still_loading(request: HttpRequest) -> str | None:
    """Notice for staff; one query a page."""
    count = works_to_load()
    if not count:
        return None
    return ngettext(
        "The demonstration is still loading: %(count)s item to go.",
        "The demonstration is still loading: %(count)s items to go.",
        count,
    ) % {"count": count}
