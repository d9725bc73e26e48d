"""Compiles gettext catalogues (.po to .mo) in Python: no GNU gettext needed at run time."""

from pathlib import Path

import polib


def compile_all(folder: Path) -> int:
    """Compile each catalogue that is newer than its .mo file; returns how many were."""
    count = 0
    for source in sorted(folder.glob("*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        polib.pofile(str(source)).save_as_mofile(str(target))
        count += 1
    return count
