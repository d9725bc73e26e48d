"""Language detection of quoted titles, guessed by its script and its commonest words: for a
screen reader, which reads it in that language's voice."""

import unicodedata
from collections import Counter

from core.l10n import languages

COMMON = {
    "en": "the of and in to for on a with from by is its at as an new first project",
    "fr": "le la les l des d du de et en au aux pour sur un une dans par avec sa est",
    "es": "el la los las de del y en para por con un una su al es se que",
    "pt": "o a os as do da dos das de e em no na nos nas para por com um uma ao que",
}
WORDS = {code: words.split() for code, words in COMMON.items()}
ENOUGH = 2


def language_of(text: str) -> str:
    """The code of the language; "" where it cannot be told."""
    letters = [letter for letter in text if letter.isalpha()]
    for code, script in languages.SCRIPTS.items():
        mine = sum(unicodedata.name(letter, "").startswith(script) for letter in letters)
        if mine > len(letters) / 2:
            return code
    words = Counter("".join(one if one.isalpha() else " " for one in text.casefold()).split())
    votes = sorted(
        ((sum(words[one] for one in common), code) for code, common in WORDS.items()),
        reverse=True,
    )
    (most, code), (next_most, _other) = votes[:2]
    return code if most >= ENOUGH and most > next_most else ""
