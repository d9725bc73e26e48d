"""Localised lists inside sentences."""

import pytest
from django.utils import translation

from core.l10n.lists import enumerated, listed


@pytest.mark.parametrize(
    ("items", "said"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_listed(items, said):
    with translation.override("en"):
        assert listed(items) == said


def test_arabic_joins_without_a_space():
    with translation.override("ar"):
        assert listed(["أ", "ب", "ج"]) == "أ وب وج"
        assert enumerated(["أ", "ب"]) == "أ وب"
