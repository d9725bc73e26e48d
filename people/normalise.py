"""Normalises what people type: names, e-mail addresses, digits, bidi isolates."""

import re
import unicodedata

# Bidi control characters: in a name they can make it look like another.
TURNING = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
FIRST_STRONG, POP = "\u2068", "\u2069"


def clean_name(text: str) -> str:
    """One line in NFC, without bidi controls and without control characters.

    Joiners (U+200C, U+200D) stay: they are spelling in some languages.
    """
    spaced = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))
    shown = TURNING.sub("", spaced)
    return "".join(sign for sign in shown if unicodedata.category(sign) != "Cc").strip()


def fold_address(address: str) -> str:
    """Normalise an e-mail address to the one form that is stored, compared and counted."""
    return unicodedata.normalize("NFKC", address.strip()).casefold()


def western_digits(text: str) -> str:
    """Convert the digits of any script to 0-9."""
    return "".join(
        str(unicodedata.decimal(sign)) if unicodedata.category(sign) == "Nd" else sign
        for sign in text
    )


def bidi_isolate(text: object) -> str:
    """Wrap a name in Unicode bidi isolates (FSI, PDI), for sentences of plain text."""
    return f"{FIRST_STRONG}{text}{POP}"
