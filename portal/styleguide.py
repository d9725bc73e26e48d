"""Sample data of `/styleguide/`: each component in its states, each block by its preview."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.blocks import Block, StreamBlock

from core.l10n.languages import CODES
from core.ui.cards import CardFact, Chip, WorkCard, language_chip
from core.ui.outline_lines import OutlineLine, OutlinePart
from core.works.kinds import KINDS
from courses.catalogue.blocks import LessonStoryBlock
from home.blocks import FrontBlock

# Keys of works that do not exist: each gives another cover.
KEYS = [
    f"{number:08x}-0000-4000-8000-{number:012x}" for number in range(0x1A2B, 0x1A2B + 24 * 97, 97)
]


def samples() -> dict[str, Any]:
    """Context of the page; texts in the active language where the kit has them."""
    notes = {"en": _("original"), "el": _("machine draft")}
    chips = tuple(
        language_chip(code, note=notes.get(code, ""), is_mine=code == "en") for code in CODES
    )
    return {
        "kinds": KINDS,
        "keys": KEYS,
        "languages": chips,
        "cards": [sample_card(key, chips) for key in KEYS[6:9]],
        "modules": sample_outline(),
        "numbers": [
            {"value": "5", "of": "12", "text": _("study visits traced so far")},
            {"value": "120", "of": "", "text": _("social workers announced")},
        ],
        "blocks": [
            *block_previews(LessonStoryBlock()),
            *block_previews(FrontBlock(), note="on the front page"),
        ],
    }


def sample_card(key: str, chips: tuple[Chip, ...]) -> WorkCard:
    return WorkCard(
        key=key,
        kind="course",
        title="Co-producing social services",
        url="#sg-works",
        summary=_("A sentence that says what happened and what to do now."),
        facts=(CardFact("12 min", "clock"), CardFact("48 kB", "download")),
        languages=chips,
        lang="en",
        dir="ltr",
    )


def sample_outline() -> list[OutlinePart]:
    titles = ["What co-production is", "Worth it here?", "Who is in the room"]
    states = ["done", "current", "todo"]
    lines = (
        OutlineLine(number, title, "#outline", 10, lang="en", dir="ltr", state=state)
        for number, (title, state) in enumerate(zip(titles, states, strict=True), start=1)
    )
    return [OutlinePart("Understand", tuple(lines), lang="en", dir="ltr")]


@dataclass(frozen=True)
class BlockPreview:
    """A block, rendered with its own preview value."""

    name: str
    label: str
    html: str


def block_previews(story: StreamBlock, note: str = "") -> list[BlockPreview]:
    """Each block of a StreamBlock, rendered with its own preview value.

    Two streams may have the same block: `note` keeps their headings, and so their ids, apart.
    """
    return [block_preview(name, block, note) for name, block in story.child_blocks.items()]


def block_preview(name: str, block: Block, note: str) -> BlockPreview:
    value = block.normalize(block.to_python(block.get_prep_value(block.get_preview_value())))
    if note and value.get("heading"):
        value["heading"] = f"{value['heading']} {note}"
    html = block.render(value, {"question_id": f"sample-{name}"})
    return BlockPreview(name, block.label, html)
