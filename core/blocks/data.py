"""Blocks for diagrams, numbers and tables."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from core.blocks.grid import read
from core.blocks.min_items import WithLeastItems
from core.blocks.text import ADDRESS_OR_PATH, UntranslatedCharBlock


class FigureItemBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=80)
    text = blocks.CharBlock(label=_("Text"), required=False, default="", max_length=200)


class FigureBlock(WithLeastItems, blocks.StructBlock):
    """A diagram made of text: a ladder, steps, or parts round a centre. Marked up as a list."""

    shape = blocks.ChoiceBlock(
        label=_("Type of diagram"),
        choices=[
            ("ladder", _("ladder, lowest rung first")),
            ("steps", _("steps in order")),
            ("hub", _("parts round a centre, the centre first")),
        ],
        default="steps",
    )
    items = blocks.ListBlock(FigureItemBlock(), label=_("Parts"), min_num=2, max_num=9)
    caption = blocks.CharBlock(label=_("Caption"), required=False, default="", max_length=250)

    class Meta:
        icon = "order"
        label = _("Diagram")
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
    text = blocks.CharBlock(label=_("What is counted"), max_length=120)
    href = UntranslatedCharBlock(
        label=_("Link to the full list"),
        required=False,
        default="",
        max_length=200,
        help_text=ADDRESS_OR_PATH,
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

    def get_default(self) -> Any:
        """Two columns and two rows, to be typed into."""
        return self.to_python({"caption": "", "header": ["", ""], "rows": [["", ""], ["", ""]]})

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        """The admin's form sends the whole grid as one field: see `core/admin/table.js`."""
        return read(self, data.get(f"{prefix}-grid", ""))

    def value_omitted_from_data(self, data: Any, files: Any, prefix: str) -> bool:
        return f"{prefix}-grid" not in data

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
