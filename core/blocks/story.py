"""The StreamField block of a text."""

from wagtail import blocks

from core.blocks.blank import WithoutBlanks
from core.blocks.data import FigureBlock, NumbersBlock, TableBlock
from core.blocks.links import LinkCardsBlock
from core.blocks.media import FileBlock, ImageBlock, RecordingBlock
from core.blocks.sources import PartnersBlock, SourcesBlock
from core.blocks.text import CalloutBlock, HeadingBlock, QuotationBlock, TextBlock


class StoryBlock(WithoutBlanks, blocks.StreamBlock):
    """The blocks that a text may be made of."""

    heading = HeadingBlock()
    text = TextBlock()
    image = ImageBlock()
    figure = FigureBlock()
    numbers = NumbersBlock()
    quotation = QuotationBlock()
    callout = CalloutBlock()
    table = TableBlock()
    recording = RecordingBlock()
    file = FileBlock()
    links = LinkCardsBlock()
    partners = PartnersBlock()
    sources = SourcesBlock()
