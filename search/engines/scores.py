"""Scores of relevance, the same in every search backend: by field, phrase, language."""

# What a word is worth by the field that holds it.
IN_TITLE, IN_HEADINGS, IN_SUMMARY, IN_TEXT = 1.0, 0.55, 0.5, 0.3
# A word of which only the beginning was typed.
BEGUN = 0.6
# All words as typed, in a title or in a text.
EXACT_TITLE, EXACT_TEXT = 0.5, 0.15
# A title that holds little else than the words.
WHOLE_TITLE = 0.6
# What editors recommend scores more than any words: `PINNED`, and whatever reaches the least.
PINNED, LEAST_PINNED = 10.0, 5.0
# A version in the reader's language.
OWN_LANGUAGE = 0.04
