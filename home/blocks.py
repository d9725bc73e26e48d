"""Blocks of the front page."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.blocks import LinkCardsBlock, NumbersBlock
from core.countries import CHOICES as COUNTRY_CHOICES


class PlaceBlock(blocks.StructBlock):
    place = blocks.CharBlock(label=_("Place"), max_length=80)
    country = blocks.ChoiceBlock(label=_("Country"), choices=COUNTRY_CHOICES)
    lat = blocks.FloatBlock(label=_("Latitude"), min_value=-90, max_value=90)
    lon = blocks.FloatBlock(label=_("Longitude"), min_value=-180, max_value=180)
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.CharBlock(label=_("Text"), max_length=250)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)


class PlacesBlock(blocks.StructBlock):
    """Places on a map of the sea, each with a few words."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    items = blocks.ListBlock(PlaceBlock(), label=_("Places"))

    class Meta:
        icon = "globe"
        label = _("Places on the map")
        template = "home/blocks/places.html"
        preview_value = {
            "heading": "Six places tried it out",
            "items": [
                {
                    "place": "Seville",
                    "country": "ES",
                    "lat": 37.39,
                    "lon": -5.95,
                    "title": "A currency for the neighbourhood",
                    "text": "Social aid is paid in local money and spent in local shops.",
                }
            ],
        }


class FrontBlock(blocks.StreamBlock):
    """What the front page is made of, below its head."""

    tasks = LinkCardsBlock(template="home/blocks/tasks.html")
    places = PlacesBlock()
    numbers = NumbersBlock(template="home/blocks/numbers.html")
