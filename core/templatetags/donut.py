"""Tags that leave a hole in a page that is cached for many readers: see `core.caching.donut`.

Elsewhere (in a view, in a preview) what they hold is rendered where it stands.
"""

import secrets
from collections.abc import Hashable
from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.loader import render_to_string
from django.template.loader_tags import BlockNode
from django.utils.safestring import SafeString, mark_safe

from core.caching.donut import HOLES, Holes
from core.caching.generation import GenerationCache
from core.l10n import languages

register = template.Library()
# In a cached fragment, in place of the form's CSRF token: no text contains it.
TOKEN = f"token{secrets.token_hex(16)}"
_fragments: GenerationCache[SafeString] = GenerationCache(size=1000)


class HoleNode(template.Node):
    def __init__(self, nodelist: template.NodeList, *, is_personal: bool) -> None:
        self.nodelist = nodelist
        self.is_personal = is_personal

    def render(self, context: template.Context) -> str:
        holes: Holes | None = context.get(HOLES)
        if holes is None or (self.is_personal and not holes.is_personal):
            return self.nodelist.render(context)
        return holes.dig(self.nodelist)


def _hole(parser: Parser, token: Token, *, is_personal: bool) -> HoleNode:
    name = token.contents
    nodelist = parser.parse((f"end{name}",))
    parser.delete_first_token()
    if nodelist.get_nodes_by_type(BlockNode):
        raise template.TemplateSyntaxError(f"A block inside {name} could not be overridden.")
    return HoleNode(nodelist, is_personal=is_personal)


@register.tag
def uncached(parser: Parser, token: Token) -> HoleNode:
    """`{% uncached %}...{% enduncached %}`: rendered for each request, whoever asks.

    Inside are `page`, `request` and what the context processors bring, and no other variable.
    """
    return _hole(parser, token, is_personal=False)


@register.tag
def personal(parser: Parser, token: Token) -> HoleNode:
    """`{% personal %}...{% endpersonal %}`: rendered for each request of a signed-in reader; the
    same for everybody who is signed out. Inside are the same variables as in `uncached`."""
    return _hole(parser, token, is_personal=True)


@register.simple_tag(takes_context=True)
def cached_by(context: template.RequestContext, key: Hashable, name: str) -> SafeString:
    """Include the template `name`, cached for a generation by `key`, the address and the language:
    these must decide all that it says. A form's CSRF token is filled in."""
    place = (name, key, context["request"].path, languages.active())

    def draw() -> SafeString:
        values: Any = context.flatten()
        return render_to_string(name, {**values, "csrf_token": TOKEN})

    html = _fragments.get(place, draw)
    if TOKEN not in html:
        return html
    # Letters and digits only.
    return mark_safe(html.replace(TOKEN, str(context["csrf_token"])))  # noqa: S308
