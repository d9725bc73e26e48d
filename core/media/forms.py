"""Admin forms for images and documents."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from core.media import sanitise
from core.optimistic_locking import SeenVersionMixin

HELP = {
    "description": _(
        "Describe what the image shows, for people who cannot see it. You can change the"
        " description wherever the image is used."
    ),
    "collection": _(
        "Anything in a public collection can be seen by everyone; everything else only by people"
        " who are signed in."
    ),
    "credit": _("Who made it."),
    "source": _("The web address of the page it comes from."),
}


class RightsForm(SeenVersionMixin):
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


class WholePictureField(WagtailImageField):
    """A picture that can be read to its end. Wagtail's field looks at the first bytes only, and
    what was cut off on the way made each place that reads the rest answer 500."""

    def to_python(self, data: Any) -> Any:
        try:
            file = super().to_python(data)
            if file is not None:
                sanitise.read_whole(file)
        except ValidationError:
            raise
        except Exception as error:  # Each decoder raises its own for a file that is broken.
            raise ValidationError(
                _(
                    "This image cannot be read: the file is incomplete or damaged. Open it in an "
                    "image editor, save it again as JPEG or PNG, then upload the new file."
                ),
                code="unreadable",
            ) from error
        return file


class ImageForm(RightsForm, BaseImageForm):
    # Not the input that names the address of what is stored: ours has none.
    file = WholePictureField(label=_("file"), widget=forms.FileInput)


class DocumentForm(RightsForm, BaseDocumentForm):
    pass
