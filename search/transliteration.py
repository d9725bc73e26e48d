"""Transliteration: Greek typed in Latin letters, and names as another alphabet writes them.

Pure functions over folded words. What they give is coarse: a query uses it only for a word that is
found in no other way.
"""

# ruff: noqa: RUF001 - letters of three scripts are what this module is about

import re
from functools import lru_cache
from itertools import islice, product

# As in `search.analysis`: letters that nobody types, so that these forms meet only each other.
GREEK_SOUND = "ᛟ"
# Names by the script of the text they are in: a query asks the scripts that are not its own.
NAMES = {"": "ᛞ", "el": "ᛉ", "ar": "ᛜ"}
MIN_SOUND, MIN_CONSONANTS = 4, 3
MAX_READINGS = 8
ENDINGS = "aeiou"

# The sound of Greek letters, longest first; one sign a sound.
GREEK = {
    "ου": "u", "αι": "e", "ει": "i", "οι": "i", "υι": "i", "αυ": "af", "ευ": "ef", "μπ": "v",
    "ντ": "d", "γκ": "g", "γγ": "g", "γχ": "x", "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e",
    "ζ": "z", "η": "i", "θ": "8", "ι": "i", "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "ks",
    "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "i", "φ": "f", "χ": "x",
    "ψ": "ps", "ω": "o",
}  # fmt: skip
# How people write these sounds in Latin letters, longest first: each with its readings.
LATIN = {
    "ou": ("u",), "ai": ("e",), "ei": ("i",), "oi": ("i",), "yi": ("i",), "af": ("af",),
    "av": ("af",), "au": ("af",), "ef": ("ef",), "ev": ("ef",), "eu": ("ef",), "mp": ("v",),
    "nt": ("d",), "nd": ("d",), "gk": ("g",), "gg": ("g",), "ng": ("g",), "th": ("8",),
    "ch": ("x",), "kh": ("x",), "ph": ("f",), "ks": ("ks",), "ps": ("ps",), "a": ("a",),
    "b": ("v",), "c": ("k",), "d": ("d",), "e": ("e",), "f": ("f",), "g": ("g",), "h": ("i", "x"),
    "i": ("i",), "j": ("z",), "k": ("k",), "l": ("l",), "m": ("m",), "n": ("n",), "o": ("o",),
    "p": ("p",), "q": ("k",), "r": ("r",), "s": ("s",), "t": ("t",), "u": ("i", "u"),
    "v": ("v",), "w": ("o",), "x": ("x", "ks"), "y": ("i",), "z": ("z",), "8": ("8",),
    "3": ("ks",),
}  # fmt: skip
# Consonants by class, whatever the alphabet; all else is dropped from the skeleton of a name.
CLASSES = {
    "B": "bpvبپفڤفf" + "βπφ", "T": "tdطتضدثذθτδ", "S": "szcصسزظشσςζξjجچ", "K": "kqxgقكخغκχγ",
    "M": "mμم", "N": "nνن", "L": "lλل", "R": "rρر",
}  # fmt: skip
CLASS_OF = {letter: name for name, letters in CLASSES.items() for letter in letters}
# Read as one letter before the classes.
DIGRAPHS = (
    ("sch", "s"), ("sh", "s"), ("ch", "k"), ("kh", "k"), ("gh", "k"), ("th", "t"), ("ph", "f"),
    ("dj", "j"), ("ντ", "τ"), ("μπ", "π"), ("γκ", "γ"), ("τζ", "ζ"),
)  # fmt: skip
_GREEK_PARTS = re.compile("|".join(GREEK))
_LATIN_PARTS = re.compile("|".join(LATIN))
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=50_000)
def sound_forms(word: str, folded: str) -> tuple[str, ...]:
    """The forms that a word of a text is also indexed by; `word` as written."""
    script = script_of(folded)
    found = [GREEK_SOUND + greek_sound(folded)] if script == "el" else []
    if script == "ar" or word[:1].isupper():
        found += [NAMES[script] + one for one in [skeleton(folded)] if one]
    return tuple(one for one in found if len(one) > MIN_CONSONANTS)


def heard_forms(folded: str) -> tuple[str, ...]:
    """The forms by which a word of a query may be written in another script."""
    script = script_of(folded)
    found = list(greek_readings(folded)) if script == "" else []
    if name := skeleton(folded):
        found += [marker + name for code, marker in NAMES.items() if code != script]
    return tuple(dict.fromkeys(found))


def script_of(folded: str) -> str:
    """ "ar", "el", or "" for Latin."""
    first = folded[:1]
    if "\u0600" <= first <= "\u06ff":
        return "ar"
    return "el" if "\u0370" <= first <= "\u03ff" else ""


def greek_sound(folded: str) -> str:
    """How a Greek word sounds, without its ending."""
    return simplify_sound(
        _GREEK_PARTS.sub(lambda match: GREEK[match[0]], _TWICE.sub(r"\1", folded))
    )


def greek_readings(folded: str) -> tuple[str, ...]:
    """What a word in Latin letters may sound like in Greek."""
    if len(folded) < MIN_SOUND:
        return ()
    parts = [LATIN[one] for one in _LATIN_PARTS.findall(folded)]
    heard = ("".join(one) for one in islice(product(*parts), MAX_READINGS))
    return tuple(dict.fromkeys(GREEK_SOUND + simplify_sound(one) for one in heard))


def simplify_sound(sound: str) -> str:
    """A sound without double signs and without what Greek words change at their end."""
    plain = _TWICE.sub(r"\1", sound)
    short = plain.rstrip("sn").rstrip(ENDINGS)
    return short if len(short) >= MIN_SOUND else plain


def skeleton(folded: str) -> str:
    """The consonants of a name by class; empty where too few are left to tell names apart."""
    plain = folded.removeprefix("ال")
    for pair, letter in DIGRAPHS:
        plain = plain.replace(pair, letter)
    found = _TWICE.sub(r"\1", "".join(CLASS_OF.get(one, "") for one in plain))
    return found if len(found) >= MIN_CONSONANTS else ""
