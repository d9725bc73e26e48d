"""`make messages`: extracts interface messages into gettext catalogues; `make check` verifies them.

Extracting needs GNU gettext (Debian: `apt-get install gettext`); verifying and compiling do not.
"""

import subprocess
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "locale"
LANGUAGES = ["en", "fr", "es", "pt", "el", "ar"]
SKIPPED = ["tests/*", "var/*", ".venv/*", "docs/*", "requirements/*"]


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(FOLDER / language / "LC_MESSAGES" / "django.po"))


def collect() -> int:
    """Update all six catalogues from the code. English msgids are their own translation."""
    command = [sys.executable, "manage.py", "makemessages", "--no-location", "--no-wrap"]
    for language in LANGUAGES:
        command += ["-l", language]
    for pattern in SKIPPED:
        command += ["--ignore", pattern]
    FOLDER.mkdir(exist_ok=True)
    done = subprocess.run(command, cwd=ROOT, check=False)
    if done.returncode:
        print("✗ GNU gettext is needed: apt-get install gettext", file=sys.stderr)
        return 1
    for language in LANGUAGES:
        tidy(language)
    return 0


def tidy(language: str) -> None:
    """Drop dates, obsolete and fuzzy entries, so that a repeat leaves no diff."""
    words = catalogue(language)
    for entry in words.fuzzy_entries():
        entry.flags.remove("fuzzy")
        entry.msgstr = ""
        entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
        entry.previous_msgid = entry.previous_msgctxt = entry.previous_msgid_plural = None
    for entry in words.obsolete_entries():
        words.remove(entry)
    for name in ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team"):
        words.metadata.pop(name, None)
    words.metadata["Project-Id-Version"] = "peer portal"
    words.metadata["Language"] = language
    words.metadata["Plural-Forms"] = PLURALS[language]
    words.header = ""
    words.save()


# Plural forms as in GNU gettext and CLDR: Arabic has six.
PLURALS = {
    "en": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "pt": "nplurals=2; plural=(n != 1);",
    "el": "nplurals=2; plural=(n != 1);",
    "ar": (
        "nplurals=6; plural=(n == 0 ? 0 : n == 1 ? 1 : n == 2 ? 2 :"
        " n%100 >= 3 && n%100 <= 10 ? 3 : n%100 >= 11 ? 4 : 5);"
    ),
}


def find_faults(language: str) -> list[str]:
    """Missing or invalid entries of one catalogue."""
    if language == "en":
        return []
    found = []
    for entry in catalogue(language):
        if entry.obsolete:
            continue
        if entry.fuzzy:
            found.append(f"fuzzy: {entry.msgid[:70]}")
        elif entry.msgid_plural:
            forms = entry.msgstr_plural.values()
            if len(forms) < (6 if language == "ar" else 2) or not all(forms):
                found.append(f"plural forms missing: {entry.msgid[:70]}")
        elif not entry.msgstr:
            found.append(f"missing: {entry.msgid[:70]}")
    return found


def check() -> int:
    count = 0
    for language in LANGUAGES:
        for fault in find_faults(language):
            count += 1
            print(f"{language}: {fault}")
    return 1 if count else 0


if __name__ == "__main__":
    raise SystemExit(check() if "--check" in sys.argv else collect())
