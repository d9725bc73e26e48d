"""StreamField widgets of the page editor: buttons for common blocks, pasting, tables that are
typed into."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Media
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.blocks.stream_block import StreamBlockAdapter
from wagtail.blocks.struct_block import StructBlockAdapter
from wagtail.models import Page

from core.blocks import StoryBlock, TableBlock, pasted
from core.l10n import languages
from core.l10n.lists import format_enumeration

# Blocks that have a button of their own below a text, as far as the text may hold them.
COMMON = ("text", "heading", "image", "question", "table", "file", "sources")
LONGEST = 2_000_000


class StoryBlockAdapter(StreamBlockAdapter):
    js_constructor = "core.blocks.StoryBlock"

    def js_args(self, block: Any) -> list[Any]:
        *args, meta = super().js_args(block)
        common = [name for name in COMMON if name in block.child_blocks]
        ours = {
            "common": common,
            "add": str(_("Add:")),
            "pasteUrl": reverse("pasted_blocks"),
            "flat": str(
                _("Headings and tables became paragraphs: this block can contain neither.")
            ),
        }
        return [*args, {**meta, **ours}]

    @cached_property
    def media(self) -> Media:
        return super().media + Media(js=[versioned_static("core/admin/story.js")])


class TableBlockAdapter(StructBlockAdapter):
    js_constructor = "core.blocks.TableBlock"

    def js_args(self, block: Any) -> list[Any]:
        *args, meta = super().js_args(block)
        words = {
            "caption": str(block.child_blocks["caption"].label),
            "column": str(_("Column")),
            "row": str(_("Row")),
            "addColumn": str(_("Add a column")),
            "addRow": str(_("Add a row")),
            "dropColumn": str(_("Remove the last column")),
            "dropRow": str(_("Remove the last row")),
            "help": str(
                _(
                    "Type, or paste a table from Word, a spreadsheet or a web page. Tab moves to"
                    " the next cell, Enter to the next row."
                )
            ),
        }
        return [*args, {**meta, "words": words}]

    @cached_property
    def media(self) -> Media:
        return super().media + Media(js=[versioned_static("core/admin/table.js")])


register(StoryBlockAdapter(), StoryBlock)
register(TableBlockAdapter(), TableBlock)


@require_POST
def pasted_blocks(request: HttpRequest) -> JsonResponse:
    """What was pasted, as states of blocks for the form, and a sentence on what was left out."""
    html = request.POST.get("html", "")
    if len(html) > LONGEST:
        raise PermissionDenied
    found = pasted.read(html, direction_of(request.POST.get("page", "")))
    story = StoryBlock()
    blocks = []
    for name, raw in found.blocks:
        block = story.child_blocks[name]
        value = block.to_python(raw)
        blocks.append({"type": name, "value": block.get_form_state(value)})
    left_out = _("Left out: %(things)s.") % {"things": format_enumeration(found.dropped)}
    return JsonResponse({"blocks": blocks, "dropped": left_out if found.dropped else ""})


def direction_of(pk: str) -> str:
    """The direction of the page's language; "" where there is no such page."""
    page = Page.objects.filter(pk=int(pk)).first() if pk.isdecimal() else None
    return languages.direction(languages.code_of(page.locale_id)) if page else ""
