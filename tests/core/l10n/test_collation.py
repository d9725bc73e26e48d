"""Words in the order of an alphabet."""

import pytest

from core.l10n import collation


@pytest.mark.parametrize(
    ("language", "words", "expected"),
    [
        ("en", ["time", "Élan", "b"], ["b", "Élan", "time"]),
        ("es", ["oso", "ñu", "nube", "niño"], ["niño", "nube", "ñu", "oso"]),
        ("fr", ["économie", "échange", "étude", "elle"], ["échange", "économie", "elle", "étude"]),
        ("el", ["ωφέλεια", "έργο", "άλλο", "επίσκεψη"], ["άλλο", "επίσκεψη", "έργο", "ωφέλεια"]),
        ("ar", ["الفقر", "بنك", "الإنتاج", "درس"], ["الإنتاج", "بنك", "درس", "الفقر"]),
        ("ar", ["بلجيكا", "الأردن", "ألمانيا", "تونس"], ["الأردن", "ألمانيا", "بلجيكا", "تونس"]),
    ],
)  # fmt: skip
def test_order_is_that_of_the_alphabet(language, words, expected):
    assert sorted(words, key=lambda word: collation.sort_key(word, language)) == expected
