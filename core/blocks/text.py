"""Blocks for headings, paragraphs, quotations and callouts."""

from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.html import is_safe_address

PLAIN_FEATURES = ["bold", "italic", "link", "document-link"]
TEXT_FEATURES = [*PLAIN_FEATURES, "ul", "ol"]
ANCHOR_LENGTH = 50
# What may be typed as the target of a link.
ADDRESS_OR_PATH = _(
    "A full web address, or a path on this site without the language: library/?q=time"
)


class UntranslatedCharBlock(blocks.CharBlock):
    """A CharBlock that is not translatable: the same in all languages, hidden from translators.
    It holds an address or an anchor, which is no text to search for."""

    def get_searchable_content(self, value: Any) -> list[str]:
        return []

    def get_translatable_segments(self, value: Any) -> list[Any]:
        return []

    def restore_translated_segments(self, value: Any, segments: Any) -> Any:
        return value


class WebAddressBlock(blocks.URLBlock):
    """An address on the web. What came in by another road than a form, as an override of a
    translator may, is read as empty where no link may lead there."""

    def to_python(self, value: Any) -> Any:
        return value if is_safe_address(value) else ""

    def deconstruct(self) -> tuple[str, Any, Any]:
        """For migrations it is Wagtail's block: nothing that is stored differs."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.URLBlock", args, kwargs


class HeadingValue(blocks.StructValue):
    @property
    def anchor(self) -> str:
        """The fragment identifier of this heading; never empty, whatever the script."""
        return (
            self.get("name")
            or slugify(self["text"], allow_unicode=True)[:ANCHOR_LENGTH].strip("-")
            or "part"
        )


class HeadingBlock(blocks.StructBlock):
    """A heading inside a text, below the page's title."""

    text = blocks.CharBlock(label=_("Heading"), max_length=160)
    level = blocks.ChoiceBlock(
        label=_("Level"), choices=[("2", _("section")), ("3", _("subsection"))], default="2"
    )
    name = UntranslatedCharBlock(
        label=_("Anchor"),
        required=False,
        default="",
        max_length=40,
        help_text=_("Lets other pages link to this heading; the same in all languages."),
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "blocks/heading.html"
        value_class = HeadingValue
        preview_value = {"text": "Why put it in writing", "level": "2"}


class TextBlock(blocks.RichTextBlock):
    """Paragraphs and lists."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", TEXT_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/text.html"
        preview_value = "<p>An agreement turns good will into work that lasts.</p>"


class QuotationBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quoted text"))
    source = blocks.CharBlock(
        label=_("Speaker and source"), required=False, default="", max_length=200
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "blocks/quotation.html"
        preview_value = {"text": "The file grows with each lesson.", "source": "A learner"}


class CalloutBlock(blocks.StructBlock):
    """A callout: something the reader must not miss."""

    tone = blocks.ChoiceBlock(
        label=_("Type of callout"),
        choices=[("note", _("note")), ("watch", _("warning")), ("good", _("good practice"))],
        default="note",
    )
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)

    class Meta:
        icon = "warning"
        label = _("Callout")
        template = "blocks/callout.html"
        preview_value = {
            "tone": "watch",
            "title": "Ask first which rule lets you sign",
            "text": "<p>In some places the law asks for an open call.</p>",
        }
