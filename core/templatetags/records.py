"""Tags for record pages: facts that may be unknown, related works, partial dates."""

from typing import Any, TypedDict

from django import template
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core import addresses
from core.l10n import dates
from core.l10n.lists import format_list
from core.pages.base import BasePage
from core.works import TitleLink, related
from core.works.related import Related

register = template.Library()
register.filter("partial_date", dates.format_date)
register.filter(addresses.is_copy)
register.filter(addresses.is_list)


class Facts(TypedDict):
    """What components/facts.html is given."""

    page: BasePage
    facts: list[tuple[str, Any]]
    not_known: str
    empty: str


class RelatedGroup(TypedDict):
    title: str
    rows: list[TitleLink]


class RelatedWorks(TypedDict):
    """What components/related.html is given."""

    page: BasePage
    groups: list[RelatedGroup]


@register.inclusion_tag("components/facts.html")
def facts(page: BasePage, names: str) -> Facts:
    """Rows of a list of facts (`dl.facts`): these fields of the page in this order, under their own
    names. Those that are empty share the last row, "Not known"; a page that has a text about what
    is not known shows that instead."""
    fields = [page._meta.get_field(name) for name in names.split()]
    rows = [(str(field.verbose_name), getattr(page, field.name)) for field in fields]
    return {
        "page": page,
        "facts": [(capfirst(label), value) for label, value in rows if value],
        "not_known": getattr(page, "not_known", ""),
        "empty": format_list([label for label, value in rows if not value]),
    }


@register.inclusion_tag("components/related.html", takes_context=True)
def related_works(context: dict[str, Any], page: BasePage, *, used_in: str = "") -> RelatedWorks:
    """What this work builds on and where it is used, as far as the reader may see it. `used_in`:
    what the second group is called for works of this kind."""
    found: Related = related.of_work(page.translation_key, context["request"].user)
    language = context["LANGUAGE_CODE"]
    groups = [(_("Builds on"), found.builds_on), (used_in or _("Used in"), found.used_in)]
    return {
        "page": page,
        "groups": [
            {"title": title, "rows": [work.link(language) for work in group]}
            for title, group in groups
            if group
        ],
    }
