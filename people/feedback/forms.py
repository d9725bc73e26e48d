"""The feedback form, with a honeypot field against bots."""

import uuid
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from people.feedback.models import MAX_LENGTH, Feedback


class FeedbackForm(forms.ModelForm):
    """A message from anybody. The hidden field is a honeypot."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Feedback
        fields = ("about", "page", "words", "email")
        labels: ClassVar = {
            "page": _("Which page is it about?"),
            "words": _("What should we know?"),
            "email": _("Your email address, if you would like a reply"),
        }
        help_texts: ClassVar = {
            "page": _(
                "Its web address or its title. Leave empty if your message is about the whole site."
            ),
            "words": _("Up to 4,000 characters. Please do not name people you work with."),
            "email": _("We use it only to reply to you, and delete it together with your message."),
        }
        widgets: ClassVar = {
            "about": forms.RadioSelect,
            "page": forms.TextInput,
            "words": forms.Textarea(attrs={"rows": 6, "maxlength": MAX_LENGTH}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        # Without the empty choice: one must be picked.
        fields["about"].choices = Feedback.About.choices
        fields["about"].error_messages["required"] = _("Choose what your message is about.")
        fields["words"].error_messages["required"] = _("Tell us what we should know.")

    def clean_words(self) -> str:
        """Normalise line breaks to one character, as browsers count them."""
        return str(self.cleaned_data["words"]).replace("\r\n", "\n")

    @property
    def is_from_machine(self) -> bool:
        return bool(self.cleaned_data.get("website"))
