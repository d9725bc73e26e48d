"""Localised lists inside sentences."""

import pytest
from django.utils import translation

from core.l10n.lists import format_enumeration, format_list


@pytest.mark.parametrize(
    ("items", "said"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_listed(items, said):
    with translation.override("en"):
        assert format_list(items) == said


def test_arabic_joins_without_a_space():
    with translation.override("ar"):
        assert format_list(["أ", "ب", "ج"]) == "أ وب وج"
        assert format_enumeration(["أ", "ب"]) == "أ وب"
