"""Import and export of PO files, tolerant of what people's tools do to them."""

from dataclasses import dataclass, field
from datetime import datetime
from tempfile import NamedTemporaryFile
from typing import Any

import polib
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _
from wagtail_localize.models import StringTranslation, Translation

from people.models import User
from translations.freshness import earlier_wordings
from translations.sanitise import clean_words

BELONGS_TO = "X-WagtailLocalize-TranslationID"
MADE_AT = "POT-Creation-Date"
MOST_BYTES = 5 * 1024 * 1024
TOOL = "PO File"


class UnusableFile(Exception):
    """Nothing can be taken from the file; the message tells the translator why, and what to do."""


@dataclass
class ImportResult:
    """What became of a file's pieces."""

    #: Words in the file, and the newer ones here that were kept in their place.
    kept: list[tuple[str, str]] = field(default_factory=list)
    taken: int = 0
    unknown: int = 0


def read(upload: Any, translation: Translation) -> polib.POFile:
    """The file that somebody chose. Raises UnusableFile with a sentence for them."""
    if upload is None or not upload.size:
        raise UnusableFile(
            _("The file is empty. Download the PO file here again, then fill it in.")
        )
    if upload.size > MOST_BYTES:
        raise UnusableFile(_("The file is far too large for a PO file. Choose another one."))
    try:
        text = upload.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusableFile(
            _("The file is not in UTF-8. Save it as UTF-8 in your program, then upload it again.")
        ) from error
    file = parse(text)
    belongs_to = file.metadata.get(BELONGS_TO)
    if belongs_to is None:
        raise UnusableFile(
            _(
                "The file does not say which translation it belongs to: its first lines are "
                "missing. Download the PO file here again, and enter your translation in it."
            )
        )
    if belongs_to != str(translation.uuid):
        raise UnusableFile(_("The file belongs to another translation. Upload it there."))
    return file


def parse(text: str) -> polib.POFile:
    # By a name: polib takes a text without line breaks for the name of a file, and would open it.
    with NamedTemporaryFile("w", encoding="utf-8", suffix=".po") as kept:
        kept.write(text)
        kept.flush()
        try:
            return polib.pofile(kept.name, encoding="utf-8")
        except (OSError, ValueError, IndexError, LookupError, AttributeError) as error:
            raise UnusableFile(
                _("This is not a readable PO file. Download it here again, then fill it in.")
            ) from error


def take(file: polib.POFile, translation: Translation, user: User) -> ImportResult:
    """Import the pieces, but for those that somebody changed here after the file was made."""
    result = ImportResult()
    newer = changed_since(made_at(file), translation, user)
    for entry in list(file):
        here = newer.get((entry.msgid, entry.msgctxt))
        if entry.msgstr and here is not None and here != clean_words(entry.msgstr):
            result.kept.append((entry.msgstr, here))
            keep_as_earlier_wording(entry, translation, user)
            file.remove(entry)
    result.taken = sum(1 for entry in file if entry.msgstr and not entry.obsolete)
    result.unknown = len(translation.import_po(file, user=user, tool_name=TOOL))
    result.taken -= min(result.taken, result.unknown)
    return result


def keep_as_earlier_wording(entry: polib.POEntry, translation: Translation, user: User) -> None:
    row = StringTranslation.objects.filter(
        translation_of__data=entry.msgid,
        context__path=entry.msgctxt,
        context__object_id=translation.source.object_id,
        locale_id=translation.target_locale_id,
    ).first()
    if row is not None:
        earlier_wordings.keep(row, clean_words(entry.msgstr), user)


def made_at(file: polib.POFile) -> datetime | None:
    """When the file was downloaded; None where it does not say."""
    try:
        found = parse_datetime(file.metadata.get(MADE_AT, ""))
    except ValueError:
        return None
    return make_aware(found) if found and is_naive(found) else found


def changed_since(
    moment: datetime | None, translation: Translation, user: User
) -> dict[tuple[str, str], str]:
    """(original, place) to words newer than the file, but for this person's own uploads."""
    rows = StringTranslation.objects.filter(
        locale_id=translation.target_locale_id,
        context__object_id=translation.source.object_id,
    ).exclude(tool_name=TOOL, last_translated_by=user)
    if moment is not None:
        rows = rows.filter(updated_at__gt=moment)
    found = rows.values_list("translation_of__data", "context__path", "data")
    return {(original, place): words for original, place, words in found}
