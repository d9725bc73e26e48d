"""Donut caching: a template rendered once for many readers, with holes that are rendered anew for
each request.

Tags of `core.templatetags.donut` mark the holes. What they hold sees the request, what the context
processors bring, and the values that `Donut.fill` is given: none of the variables that the template
has set round them.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from django.http import HttpRequest
from django.template import Context, NodeList, RequestContext
from django.template.base import Template
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString

# The name in a template's context of what records its holes. Unset: rendered for one reader.
HOLES = "holes"
# No text can contain it: it is made anew by each process.
MARK = f"<!--{secrets.token_hex(16)}-->"


class PersonalInDonut(Exception):
    """A template that is rendered for many asked for what belongs to one request."""


class ForbiddenValue:
    """Stands in the context for a value that must not be cached; using it raises
    PersonalInDonut."""

    def __init__(self, name: str) -> None:
        self._name = name

    def refuse(self, *args: Any) -> NoReturn:
        raise PersonalInDonut(f"{self._name} outside of uncached or personal")

    __bool__ = __iter__ = __str__ = refuse


@dataclass
class Holes:
    """The holes of one rendering, in the order in which they were met.

    `is_personal`: whether these readers have anything personal, that is, are signed in.
    """

    is_personal: bool
    found: list[NodeList] = field(default_factory=list)

    def dig(self, nodes: NodeList) -> SafeString:
        """Keep the nodes for later; returns what marks their place."""
        self.found.append(nodes)
        return SafeString(f"{MARK}{len(self.found) - 1}{MARK}")


@dataclass(frozen=True)
class Donut:
    """A rendered template: text, and holes that are filled for each request."""

    template: Template
    parts: tuple[bytes | NodeList, ...]

    def fill(self, request: HttpRequest, values: Mapping[str, Any]) -> bytes:
        """The whole text for this request. `values`: variables that the holes may use."""
        context = RequestContext(request, dict(values))
        with (
            context.render_context.push_state(self.template),
            context.bind_template(self.template),
        ):
            return b"".join(
                part if isinstance(part, bytes) else _filled(part, context) for part in self.parts
            )


def _filled(nodes: NodeList, context: Context) -> bytes:
    with context.push():
        return nodes.render(context).encode()


def record(response: TemplateResponse, *, is_personal: bool, user: object) -> Donut:
    """Render a response for all readers who are alike to `user`, leaving its holes open."""
    holes = Holes(is_personal)
    response.context_data = {
        **(response.context_data or {}),
        HOLES: holes,
        "user": user,
        **{name: ForbiddenValue(name) for name in ("csrf_token", "messages", "perms")},
    }
    pieces = response.rendered_content.split(MARK)
    parts = [
        holes.found[int(piece)] if place % 2 else piece.encode()
        for place, piece in enumerate(pieces)
    ]
    template: Any = response.resolve_template(response.template_name)
    return Donut(template.template, tuple(parts))
