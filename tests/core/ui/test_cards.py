"""Chips and small facts: what editors wrote is text in them, whatever it looks like."""

from core.ui.cards import Chip, Meta, language_chip, meta_line


def test_a_chip_leads_to_its_address_and_says_its_language():
    chip = language_chip("ar", url="/ar/?a=1&b=2", note="original", is_mine=True)

    assert chip.html() == (
        '<a class="chip chip--mine" href="/ar/?a=1&amp;b=2" hreflang="ar">'
        '<span lang="ar" dir="rtl">العربية</span> <small>original</small></a>'
    )


def test_a_chip_without_an_address_is_no_link():
    chip = Chip("<b>", is_missing=True)

    assert chip.html() == '<span class="chip chip--none"><span>&lt;b&gt;</span></span>'


def test_a_fact_in_another_language_is_marked():
    line = meta_line([Meta("<i>Sevilla</i>", lang="es", dir="ltr"), Meta("2024")])

    assert line == (
        '<p class="meta"> <span><span lang="es" dir="ltr">&lt;i&gt;Sevilla&lt;/i&gt;</span></span>'
        " <span>2024</span></p>"
    )
