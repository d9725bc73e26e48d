"""Blocks of the kit. They know no domain: rooms above extend `StoryBlock`, nobody edits it."""

from core.blocks.kit import (
    CalloutBlock,
    FigureBlock,
    FileBlock,
    HeadingBlock,
    ImageBlock,
    LinkBlock,
    LinkCardsBlock,
    NumbersBlock,
    PartnersBlock,
    QuotationBlock,
    RecordingBlock,
    SourcesBlock,
    TableBlock,
    TextBlock,
)
from core.blocks.story import StoryBlock

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
