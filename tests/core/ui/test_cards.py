"""Chips and small facts: what editors wrote is text in them, whatever it looks like."""

import pytest
from django.utils import translation

from core.ui.cards import CardFact, Chip, chip_list, facts_line, language_chip
from core.ui.disclosure import show_more


def test_a_chip_leads_to_its_address_and_says_its_language():
    chip = language_chip("ar", url="/ar/?a=1&b=2", note="original", is_mine=True)

    assert chip.html() == (
        '<a class="chip chip--mine" href="/ar/?a=1&amp;b=2" hreflang="ar">'
        '<span lang="ar" dir="rtl">العربية</span> <small>original</small></a>'
    )


def test_a_chip_without_an_address_is_no_link():
    chip = Chip("<b>", is_missing=True)

    assert chip.html() == '<span class="chip chip--none"><span>&lt;b&gt;</span></span>'


def test_a_fact_in_another_language_is_marked(db):
    line = facts_line([CardFact("<i>Sevilla</i>", lang="es", dir="ltr"), CardFact("2024")])

    assert line == (
        '<p class="meta"> <span><span lang="es" dir="ltr">&lt;i&gt;Sevilla&lt;/i&gt;</span></span>'
        " <span>2024</span></p>"
    )


@pytest.mark.django_db
def test_many_languages_are_one_chip_that_unfolds():
    with translation.override("en"):
        html = chip_list([language_chip(code) for code in ("en", "ar")])
        alone = chip_list([language_chip("en")])

    assert html.startswith('<details class="tongues"><summary class="chip">')
    assert "in 2 languages</summary>" in html
    assert html.count("<li>") == 2
    assert "<details" not in alone


def loop(place: int, count: int) -> dict[str, int]:
    return {"counter0": place, "revcounter": count - place}


def test_a_long_list_is_divided_once_and_nothing_alone_is_folded():
    with translation.override("en"):
        parts = [show_more(loop(place, 9), after=3, classes="works") for place in range(9)]

        assert [bool(part) for part in parts].count(True) == 1
        assert "Show 6 more" in parts[3]
        assert parts[3].startswith("</ul><details")
        assert parts[3].endswith('<ul class="switched works">')
        assert not any(show_more(loop(place, 4), after=3) for place in range(4))
