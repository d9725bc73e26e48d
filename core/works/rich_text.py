"""Rich-text link handler: links lead to works, in the reader's language, never to restricted
pages."""

from typing import Any

from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from core import works
from core.l10n import languages


class WorkLinkHandler(PageLinkHandler):
    """A link to a page is a link to its work. All links of a text cost two queries; a link to a
    draft or a restricted page is rendered as plain text."""

    identifier = "page"

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        ids = [str(attrs.get("id", "")) for attrs in attrs_list]
        pages = Page.objects.filter(pk__in={one for one in ids if one.isdecimal()})
        keys = {str(pk): key for pk, key in pages.values_list("pk", "translation_key")}
        found = works.resolve(keys.values(), user=None)
        linked = [found[keys[one]] if keys.get(one) in found else None for one in ids]
        return [
            f'<a href="{escape(work.url(languages.reader_language()))}">' if work else "<a>"
            for work in linked
        ]

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, Any]) -> str:
        return cls.expand_db_attributes_many([attrs])[0]
