"""Tags of records: facts that may not be known, links to other works, dates of some exactness."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from core.l10n import dates
from core.pages.base import BasePage
from core.works import related
from core.works.related import Related

register = template.Library()
register.filter("partial_date", dates.told)


@register.inclusion_tag("components/told.html")
def told(label: str, value: object, page: BasePage) -> dict[str, Any]:
    """One fact of a list of facts (`dl.facts`); where it is empty, that it was not recorded."""
    return {"label": label, "value": value, "page": page}


@register.inclusion_tag("components/related.html", takes_context=True)
def related_works(context: dict[str, Any], page: BasePage) -> dict[str, Any]:
    """What this work builds on and where it is used, of what the reader may see."""
    found: Related = related.of_work(page.translation_key, context["request"].user)
    language = context["LANGUAGE_CODE"]
    groups = [(_("Builds on"), found.builds_on), (_("Used in"), found.used_in)]
    return {
        "page": page,
        "groups": [
            {"title": title, "rows": [work.link(language) for work in group]}
            for title, group in groups
            if group
        ],
    }
