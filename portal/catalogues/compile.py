"""Compiles gettext catalogues (.po to .mo) in Python: no GNU gettext needed at run time."""

import gettext
import hashlib
import struct
from pathlib import Path
from tempfile import TemporaryDirectory

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
        # Whole or not at all: one that was cut short would be read as it is. In a folder of its
        # own, as several processes may compile the same one at once.
        with TemporaryDirectory(prefix=".compiling-", dir=target.parent) as folder_of_its_own:
            compiled = Path(folder_of_its_own) / target.name
            catalogue.save_as_mofile(str(compiled))
            compiled.replace(target)
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
