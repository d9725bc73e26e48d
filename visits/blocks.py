"""StreamField blocks of a study visit. They have no place for names of persons."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.blocks.countries import CountryBlock


class DayBlock(blocks.StructBlock):
    """A day of the programme, stop by stop."""

    title = blocks.CharBlock(label=_("Day"), max_length=120)
    items = blocks.ListBlock(blocks.CharBlock(label=_("Stop"), max_length=300), label=_("Stops"))

    class Meta:
        icon = "calendar"
        label = _("Day")


class GroupBlock(blocks.StructBlock):
    """Participants: an organisation and a number of people, never names."""

    organisation = blocks.CharBlock(label=_("Organisation"), max_length=160)
    country = CountryBlock(label=_("Country"), required=False)
    count = blocks.IntegerBlock(
        label=_("How many people"),
        required=False,
        min_value=1,
        help_text=_("Leave empty if it was not recorded."),
    )

    class Meta:
        icon = "group"
        label = _("Group")
