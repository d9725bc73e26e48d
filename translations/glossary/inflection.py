"""Inflection: regular expressions for the forms of a term in running text.

Pure functions: wordings in, one pattern out. Regular forms only; irregular ones are entered as
further wordings.
"""

# ruff: noqa: RUF001 - letters of three scripts are what this module is about

import re
import unicodedata
from collections.abc import Callable, Iterable

SHORTEST_PLURAL = 3
# Vowel signs and tatweel are optional after any Arabic letter.
SIGNS = "\u0640\u064b-\u0652\u0670"
ARABIC_SIGN = re.compile(f"[{SIGNS}]")
ALEFS = "اأإآ"
# و ف, then ب ك ل, then the article; ل and the article become لل.
BEGINNINGS = "(?:[وف]?(?:[بك]?ال|لل|[بكل])?)"
ARTICLE = "ال"
# Variants of a character.
SAME = {"'": "['’ʼ]", "’": "['’ʼ]", "-": "[-‐‑]", "‑": "[-‐‑]"}
# Word boundaries: letters, digits and hyphens continue a word; an apostrophe does not: l’économie.
BEFORE = rf"(?<![\w{SIGNS}])(?<!\w[-‐‑])"
AFTER = rf"(?![\w{SIGNS}]|[-‐‑]\w)"


def pattern_of(wordings: Iterable[str], language: str) -> re.Pattern[str]:
    """One pattern for all wordings; its groups are the wordings in order, and the first one
    wins."""
    groups = "|".join(f"({phrase_pattern(one, language)})" for one in wordings)
    return re.compile(f"{BEFORE}(?:{groups}){AFTER}", re.IGNORECASE)


def phrase_pattern(wording: str, language: str) -> str:
    """A wording of one word or more, in any of its forms."""
    words = unicodedata.normalize("NFC", wording).split()
    if language == "ar":
        return r"\s+".join(arabic(word, is_first=not place) for place, word in enumerate(words))
    return r"\s+".join(latin(word, language) for word in words)


def latin(word: str, language: str) -> str:
    """A word of the four Latin languages or of Greek, also in the plural."""
    if is_abbreviation(word):
        # An abbreviation is case-sensitive: ESS, but not "ess"; ToT, but not "tot".
        return f"(?-i:{literal(word)}s?)" if language == "en" else f"(?-i:{literal(word)})"
    parts = re.split("([-‐‑])", word)
    return "".join(
        literal(one) if one in SAME else inflection_pattern(one, language) for one in parts
    )


def is_abbreviation(word: str) -> bool:
    return sum(letter.isupper() for letter in word) > 1


def inflection_pattern(word: str, language: str) -> str:
    rule = PLURALS.get(language)
    if rule is None or len(word) < SHORTEST_PLURAL or not word[-1].isalpha():
        return literal(word)
    return rule(word)


def literal(word: str) -> str:
    return "".join(SAME.get(sign) or re.escape(sign) for sign in word)


def either(word: str, pairs: Iterable[tuple[str, str]]) -> str:
    """The word with any ending of the first pair that contains its own; "" if none does."""
    for ending, others in pairs:
        if word.casefold().endswith(ending) and len(word) > len(ending):
            return f"{literal(word[: -len(ending)])}(?:{others})"
    return ""


def english(word: str) -> str:
    pairs = [
        ("ies", "ies|y"), ("ay", "ays?"), ("ey", "eys?"), ("oy", "oys?"), ("y", "y|ies"),
        ("ss", "ss(?:es)?"), ("sh", "sh(?:es)?"), ("ch", "ch(?:es)?"), ("x", "x(?:es)?"),
        ("s", "s?"),
    ]  # fmt: skip
    return either(word, pairs) or f"{literal(word)}s?"


def french(word: str) -> str:
    pairs = [
        ("aux", "aux|al"), ("al", "als?|aux"), ("eau", "eaux?"), ("eu", "eux?"), ("s", "s?"),
        ("x", "x"), ("z", "z"),
    ]  # fmt: skip
    return either(word, pairs) or f"{literal(word)}s?"


def spanish(word: str) -> str:
    pairs = [
        ("iones", "iones|ión"), ("ión", "ión|iones"), ("ces", "ces|z|ce"), ("z", "z|ces"),
        ("es", "es|e|"), ("s", "s?"), *((vowel, f"{vowel}s?") for vowel in "aeoáéó"),
    ]  # fmt: skip
    return either(word, pairs) or f"{literal(word)}(?:es)?"


def portuguese(word: str) -> str:
    pairs = [
        ("ões", "ões|ão"), ("ão", "ão|ões|ãos|ães"), ("ais", "ais|al"), ("al", "al|ais"),
        ("eis", "eis|el|il"), ("éis", "éis|el"), ("el", "el|éis|eis"), ("ns", "ns|m"),
        ("m", "m|ns"), ("res", "res?"), ("r", "r(?:es)?"), ("z", "z(?:es)?"), ("s", "s?"),
    ]  # fmt: skip
    return either(word, pairs) or f"{literal(word)}s?"


def greek(word: str) -> str:
    """No plural, but the genitive of words that end in a vowel: καινοτομία, της καινοτομίας."""
    return either(word, [(vowel, f"{vowel}ς?") for vowel in "αάηή"]) or literal(word)


PLURALS: dict[str, Callable[[str], str]] = {
    "en": english, "fr": french, "es": spanish, "pt": portuguese, "el": greek,
}  # fmt: skip


def arabic(word: str, *, is_first: bool) -> str:
    """A word with or without article; the first one also with joined prefixes."""
    bare = ARABIC_SIGN.sub("", word)
    joined = "و" if bare.startswith("و" + ARTICLE) and not is_first else ""
    bare = bare.removeprefix(joined)
    if bare.startswith(ARTICLE) and len(bare) > len(ARTICLE) + 1:
        bare = bare.removeprefix(ARTICLE)
    letters = "".join(
        f"{'[' + ALEFS + ']' if letter in ALEFS else literal(letter)}[{SIGNS}]*" for letter in bare
    )
    return joined + (BEGINNINGS if is_first else f"(?:{ARTICLE})?") + letters
