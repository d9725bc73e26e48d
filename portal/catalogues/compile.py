"""Compiles gettext catalogues (.po to .mo) in Python: no GNU gettext needed at run time."""

import gettext
import hashlib
import struct
from pathlib import Path
from secrets import token_hex

import polib

# In the head of a compiled catalogue: of which words it was made.
SOURCE = "X-Compiled-From"


def compile_all(folder: Path) -> int:
    """Compile each catalogue whose .mo file is missing, damaged or made of another .po; returns how
    many were."""
    count = 0
    for source in sorted(folder.glob("**/LC_MESSAGES/django*.po")):
        target, wanted = source.with_suffix(".mo"), fingerprint(source)
        if made_from(target) == wanted:
            continue
        catalogue = polib.pofile(str(source))
        catalogue.metadata[SOURCE] = wanted
        # Whole or not at all: one that was cut short would be read as it is. Under a name of its
        # own, as several processes may compile the same one at once.
        making = target.with_suffix(f".{token_hex(8)}.making")
        catalogue.save_as_mofile(str(making))
        making.replace(target)
        count += 1
    return count


def fingerprint(source: Path) -> str:
    return hashlib.sha256(source.read_bytes()).hexdigest()


def made_from(target: Path) -> str:
    """What the compiled catalogue itself says; "" for one that is missing or damaged."""
    try:
        with target.open("rb") as file:
            return gettext.GNUTranslations(file).info().get(SOURCE.lower(), "")
    except (OSError, struct.error, ValueError, IndexError):
        return ""
