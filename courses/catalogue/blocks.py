"""StreamField blocks of a lesson; they extend core's blocks, which know nothing of courses."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.blocks import StoryBlock
from core.blocks.least import WithLeastItems
from core.blocks.sources import MARKS
from core.blocks.text import PLAIN_FEATURES, TEXT_FEATURES


class FactBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("Label"), max_length=60)
    text = blocks.RichTextBlock(label=_("Text"), features=PLAIN_FEATURES)


class CaseBlock(blocks.StructBlock):
    """A worked case: what, where, who paid, which rule allowed it, what went wrong."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    place = blocks.CharBlock(label=_("Place"), required=False, default="", max_length=120)
    facts = blocks.ListBlock(FactBlock(), label=_("Facts"))
    evidence = blocks.ChoiceBlock(label=_("How sure we are"), choices=MARKS, default="seen")

    class Meta:
        icon = "tag"
        label = _("Case")
        template = "blocks/case.html"
        preview_value = {
            "title": "Waste that pays",
            "place": "A village",
            "facts": [{"label": "What", "text": "<p>Households sort waste at source.</p>"}],
            "evidence": "seen",
        }


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Answer"), max_length=300)
    right = blocks.BooleanBlock(label=_("Correct answer"), required=False)
    why = blocks.TextBlock(label=_("Feedback explaining why"))


class QuestionBlock(WithLeastItems, blocks.StructBlock):
    """A self-test question (single choice), with feedback for each option."""

    text = blocks.CharBlock(label=_("Question"), max_length=400)
    options = blocks.ListBlock(OptionBlock(), label=_("Answers"), min_num=2, max_num=6)

    def clean(self, value: Any) -> Any:
        result = super().clean(value)
        if self.is_deferred_validation:
            return result
        options = result.get("options") or []
        if options and not any(option.get("right") for option in options):
            error = ValidationError(_("Mark the correct answer."))
            raise blocks.StructBlockValidationError(non_block_errors=[error])
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


class ProjectStepBlock(blocks.StructBlock):
    """A project step: what the learner now adds to their own project file."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)

    class Meta:
        icon = "edit"
        label = _("Project file step")
        template = "blocks/project.html"
        preview_value = {"title": "Your project file, step 1", "text": "<p>Write one sentence.</p>"}


class TermBlock(blocks.StructBlock):
    term = blocks.CharBlock(label=_("Term"), max_length=80)
    meaning = blocks.CharBlock(label=_("Meaning"), max_length=300)


class TermsBlock(blocks.StructBlock):
    """Definitions of the terms that a lesson uses."""

    items = blocks.ListBlock(TermBlock(), label=_("Terms"))

    class Meta:
        icon = "list-ul"
        label = _("Terms in this lesson")
        template = "blocks/terms.html"
        is_back_matter = True
        preview_value = {"items": [{"term": "co-design", "meaning": "planning a service together"}]}


class LessonStoryBlock(StoryBlock):
    """The blocks that a lesson may be made of."""

    case = CaseBlock()
    question = QuestionBlock()
    project = ProjectStepBlock()
    terms = TermsBlock()
