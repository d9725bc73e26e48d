"""StreamField blocks of the front page and plain pages."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from core.blocks import LinkCardsBlock, NumbersBlock, StoryBlock
from core.blocks.countries import CountryBlock
from core.blocks.data import NumberBlock
from home.counts import CHOICES as COUNT_CHOICES
from home.counts import count


class PlaceBlock(blocks.StructBlock):
    place = blocks.CharBlock(label=_("Place"), max_length=80)
    country = CountryBlock(label=_("Country"))
    lat = blocks.FloatBlock(label=_("Latitude"), min_value=-90, max_value=90)
    lon = blocks.FloatBlock(label=_("Longitude"), min_value=-180, max_value=180)
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.CharBlock(label=_("Text"), max_length=250)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)


class PlacesBlock(blocks.StructBlock):
    """Places on the map, each with a few words."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    items = blocks.ListBlock(PlaceBlock(), label=_("Places"))

    class Meta:
        icon = "globe"
        label = _("Places on the map")
        template = "home/blocks/places.html"
        preview_value = {
            "heading": "Where it was tried",
            "items": [
                {
                    "place": "A town",
                    "country": "",
                    "lat": 0.0,
                    "lon": 0.0,
                    "title": "A currency for the neighbourhood",
                    "text": "Social aid is paid in local money and spent in local shops.",
                }
            ],
        }


class CountedValue(blocks.StructValue):
    @property
    def shown(self) -> str:
        """The live count, else the number that was written."""
        counts = self.get("counts")
        return str(count(counts)) if counts else self["value"]


class CountedNumberBlock(NumberBlock):
    """A number that counts works of the portal live."""

    value = blocks.CharBlock(
        label=pgettext_lazy("a figure", "Number"),
        required=False,
        default="",
        max_length=20,
        help_text=_("Leave empty if it is counted automatically."),
    )
    counts = blocks.ChoiceBlock(
        label=_("What to count on this site"), choices=COUNT_CHOICES, required=False
    )

    def clean(self, value: Any) -> Any:
        result = super().clean(value)
        if not self.is_deferred_validation and bool(result["value"]) == bool(result["counts"]):
            error = ValidationError(_("Give either a number or what is to be counted."))
            raise blocks.StructBlockValidationError(block_errors={"value": error})
        return result

    class Meta:
        value_class = CountedValue


class CountedNumbersBlock(NumbersBlock):
    """Live numbers."""

    items = blocks.ListBlock(CountedNumberBlock(), label=_("Numbers"))

    class Meta:
        label = _("Figures counted automatically")
        template = "blocks/numbers.html"
        preview_value = {
            "heading": "The numbers as they stand",
            "items": [{"counts": "visits", "of": "12", "text": "study visits recorded here"}],
            "note": "",
        }


class PageStoryBlock(StoryBlock):
    """The blocks of a plain page."""

    counted = CountedNumbersBlock()


class FrontBlock(blocks.StreamBlock):
    """The blocks of the front page, below its head."""

    tasks = LinkCardsBlock(template="home/blocks/tasks.html")
    places = PlacesBlock()
    numbers = CountedNumbersBlock(template="home/blocks/numbers.html")
