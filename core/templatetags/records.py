"""Tags of records: facts that may not be known, links to other works, dates of some exactness."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from core import addresses
from core.l10n import dates
from core.templatetags.works import language_chips
from core.works import related
from core.works.listings import ListedWork
from core.works.related import Related

register = template.Library()
register.filter("partial_date", dates.told)
register.filter(addresses.is_copy)
register.filter(addresses.is_list)


@register.inclusion_tag("components/told.html")
def told(label: str, value: object, page: Any) -> dict[str, Any]:
    """One fact of a list of facts (`dl.facts`); where it is empty, that it was not recorded."""
    return {"label": label, "value": value, "page": page}


@register.inclusion_tag("components/related.html", takes_context=True)
def related_works(context: dict[str, Any], page: Any) -> dict[str, Any]:
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


@register.inclusion_tag("components/card.html")
def entry_card(entry: ListedWork, meta: list[dict[str, str]] | None = None) -> dict[str, Any]:
    """A work on a shelf as a card. `meta`: what to know before the click, as {icon, text}."""
    return {
        "key": entry.work.key,
        "kind": entry.work.kind,
        "title": entry.page.title,
        "url": entry.url,
        "summary": entry.page.summary,
        "meta": meta or [],
        "languages": language_chips(entry.work) if len(entry.work.versions) < 6 else [],
        "lang": entry.foreign,
        "dir": entry.foreign_direction,
    }
