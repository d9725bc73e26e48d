"""Collation: words in the order of a language's alphabet, without regard to case and accents."""

import unicodedata

# The Arabic article: dictionaries order a word by what follows it.
ARTICLE = "ال"
# Letters that stand with another in the order of the alphabet; ñ has a place of its own, after n.
ARABIC = str.maketrans("أإآٱؤئىة", "ااااوييه", "ءـ")
SPANISH = str.maketrans({"ñ": "n\uffff"})


def fold(text: str) -> str:
    """The text without case, accents, vowel signs, or variants of an Arabic letter."""
    composed = unicodedata.normalize("NFC", text).casefold().translate(ARABIC)
    apart = unicodedata.normalize("NFD", composed)
    return "".join(one for one in apart if unicodedata.category(one) != "Mn")


def order(text: str, language: str) -> str:
    """The sort key of a word in that language: the Arabic article does not count."""
    if language == "es":
        text = unicodedata.normalize("NFC", text).casefold().translate(SPANISH)
    if language == "ar":
        # Before folding: Albania begins with a letter of its own (أل), not with the article.
        text = text.removeprefix(ARTICLE)
    return fold(text)
