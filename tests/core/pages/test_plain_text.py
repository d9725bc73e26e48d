"""Plain text of StreamFields: what readers read, without labels of the editor's form."""

from core.blocks import StoryBlock
from core.pages.plain_text import sections_of


def test_the_label_of_a_choice_is_no_word_of_the_text():
    stream = StoryBlock()
    steps = {"shape": "steps", "items": [{"title": "اللقاء", "text": "وجهًا لوجه"}], "caption": ""}
    source = {"title": "Norfolk", "url": "", "mark": "seen", "note": "read in a copy"}
    body = stream.to_python(
        [
            {"type": "figure", "value": steps},
            {"type": "heading", "value": {"text": "Sources", "level": "2", "name": ""}},
            {"type": "sources", "value": {"items": [source]}},
        ]
    )

    first, second = sections_of(body)

    assert first.text.split() == ["اللقاء", "وجهًا", "لوجه"]
    assert "Norfolk" in second.text
    assert "read in a copy" in second.text
    assert "seen" not in second.text


def test_addresses_and_anchors_are_no_words_of_the_text():
    stream = StoryBlock()
    number = {"value": "2", "of": "6", "text": "agreements", "href": "project/#agreements"}
    body = stream.to_python(
        [
            {"type": "heading", "value": {"text": "Found", "level": "2", "name": "found-here"}},
            {"type": "numbers", "value": {"heading": "", "items": [number], "note": ""}},
        ]
    )

    (section,) = sections_of(body)[-1:]

    assert "agreements" in section.text
    assert "project/" not in section.text
    assert "found-here" not in section.text
