"""What people type about themselves, made safe to show and to compare."""

import re
import unicodedata

# Marks that turn the direction of what follows: in a name they can make one look like another.
TURNING = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
FIRST_STRONG, POP = "\u2068", "\u2069"


def clean_name(text: str) -> str:
    """One line in NFC, without marks of direction and without control characters.

    Joiners (U+200C, U+200D) stay: they are spelling in some languages.
    """
    spaced = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))
    shown = TURNING.sub("", spaced)
    return "".join(sign for sign in shown if unicodedata.category(sign) != "Cc").strip()


def fold_address(address: str) -> str:
    """The one form of an e-mail address that is stored, compared and counted."""
    return unicodedata.normalize("NFKC", address.strip()).casefold()


def western_digits(text: str) -> str:
    """The same text with the digits of any script written as 0-9."""
    return "".join(
        str(unicodedata.decimal(sign)) if unicodedata.category(sign) == "Nd" else sign
        for sign in text
    )


def isolated(text: object) -> str:
    """A name inside a sentence of plain text: its direction does not spill over."""
    return f"{FIRST_STRONG}{text}{POP}"
