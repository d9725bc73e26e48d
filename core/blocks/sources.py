"""Blocks for organisations and for sources of facts."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.blocks.countries import CountryBlock
from core.blocks.text import WebAddressBlock

# How sure a statement is; the template has the words shown to readers.
EVIDENCE_LEVELS = [
    ("seen", _("seen in the source cited")),
    ("inferred", _("inferred from the source cited")),
    ("claimed", _("claimed by those who carried it out")),
    ("general", _("general knowledge, to be checked")),
]


class PartnerBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Name"), max_length=160)
    country = CountryBlock(label=_("Country"), required=False)
    role = blocks.CharBlock(label=_("Role"), required=False, default="", max_length=250)
    url = WebAddressBlock(label=_("Website"), required=False, default="")


class PartnersBlock(blocks.StructBlock):
    """Organisations with their country and what they did."""

    items = blocks.ListBlock(PartnerBlock(), label=_("Organisations"))

    class Meta:
        icon = "group"
        label = _("Organisations")
        template = "blocks/partners.html"
        preview_value = {"items": [{"name": "Hydrology group", "country": "", "role": "host"}]}


class SourceBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title or description"), max_length=250)
    url = WebAddressBlock(label=_("Web address"), required=False, default="")
    mark = blocks.ChoiceBlock(label=_("How sure we are"), choices=EVIDENCE_LEVELS, default="seen")
    note = blocks.CharBlock(label=_("Note"), required=False, default="", max_length=250)


class SourcesBlock(blocks.StructBlock):
    """Sources of facts, each with how sure it is."""

    items = blocks.ListBlock(SourceBlock(), label=_("Sources"))

    class Meta:
        icon = "clipboard-list"
        label = _("Sources")
        template = "blocks/sources.html"
        is_back_matter = True
        preview_value = {
            "items": [{"title": "A charter", "url": "https://www.example.org/", "mark": "seen"}]
        }
