"""StreamField blocks that every room may use; rooms above extend `StoryBlock`."""

from core.blocks.data import FigureBlock, NumbersBlock, TableBlock
from core.blocks.links import LinkBlock, LinkCardsBlock
from core.blocks.media import FileBlock, ImageBlock, RecordingBlock
from core.blocks.sources import PartnersBlock, SourcesBlock
from core.blocks.story import StoryBlock
from core.blocks.text import CalloutBlock, HeadingBlock, QuotationBlock, TextBlock

__all__ = [
    "CalloutBlock",
    "FigureBlock",
    "FileBlock",
    "HeadingBlock",
    "ImageBlock",
    "LinkBlock",
    "LinkCardsBlock",
    "NumbersBlock",
    "PartnersBlock",
    "QuotationBlock",
    "RecordingBlock",
    "SourcesBlock",
    "StoryBlock",
    "TableBlock",
    "TextBlock",
]
