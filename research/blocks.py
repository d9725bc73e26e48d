"""StreamField blocks of a publication's record: the same in all languages."""

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from core import addresses
from core.blocks.text import WebAddressBlock

# https://support.orcid.org/hc/en-us/articles/360006897674: four groups, the last may end in X.
ORCID = RegexValidator(
    r"^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$", _("Enter the ORCID iD as 0000-0002-1825-0097.")
)

ORCID_ADDRESS = re.compile(r"^(https?://)?(www\.)?orcid\.org/", re.IGNORECASE)


def is_orcid(text: str) -> bool:
    """Verify the check digit of an ORCID iD (ISO 7064, mod 11-2)."""
    signs = text.replace("-", "")
    total = 0
    for digit in signs[:-1]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == signs[-1]


class CreatorBlock(blocks.StructBlock):
    """A creator: a person, named as on the publication, or an organisation."""

    name = blocks.CharBlock(
        label=_("Name as written"),
        required=False,
        default="",
        max_length=160,
        help_text=_("Leave empty if the creator is an organisation."),
    )
    given = blocks.CharBlock(label=_("Given names"), required=False, default="", max_length=80)
    family = blocks.CharBlock(label=_("Family names"), required=False, default="", max_length=80)
    orcid = blocks.CharBlock(
        label=_("ORCID iD"), required=False, default="", max_length=19, validators=[ORCID]
    )
    organisation = blocks.CharBlock(
        label=_("Organisation"), required=False, default="", max_length=200
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A pasted orcid.org URL is cut to its iD here, not by the browser.
        self.child_blocks["orcid"].field.widget.attrs.pop("maxlength", None)

    def clean(self, value: Any) -> Any:
        value["orcid"] = ORCID_ADDRESS.sub("", (value["orcid"] or "").strip()).upper()
        result = super().clean(value)
        if result["orcid"] and not is_orcid(result["orcid"]):
            wrong = ValidationError(_("There is no such ORCID iD. Check for a wrong digit."))
            raise blocks.StructBlockValidationError(block_errors={"orcid": wrong})
        if not self.is_deferred_validation and not (result["name"] or result["organisation"]):
            error = ValidationError(_("Give a name or an organisation."))
            raise blocks.StructBlockValidationError(block_errors={"name": error})
        return result

    class Meta:
        icon = "user"
        label = _("Creator")


class FileOfBlock(blocks.StructBlock):
    """The full text in one language, as a file here. Only with a licence that allows it."""

    document = DocumentChooserBlock(label=_("File"))
    language = blocks.ChoiceBlock(label=_("Language"), choices=settings.LANGUAGES)
    pages = blocks.IntegerBlock(
        label=pgettext_lazy("of a file", "Pages"), required=False, min_value=1
    )

    class Meta:
        icon = "doc-full"
        label = _("File kept here")


class LinkValue(blocks.StructValue):
    @property
    def is_copy(self) -> bool:
        """Whether it is marked as a copy, or on a known document-sharing site."""
        return bool(self.get("copy")) or addresses.is_copy(self["url"])


class LinkToBlock(blocks.StructBlock):
    """The full text in one language, as a link to its publisher; or to a copy, marked as such."""

    url = WebAddressBlock(label=_("Web address"))
    language = blocks.ChoiceBlock(label=_("Language"), choices=settings.LANGUAGES, required=False)
    pages = blocks.IntegerBlock(
        label=pgettext_lazy("of a file", "Pages"), required=False, min_value=1
    )

    copy = blocks.BooleanBlock(
        label=_("Copy on a document-sharing site"),
        required=False,
        default=False,
        help_text=_(
            "Not the publisher’s own page: citations do not link to it, and readers are told so."
        ),
    )

    class Meta:
        icon = "link-external"
        value_class = LinkValue
        label = _("Link to the publisher")
