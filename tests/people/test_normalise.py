import pytest

from people.normalise import clean_name, fold_address, western_digits


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Inês   Duarte ", "Inês Duarte"),
        ("Ine\u0302s", "In\u00eas"),
        ("\u202esalma\u202c", "salma"),
        ("سلمى\u200f", "سلمى"),
        ("a\u2066b\u2069c\x00", "abc"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("one\ntwo", "one two"),
        ("\u202e \u2066", ""),
    ],
)
def test_clean_name(typed, kept):
    assert clean_name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Salma@Example.ORG ", "salma@example.org"),
        ("\u212aarim@example.org", "karim@example.org"),
        ("\uff53alma@example.org", "salma@example.org"),
        ("jo\u017fe@example.org", "jose@example.org"),
    ],
)
def test_fold_address(typed, kept):
    assert fold_address(typed) == kept


def test_western_digits():
    assert western_digits("١٢٣ ۴۵۶ ７８９ abc") == "123 456 789 abc"
