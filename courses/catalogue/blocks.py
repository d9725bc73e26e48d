"""StreamField blocks of a lesson; they extend core's blocks, which know nothing of courses."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.blocks import StoryBlock
from core.blocks.sources import EVIDENCE_LEVELS
from core.blocks.text import PLAIN_FEATURES, TEXT_FEATURES
from courses.catalogue.questions import QuestionBlock


class FactBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("Label"), max_length=60)
    text = blocks.RichTextBlock(label=_("Text"), features=PLAIN_FEATURES)


class CaseBlock(blocks.StructBlock):
    """A worked case: what, where, who paid, which rule allowed it, what went wrong."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    place = blocks.CharBlock(label=_("Place"), required=False, default="", max_length=120)
    facts = blocks.ListBlock(FactBlock(), label=_("Facts"))
    evidence = blocks.ChoiceBlock(
        label=_("How sure we are"), choices=EVIDENCE_LEVELS, default="seen"
    )

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


class LessonChooserBlock(blocks.PageChooserBlock):
    """Chooses a lesson, in the words of whoever edits. Wagtail joins those of the button when the
    form is first opened, in the language of whoever does that, and shows them to everybody."""

    @cached_property
    def widget(self) -> Any:
        # It needs models, of which this block is a part.
        from wagtail.admin.widgets import AdminPageChooser  # noqa: PLC0415

        widget = AdminPageChooser(target_models=self.target_models)
        name = capfirst(self.target_model._meta.verbose_name)
        widget.choose_one_text = format_lazy("{} ({})", AdminPageChooser.choose_one_text, name)
        return widget

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """As Wagtail's: the same to a migration."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.PageChooserBlock", args, kwargs


class QuizConditionBlock(blocks.StructBlock):
    """A quiz that the certificate of a course asks for, and the mark to reach in it."""

    lesson = LessonChooserBlock(label=_("Lesson"), page_type="courses.LessonPage")
    mark = blocks.IntegerBlock(label=_("Pass mark (%)"), default=60, min_value=1, max_value=100)

    class Meta:
        icon = "tick"
        label = _("Quiz")


class LessonStoryBlock(StoryBlock):
    """The blocks that a lesson may be made of."""

    case = CaseBlock()
    question = QuestionBlock()
    project = ProjectStepBlock()
    terms = TermsBlock()
