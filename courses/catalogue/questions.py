"""The block of a question: a self-check, or one that counts in the quiz of its lesson.

What tells the right answer (`right`, `place`, accepted answers, number) is never a reader's before
they have answered: no template shows it, and search leaves it out. It is read from the original in
every language, so none of it is translated.
"""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.blocks.text import UntranslatedCharBlock

MOST_OPTIONS = 8


class Kind(models.TextChoices):
    SINGLE = "single", _("Single choice")
    MULTIPLE = "multiple", _("Multiple choice")
    TRUE_FALSE = "true_false", _("True or false")
    TEXT = "text", _("Short answer")
    NUMBER = "number", _("Numerical answer")
    ORDER = "order", _("Ordering")


CHOSEN = {Kind.SINGLE, Kind.MULTIPLE, Kind.TRUE_FALSE}


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Answer"), max_length=300)
    right = blocks.BooleanBlock(label=_("Correct answer"), required=False)
    place = blocks.IntegerBlock(
        label=_("Correct position"),
        required=False,
        min_value=1,
        max_value=MOST_OPTIONS,
        help_text=_("Only for ordering questions: the position, 1 being first."),
    )
    why = blocks.TextBlock(label=_("Feedback on this answer"), search_index=False)


class QuestionBlock(blocks.StructBlock):
    """A question with feedback: a self-check, or part of the lesson's quiz where it counts."""

    text = blocks.CharBlock(label=_("Question"), max_length=400)
    kind = blocks.ChoiceBlock(
        label=_("Type of question"), choices=Kind.choices, default=Kind.SINGLE
    )
    counts = blocks.BooleanBlock(
        label=_("Counts towards the lesson quiz"),
        required=False,
        help_text=_(
            "Answers to this question are saved and marked. If left unticked, it is a self-check:"
            " learners get feedback at once, and nothing is saved."
        ),
    )
    points = blocks.IntegerBlock(label=_("Points"), default=1, min_value=1, max_value=100)
    options = blocks.ListBlock(
        OptionBlock(),
        label=_("Answers"),
        max_num=MOST_OPTIONS,
        help_text=_(
            "Leave empty for short or numerical answers. Learners see the answers in this order."
        ),
    )
    accepted = blocks.ListBlock(
        UntranslatedCharBlock(max_length=100),
        label=_("Accepted answers"),
        default=[],
        max_num=30,
        search_index=False,
        help_text=_(
            "For short answers, in every language in which learners may answer. Capitals and"
            " accents are ignored."
        ),
    )
    number = blocks.DecimalBlock(label=_("Correct number"), required=False)
    tolerance = blocks.DecimalBlock(
        label=_("Tolerance"),
        required=False,
        min_value=0,
        help_text=_("The largest difference from the correct number that is still accepted."),
    )
    feedback = blocks.TextBlock(
        label=_("General feedback"), required=False, default="", search_index=False
    )

    def get_default(self) -> Any:
        """With two answers to fill in: a choice has no fewer."""
        value = super().get_default()
        value["options"].append(self.child_blocks["options"].child_block.get_default())
        return value

    def clean(self, value: Any) -> Any:
        result = super().clean(value)
        if self.is_deferred_validation:
            return result
        if errors := [ValidationError(words) for words in complaints(result)]:
            raise blocks.StructBlockValidationError(non_block_errors=errors)
        return result

    class Meta:
        icon = "help"
        label = _("Question")
        template = "blocks/question.html"
        preview_value = {
            "text": "Residents choose between three logos for a day centre. What is it?",
            "options": [
                {"text": "Co-production", "right": False, "why": "They decide nothing else."},
                {"text": "Consultation", "right": True, "why": "They are asked, once."},
            ],
        }


def complaints(value: Any) -> Iterator[Any]:
    """What an editor must mend before the question can be marked."""
    kind = value.get("kind")
    if kind == Kind.TEXT:
        if not [one for one in value.get("accepted") or [] if one.strip()]:
            yield _("Write at least one accepted answer.")
    elif kind == Kind.NUMBER:
        if value.get("number") is None:
            yield _("Write the correct number.")
    elif len(value.get("options") or []) < 2:
        yield _("Write at least two answers.")
    elif kind == Kind.ORDER:
        yield from complaints_of_order(value)
    else:
        yield from complaints_of_options(kind, list(value["options"]))


def complaints_of_order(value: Any) -> Iterator[Any]:
    places = [option.get("place") or 0 for option in value["options"]]
    if sorted(places) != list(range(1, len(places) + 1)):
        yield _("Give each answer its correct position: 1, 2, 3 and so on, each once.")
    elif places == sorted(places):
        yield _("Readers see the answers in this order: shuffle them first.")
    if not value.get("counts"):
        yield _(
            "An ordering question can only be part of a quiz: tick “Counts towards the lesson"
            " quiz”."
        )


def complaints_of_options(kind: str, options: list[Any]) -> Iterator[Any]:
    right = sum(bool(option.get("right")) for option in options)
    if not right:
        yield _("Mark the correct answer.")
    elif kind == Kind.TRUE_FALSE and (len(options) != 2 or right != 1):
        yield _("A true-or-false question has two answers, and one of them is correct.")
