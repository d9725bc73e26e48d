"""Blocks for images, documents and audio or video recordings."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock as StockImageBlock

from core.blocks.text import TEXT_FEATURES


class ImageBlock(blocks.StructBlock):
    """An image with alt text for this place, in this language."""

    image = StockImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, default="", max_length=250)

    def get_preview_value(self) -> Any:
        """Any existing image: a preview cannot bring its own."""
        picture = get_image_model().objects.order_by("-pk").first()
        return self.to_python(
            {
                "image": {"image": picture.pk, "decorative": True, "alt_text": ""}
                if picture
                else None,
                "caption": "The market on a Thursday",
            }
        )

    class Meta:
        icon = "image"
        label = _("Image")
        template = "blocks/image.html"


# Wagtail's block gives its field no label.
ImageBlock.base_blocks["image"].child_blocks["image"].label = _("Image")


class FileBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("File"))
    text = blocks.CharBlock(label=_("Link text"), required=False, default="", max_length=200)

    class Meta:
        icon = "doc-full"
        label = _("File")
        template = "blocks/file.html"
        preview_value = {"document": None, "text": "Template of an agreement, two pages"}


class RecordingBlock(blocks.StructBlock):
    """A video or audio recording with its transcript. Its size is shown before anything is
    fetched."""

    kind = blocks.ChoiceBlock(
        label=_("Type of recording"),
        choices=[("video", _("video")), ("audio", _("audio"))],
        default="video",
    )
    title = blocks.CharBlock(label=_("Title"), max_length=160)
    document = DocumentChooserBlock(label=_("File"))
    minutes = blocks.IntegerBlock(label=_("Duration (minutes)"), required=False, min_value=1)
    transcript = blocks.RichTextBlock(
        label=_("Transcript"),
        features=TEXT_FEATURES,
        help_text=_("What is said and shown, for people who cannot hear, see or download it."),
    )

    class Meta:
        icon = "media"
        label = _("Video or audio")
        template = "blocks/recording.html"
        preview_value = {
            "kind": "audio",
            "title": "A market seller on the local currency",
            "document": None,
            "minutes": 2,
            "transcript": "<p>Customers come back, she says, because the money stays here.</p>",
        }
