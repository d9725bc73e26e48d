"""Font coverage of certificates: what can be printed, checked before anything is frozen."""

import re
from functools import lru_cache

from django.utils.translation import ngettext

from courses.certificates.pdf import Unprintable, check_name

# Letters, digits and signs of the portal's languages. They print, as a test shows: text of these
# alone needs no trial.
PLAIN = re.compile(
    r"[\s!-~\u00a1-\u017f"
    r"\u0386-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce"
    r"\u0621-\u064a\u0660-\u0669،؛؟–—‘’“”…]*"
)
MOST_NAMED = 5


@lru_cache(maxsize=500)
def first_missing_glyphs(text: str) -> tuple[str, ...]:
    """The first few signs of the text that no font has; none where all of it prints."""
    return missing_glyphs(text, most=MOST_NAMED)


def missing_glyphs(text: str, *, most: int | None = None) -> tuple[str, ...]:
    """All signs that no font has, or the first `most` of them, each found by a trial."""
    words = " ".join(word for word in text.split() if not PLAIN.fullmatch(word))
    found: list[str] = []
    while words and (most is None or len(found) < most):
        try:
            # After a word, so that there is a name whatever is left of it.
            check_name(f"A {words}")
        except Unprintable as error:
            if not error.signs:
                raise
            found.append(error.signs)
            for sign in error.signs:
                words = words.replace(sign, " ")
        else:
            break
    return tuple(found)


def missing_glyphs_message(text: str) -> str | None:
    """A sentence for who typed the text, naming what cannot be printed; None where all can."""
    signs = first_missing_glyphs(text)
    if not signs:
        return None
    named = ", ".join(f"{sign} ({code_points(sign)})" for sign in signs)
    return ngettext(
        "Certificates cannot print this character: %(signs)s. Please leave it out.",
        "Certificates cannot print these characters: %(signs)s. Please leave them out.",
        len(signs),
    ) % {"signs": named}


def code_points(signs: str) -> str:
    """The signs as everybody can look them up, for those that do not show."""
    return " ".join(f"U+{ord(sign):04X}" for sign in signs)
