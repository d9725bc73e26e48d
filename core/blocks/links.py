"""Blocks for links, internal and external."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.blocks.text import ADDRESS_OR_PATH, UntranslatedCharBlock


class LinkBlock(blocks.StructBlock):
    """A link, to an internal page or to an external URL: never to both."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.CharBlock(label=_("Text"), required=False, default="", max_length=200)
    icon = blocks.ChoiceBlock(
        label=_("Icon"),
        choices=[
            ("course", _("course")),
            ("case", _("case")),
            ("study", _("study")),
            ("visit", _("visit")),
            ("place", _("place")),
            ("page", _("page")),
        ],
        default="page",
    )
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    href = UntranslatedCharBlock(
        label=_("Web address"),
        required=False,
        default="",
        help_text=ADDRESS_OR_PATH,
    )

    def clean(self, value: Any) -> Any:
        result = super().clean(value)
        if self.is_deferred_validation:
            return result
        if bool(result.get("page")) == bool(result.get("href")) and result.get("title"):
            message = _("Give either a page or a web address, not both.")
            raise blocks.StructBlockValidationError(block_errors={"href": ValidationError(message)})
        return result

    class Meta:
        icon = "link"
        label = _("Link")
        template = "blocks/link.html"
        preview_value = {"title": "Read the guide", "icon": "page", "href": "https://example.org/"}


class LinkCardsBlock(blocks.StructBlock):
    """A list of links, shown as cards."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, default="", max_length=120)
    items = blocks.ListBlock(LinkBlock(), label=_("Links"))

    class Meta:
        icon = "link"
        label = _("Links as cards")
        template = "blocks/links.html"
        is_back_matter = True
        preview_value = {
            "heading": "Start from what you need",
            "items": [
                {"title": "Take a course", "text": "Ten minutes a lesson", "href": "courses/"}
            ],
        }
