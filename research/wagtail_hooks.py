"""Wagtail hooks of research: researchers write here, and nowhere else."""

from collections.abc import Mapping

from wagtail import hooks
from wagtail.models import Page

from core import extensions
from people import roles
from research.models import ResearchIndexPage


@hooks.register(extensions.ROLE_PLACES)
def researchers_write_here() -> Mapping[str, type[Page]]:
    return {"researcher": ResearchIndexPage}


@hooks.register(extensions.PAGE_PUBLISHED, order=90)
def open_a_new_list_to_researchers(page: Page) -> None:
    """The list was made, or got one more language, after the roles were given their rights."""
    if isinstance(page, ResearchIndexPage):
        roles.renew_page_rights("researcher")
