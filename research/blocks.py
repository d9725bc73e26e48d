"""Parts of a publication's record: the same in all languages."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

# https://support.orcid.org/hc/en-us/articles/360006897674: four groups, the last sign may be X.
ORCID = RegexValidator(
    r"^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$", _("Write the ORCID iD as 0000-0002-1825-0097.")
)


class CreatorBlock(blocks.StructBlock):
    """A person, with their name as written on the publication, or an organisation."""

    name = blocks.CharBlock(
        label=_("Name as written"),
        required=False,
        default="",
        max_length=160,
        help_text=_("Leave it empty where an organisation is the creator."),
    )
    given = blocks.CharBlock(label=_("Given names"), required=False, default="", max_length=80)
    family = blocks.CharBlock(label=_("Family names"), required=False, default="", max_length=80)
    orcid = blocks.CharBlock(
        label=_("ORCID iD"), required=False, default="", max_length=19, validators=[ORCID]
    )
    organisation = blocks.CharBlock(
        label=_("Organisation"), required=False, default="", max_length=200
    )

    def clean(self, value: Any) -> Any:
        result = super().clean(value)
        if not self.is_deferred_validation and not (result["name"] or result["organisation"]):
            error = ValidationError(_("Give a name or an organisation."))
            raise blocks.StructBlockValidationError(block_errors={"name": error})
        return result

    class Meta:
        icon = "user"
        label = _("Creator")


class FileOfBlock(blocks.StructBlock):
    """The text itself in one language, kept here. Only with a licence that allows it."""

    document = DocumentChooserBlock(label=_("File"))
    language = blocks.ChoiceBlock(label=_("Language"), choices=settings.LANGUAGES)
    pages = blocks.IntegerBlock(label=_("Pages"), required=False, min_value=1)

    class Meta:
        icon = "doc-full"
        label = _("File kept here")


class LinkToBlock(blocks.StructBlock):
    """The text itself in one language, at its publisher's."""

    url = blocks.URLBlock(label=_("Address"))
    language = blocks.ChoiceBlock(label=_("Language"), choices=settings.LANGUAGES, required=False)
    pages = blocks.IntegerBlock(label=_("Pages"), required=False, min_value=1)

    class Meta:
        icon = "link-external"
        label = _("Link to the publisher")
