"""Admin forms for images and documents."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

HELP = {
    "description": _(
        "What the picture shows, for those who do not see it. Each place of use can say it anew."
    ),
    "collection": _(
        "Everybody sees what is in a public collection; all else is for people who are signed in."
    ),
    "credit": _("Who made it."),
    "source": _("The address of the page that it comes from."),
}


class RightsForm:
    """Common base: help texts, and nothing required but title and file.

    With one more required field, the upload of many files at once would store each file
    unprocessed, with its metadata, in the public storage until the form is filled in.
    """

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in HELP.items():
            if name in self.fields:
                self.fields[name].help_text = words
        if "licence" in self.fields:
            self.fields["licence"].required = False


class ImageForm(RightsForm, BaseImageForm):
    pass


class DocumentForm(RightsForm, BaseDocumentForm):
    pass
