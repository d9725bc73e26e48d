"""The nouns an editor knows. Each has an icon, a template and a preview."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock as StockImageBlock

from core.countries import CHOICES as COUNTRY_CHOICES

PLAIN_FEATURES = ["bold", "italic", "link", "document-link"]
TEXT_FEATURES = [*PLAIN_FEATURES, "ul", "ol"]
# How sure a statement is; the words on the page are the template's.
MARKS = [
    ("seen", _("seen on the page named")),
    ("inferred", _("inferred from what was seen")),
    ("claimed", _("claimed by those who made it")),
    ("general", _("general knowledge, to be checked")),
]
ANCHOR_LENGTH = 50


class KeptCharBlock(blocks.CharBlock):
    """Characters that are the same in all languages: translators never see them."""

    def get_translatable_segments(self, value: Any) -> list[Any]:
        return []

    def restore_translated_segments(self, value: Any, segments: Any) -> Any:
        return value


class HeadingValue(blocks.StructValue):
    @property
    def anchor(self) -> str:
        """The fragment that names this heading; never empty, whatever the script (A21)."""
        return (
            self.get("name")
            or slugify(self["text"], allow_unicode=True)[:ANCHOR_LENGTH].strip("-")
            or "part"
        )


class HeadingBlock(blocks.StructBlock):
    """A heading inside a text; the page's title is the level above."""

    text = blocks.CharBlock(label=_("Heading"), max_length=160)
    level = blocks.ChoiceBlock(
        label=_("Level"), choices=[("2", _("part")), ("3", _("part of a part"))], default="2"
    )
    name = KeptCharBlock(
        label=_("Fragment"),
        required=False,
        default="",
        max_length=40,
        help_text=_("For links to this heading from outside; the same in all languages."),
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


class ImageBlock(blocks.StructBlock):
    """A picture with its words for this place, in this language."""

    image = StockImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, default="", max_length=250)

    def get_preview_value(self) -> Any:
        """Any picture that is there: a preview cannot bring its own."""
        picture = get_image_model().objects.order_by("-pk").first()
        return self.to_python(
            {
                "image": {"image": picture.pk, "decorative": True, "alt_text": ""}
                if picture
                else None,
                "caption": "Beitillo, Palestine",
            }
        )

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/image.html"


class FigureItemBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=80)
    text = blocks.CharBlock(label=_("Text"), required=False, default="", max_length=200)


class FigureBlock(blocks.StructBlock):
    """A drawing made of words: a ladder, steps, or parts round a centre. It is a list to all."""

    shape = blocks.ChoiceBlock(
        label=_("Shape"),
        choices=[
            ("ladder", _("ladder, lowest first")),
            ("steps", _("steps in order")),
            ("hub", _("parts round a centre, the centre first")),
        ],
        default="steps",
    )
    items = blocks.ListBlock(FigureItemBlock(), label=_("Parts"), min_num=2, max_num=9)
    caption = blocks.CharBlock(label=_("Caption"), required=False, default="", max_length=250)

    class Meta:
        icon = "order"
        label = _("Drawing made of words")
        template = "blocks/figure.html"
        preview_value = {
            "shape": "steps",
            "items": [
                {"title": "Prepare", "text": "Say what is open and what is not."},
                {"title": "Define", "text": "Name the problem with those who live it."},
                {"title": "Try", "text": "Eight weeks, with a rule for stopping."},
            ],
            "caption": "Three steps to a first test",
        }


class NumberBlock(blocks.StructBlock):
    value = blocks.CharBlock(label=pgettext_lazy("a figure", "Number"), max_length=20)
    of = blocks.CharBlock(label=_("Out of"), required=False, default="", max_length=20)
    text = blocks.CharBlock(label=_("What it counts"), max_length=120)
    href = KeptCharBlock(
        label=_("Address of the list behind it"),
        required=False,
        default="",
        max_length=200,
        help_text=_("A full address, or one of ours without the language: library/?q=time"),
    )


class NumbersBlock(blocks.StructBlock):
    """A few numbers with what they count, and out of how many."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, default="", max_length=120)
    items = blocks.ListBlock(NumberBlock(), label=_("Numbers"))
    note = blocks.CharBlock(label=_("Note"), required=False, default="", max_length=300)

    class Meta:
        icon = "decimal"
        label = _("Numbers")
        template = "blocks/numbers.html"
        preview_value = {
            "heading": "The numbers as they stand",
            "items": [{"value": "5", "of": "12", "text": "study visits traced so far"}],
            "note": "",
        }


class QuotationBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Words"))
    source = blocks.CharBlock(
        label=_("Who said it, and where"), required=False, default="", max_length=200
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "blocks/quotation.html"
        preview_value = {"text": "The file grows with each lesson.", "source": "A learner"}


class CalloutBlock(blocks.StructBlock):
    """Something the reader must not miss."""

    tone = blocks.ChoiceBlock(
        label=_("Tone"),
        choices=[("note", _("note")), ("watch", _("watch out")), ("good", _("good practice"))],
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


class FileBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("File"))
    text = blocks.CharBlock(label=_("What it is"), required=False, default="", max_length=200)

    class Meta:
        icon = "doc-full"
        label = _("File")
        template = "blocks/file.html"
        preview_value = {"document": None, "text": "Template of an agreement, two pages"}


class LinkBlock(blocks.StructBlock):
    """One link, to a page of ours or to an address elsewhere: never to both."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.CharBlock(label=_("Text"), required=False, default="", max_length=200)
    icon = blocks.ChoiceBlock(
        label=_("Sign"),
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
    href = KeptCharBlock(
        label=_("Address"),
        required=False,
        default="",
        help_text=_("A full address, or one of ours without the language: library/?q=time"),
    )

    def clean(self, value: Any) -> Any:
        result = super().clean(value)
        if self.is_deferred_validation:
            return result
        if bool(result.get("page")) == bool(result.get("href")) and result.get("title"):
            message = _("Give either a page or an address, not both.")
            raise blocks.StructBlockValidationError(block_errors={"href": ValidationError(message)})
        return result

    class Meta:
        icon = "link"
        label = _("Link")
        template = "blocks/link.html"
        preview_value = {"title": "Read the guide", "icon": "page", "href": "https://example.org/"}


class LinkCardsBlock(blocks.StructBlock):
    """Where to go from here, as cards."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, default="", max_length=120)
    items = blocks.ListBlock(LinkBlock(), label=_("Links"))

    class Meta:
        icon = "link"
        label = _("Links as cards")
        template = "blocks/links.html"
        preview_value = {
            "heading": "Start from what you need",
            "items": [
                {"title": "Take a course", "text": "Ten minutes a lesson", "href": "courses/"}
            ],
        }


class PartnerBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Name"), max_length=160)
    country = blocks.ChoiceBlock(label=_("Country"), choices=COUNTRY_CHOICES, required=False)
    role = blocks.CharBlock(label=_("Role"), required=False, default="", max_length=250)
    url = blocks.URLBlock(label=_("Website"), required=False, default="")


class PartnersBlock(blocks.StructBlock):
    """Organisations with their country and what they did."""

    items = blocks.ListBlock(PartnerBlock(), label=_("Organisations"))

    class Meta:
        icon = "group"
        label = _("Organisations")
        template = "blocks/partners.html"
        preview_value = {
            "items": [{"name": "Palestinian Hydrology Group", "country": "PS", "role": "host"}]
        }


class SourceBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("What it is"), max_length=250)
    url = blocks.URLBlock(label=_("Address"), required=False, default="")
    mark = blocks.ChoiceBlock(label=_("How sure"), choices=MARKS, default="seen")
    note = blocks.CharBlock(label=_("Note"), required=False, default="", max_length=250)


class SourcesBlock(blocks.StructBlock):
    """Where the facts come from, each with how sure it is."""

    items = blocks.ListBlock(SourceBlock(), label=_("Sources"))

    class Meta:
        icon = "clipboard-list"
        label = _("Sources")
        template = "blocks/sources.html"
        preview_value = {
            "items": [
                {"title": "Charter of SCIE", "url": "https://www.scie.org.uk/", "mark": "seen"}
            ]
        }


class TableBlock(blocks.StructBlock):
    """A small table; its first row names the columns."""

    caption = blocks.CharBlock(label=pgettext_lazy("of a table", "Caption"), max_length=200)
    header = blocks.ListBlock(
        blocks.CharBlock(label=_("Column"), max_length=80), label=_("Columns")
    )
    rows = blocks.ListBlock(
        blocks.ListBlock(
            blocks.CharBlock(label=_("Cell"), required=False, max_length=300), label=_("Row")
        ),
        label=_("Rows"),
        help_text=_("Each row has as many cells as there are columns."),
    )

    def clean(self, value: Any) -> Any:
        result = super().clean(value)
        if self.is_deferred_validation:
            return result
        columns = len(result["header"])
        if any(len(row) != columns for row in result["rows"]):
            message = _("Give each row as many cells as there are columns.")
            raise blocks.StructBlockValidationError(block_errors={"rows": ValidationError(message)})
        return result

    class Meta:
        icon = "table"
        label = _("Table")
        template = "blocks/table.html"
        preview_value = {
            "caption": "Two ways to pay aid",
            "header": ["Way", "Where it is spent"],
            "rows": [["Cash", "anywhere"], ["Local currency", "in the neighbourhood"]],
        }


class RecordingBlock(blocks.StructBlock):
    """A video or a sound, with its words to read. Its size is told before anything is fetched."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"), choices=[("video", _("video")), ("audio", _("sound"))], default="video"
    )
    title = blocks.CharBlock(label=_("Title"), max_length=160)
    document = DocumentChooserBlock(label=_("File"))
    minutes = blocks.IntegerBlock(label=_("Minutes"), required=False, min_value=1)
    transcript = blocks.RichTextBlock(
        label=_("Transcript"),
        features=TEXT_FEATURES,
        help_text=_("What is said and shown, for those who cannot hear, see or fetch it."),
    )

    class Meta:
        icon = "media"
        label = _("Video or sound")
        template = "blocks/recording.html"
        preview_value = {
            "kind": "audio",
            "title": "A market seller on the local currency",
            "document": None,
            "minutes": 2,
            "transcript": "<p>Customers come back, she says, because the money stays here.</p>",
        }
