"""Plain text: for exports, without control characters and line breaks; for comparisons, folded."""

# ruff: noqa: RUF001 - letters of three scripts that look alike

import re
import unicodedata

# Not allowed in XML, iCalendar or citation files, not even escaped: control characters but tab and
# line breaks, surrogates, noncharacters.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

# The seats of hamza that writers and countries choose differently: مسؤول, مسئول; هيئة, هيأة.
HAMZA = re.compile("[ئؤ]و|ي[ئأ]")
# Letters that people take for one another, and digits of other scripts.
LETTERS = str.maketrans(
    {
        "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i",
        "ـ": None, "ء": None, "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك",
        **{chr(0x0660 + n): str(n) for n in range(10)},
        **{chr(0x06F0 + n): str(n) for n in range(10)},
    }
)  # fmt: skip


def strip_controls(text: str) -> str:
    """The text without control characters; escaping is left to the writer of the format."""
    return CONTROLS.sub("", text)


def one_line(text: str) -> str:
    """Collapse white space and line breaks of any kind, and drop control characters: each of them
    ends a field in some format."""
    return " ".join(filter(None, map(strip_controls, text.split())))


def fold(text: str) -> str:
    """Fold case, accents, vowel signs, tatweel, and variants of letters and digits."""
    composed = HAMZA.sub(lambda match: match[0].strip("ئؤأ"), unicodedata.normalize("NFC", text))
    bare = "".join(
        c
        for c in unicodedata.normalize("NFKD", composed)
        if unicodedata.category(c) not in {"Mn", "Cf"}
    )
    return unicodedata.normalize("NFKC", bare.casefold().translate(LETTERS))
