"""Slugs are Latin, never empty, and unique below their parent."""

import pytest

from tests.factories.core import standard_page

pytestmark = pytest.mark.database


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Τράπεζες χρόνου", "trapezes-chronoy"),
        ("دورة", "dwrh"),
        ("时间", "shijian"),
        ("Câmbio é ação", "cambio-e-acao"),
        ("؟!", "page"),
    ],
)
def test_a_title_in_any_script_gives_an_address_in_latin_letters(home, title, slug):
    assert standard_page(home, title).slug == slug
    assert standard_page(home, title).slug == f"{slug}-2"
