"""Collation: sort keys by language, case and accents folded."""

import unicodedata

# The Arabic article: dictionaries order a word by what follows it.
ARTICLE = "ال"
# Letters sorted with another one; ñ has a place of its own, after n.
ARABIC = str.maketrans("أإآٱؤئىة", "ااااوييه", "ءـ")
SPANISH = str.maketrans({"ñ": "n\uffff"})


def strip_marks(text: str) -> str:
    """Strip accents and vowel signs; fold case and variants of Arabic letters."""
    composed = unicodedata.normalize("NFC", text).casefold().translate(ARABIC)
    apart = unicodedata.normalize("NFD", composed)
    return "".join(one for one in apart if unicodedata.category(one) != "Mn")


def sort_key(text: str, language: str) -> str:
    """Sort key in that language; the Arabic article is ignored."""
    if language == "es":
        text = unicodedata.normalize("NFC", text).casefold().translate(SPANISH)
    if language == "ar":
        # Before stripping: Albania begins with a letter of its own (أل), not with the article.
        text = text.removeprefix(ARTICLE)
    return strip_marks(text)
