"""Admin forms for images and documents."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from core.media import sanitise
from core.optimistic_locking import SeenVersionMixin

LONGEST_TITLE = 255
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


def with_values(message: str, values: Callable[[], dict[str, str]]) -> Any:
    """A message of Wagtail's catalogue, put together when it is shown."""
    return lazy(lambda: say(message) % values(), str)()


class RightsForm(SeenVersionMixin):
    """Common base: help texts, and nothing required but the file.

    With one more required field, the upload of many files at once would store each file
    unprocessed, with its metadata, in the public storage until the form is filled in.
    """

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in HELP.items():
            if name in self.fields:
                self.fields[name].help_text = words
        for name in ("licence", "title"):
            if name in self.fields:
                self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """Without a title the file's name is one."""
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]  # the form's
        file = cleaned.get("file")
        if "title" in cleaned and not cleaned["title"] and file:
            cleaned["title"] = Path(file.name).stem[:LONGEST_TITLE]
        return cleaned


class WholePictureField(WagtailImageField):
    """A picture that can be read to its end. Wagtail's field looks at the first bytes only, and
    what was cut off on the way made each place that reads the rest answer 500.

    What it says of formats and sizes is in the language of who reads it: Wagtail puts the values
    into its messages once, in the language of whoever opens the form first.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        formats, most = self.supported_formats_text, self.max_upload_size
        self.help_text = with_values(
            "Supported formats: %(supported_formats)s. Maximum filesize: %(max_upload_size)s.",
            lambda: {"supported_formats": formats, "max_upload_size": filesizeformat(most)},
        )
        self.error_messages["invalid_image_extension"] = with_values(
            "Not a supported image format. Supported formats: %(supported_formats)s.",
            lambda: {"supported_formats": formats},
        )
        self.error_messages["file_too_large_unknown_size"] = with_values(
            "This file is too big. Maximum filesize %(max_filesize)s.",
            lambda: {"max_filesize": filesizeformat(most)},
        )

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
    # Wagtail's input, which proposes the file's name as the title.
    file = WholePictureField(label=_("file"), widget=BaseImageForm.Meta.widgets["file"])


class DocumentForm(RightsForm, BaseDocumentForm):
    pass
