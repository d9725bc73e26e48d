"""The form for a new course."""

from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.l10n import languages
from core.printing import check_printable
from courses.editing.creation import NewCourse

LONGEST = 255
MOST_LESSONS = 40
FIRST_MODULE = pgettext_lazy("name of a module", "Lessons")

BLOCKS = (
    ("text", _("Text")),
    ("image", _("Image")),
    ("question", _("Question")),
    ("file", _("File")),
)


class NewCourseForm(forms.Form):
    """Title, module and lessons of a course, from which all its pages are made."""

    title = forms.CharField(
        label=_("Title of the course"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
    lessons = forms.CharField(
        label=_("Lessons, one per line"),
        help_text=_("In the order in which they are learned. You can change all of it later."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    module = forms.CharField(
        label=_("Title of the first module"),
        max_length=LONGEST,
        help_text=_("Lessons are grouped in modules. Small courses need only one."),
    )
    begins_with = forms.MultipleChoiceField(
        label=_("Each lesson begins with"),
        choices=BLOCKS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Empty blocks to fill in. What stays empty is left out when you publish."),
    )
    language = forms.ChoiceField(
        label=_("Language"), help_text=_("Translate it into the others afterwards.")
    )

    def __init__(self, *args: Any, codes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [(code, languages.NAMES[code]) for code in codes]  # type: ignore[attr-defined]
        active = languages.active()
        self.initial.setdefault("language", active if active in codes else codes[0])
        self.initial.setdefault("module", str(FIRST_MODULE))
        self.initial.setdefault("begins_with", [name for name, _label in BLOCKS])

    def full_clean(self) -> None:
        """Fields name the element in which the admin's template tells their errors."""
        super().full_clean()
        for name in set(self.errors) & set(self.fields):
            helps = f" id_{name}-helptext" if self.fields[name].help_text else ""
            self.fields[name].widget.attrs["aria-describedby"] = f"id_{name}-errors{helps}"

    def clean_title(self) -> str:
        """It is printed on certificates."""
        title: str = self.cleaned_data["title"]
        check_printable(title)
        return title

    def clean_lessons(self) -> list[str]:
        titles = [line.strip() for line in self.cleaned_data["lessons"].splitlines()]
        found = [title for title in titles if title]
        if len(found) > MOST_LESSONS:
            raise forms.ValidationError(
                _("At most %(count)s lessons at once.") % {"count": MOST_LESSONS}
            )
        for title in found:
            if len(title) > LONGEST:
                raise forms.ValidationError(
                    _("A title has at most %(count)s characters: “%(title)s…”")
                    % {"count": LONGEST, "title": title[:40]}
                )
        return found

    def result(self) -> NewCourse:
        """What was written, for `create_course`; a title that we proposed is put into the course's
        own language."""
        said = self.cleaned_data
        module = said["module"]
        if module == str(FIRST_MODULE):
            with translation.override(said["language"]):
                module = str(FIRST_MODULE)
        return NewCourse(
            said["language"], said["title"], module, said["lessons"], said["begins_with"]
        )
