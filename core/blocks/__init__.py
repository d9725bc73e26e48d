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
    SourcesBlock,
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
    "SourcesBlock",
    "StoryBlock",
    "TextBlock",
]
