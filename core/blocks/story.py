from wagtail import blocks

from core.blocks import kit


class StoryBlock(blocks.StreamBlock):
    """What a text may be made of."""

    heading = kit.HeadingBlock()
    text = kit.TextBlock()
    image = kit.ImageBlock()
    figure = kit.FigureBlock()
    numbers = kit.NumbersBlock()
    quotation = kit.QuotationBlock()
    callout = kit.CalloutBlock()
    table = kit.TableBlock()
    recording = kit.RecordingBlock()
    file = kit.FileBlock()
    links = kit.LinkCardsBlock()
    partners = kit.PartnersBlock()
    sources = kit.SourcesBlock()
