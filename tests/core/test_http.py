"""Names of downloads: the document's own title, in any script, harmless in a header and on a
disk."""

import re
from urllib.parse import unquote

import pytest

from core.http import LONGEST_NAME, content_disposition


def names(header: str) -> tuple[str, str]:
    """What an old and what a new browser calls the file."""
    plain = re.fullmatch(r'(?:inline|attachment); filename="([^"\\]*)"(.*)', header)
    assert plain is not None, header
    wide = re.fullmatch(r"; filename\*=UTF-8''([A-Za-z0-9._~%-]+)", plain[2])
    return plain[1], unquote(wide[1], errors="strict") if wide else plain[1]


@pytest.mark.parametrize(
    ("title", "plain", "wide"),
    [
        ("Law and economy", "Law and economy.pdf", "Law and economy.pdf"),
        ("Ley y economía", "Ley y economia.pdf", "Ley y economía.pdf"),
        ("100% social", "100 social.pdf", "100% social.pdf"),
        ('He said "go"', "He said go.pdf", "He said go.pdf"),
        ("a/b\\c:d*e?f<g>h|i", "a b c d e f g h i.pdf", "a b c d e f g h i.pdf"),
        ("..", "file.pdf", "file.pdf"),
        ("", "file.pdf", "file.pdf"),
        ("two\r\nSet-Cookie: a=b", "two Set-Cookie a=b.pdf", "two Set-Cookie a=b.pdf"),
        ("\x00bell\x07", "bell.pdf", "bell.pdf"),
        ("turned \u202efdp.exe", "turned fdp.exe.pdf", "turned fdp.exe.pdf"),
    ],
)
def test_a_title_becomes_a_name(title, plain, wide):
    assert names(content_disposition(title, "pdf")) == (plain, wide)


@pytest.mark.parametrize("title", ["اقتصاد اجتماعي", "Κοινωνική οικονομία", "🌱", "愛"])
def test_a_title_in_another_script_keeps_it(title):
    plain, wide = names(content_disposition(title, "ics"))

    assert plain.isascii()
    assert wide == f"{title}.ics"


@pytest.mark.parametrize("title", ["a" * 500, "اقتصاد " * 100, "🌱" * 200])
def test_a_long_title_is_cut_between_letters(title):
    for name in names(content_disposition(title, "pdf")):
        assert name.endswith(".pdf")
        assert len(name.encode()) <= LONGEST_NAME + len(".pdf")


def test_what_is_shown_in_place_has_its_name_as_well():
    assert content_disposition("Law", "pdf", inline=True) == 'inline; filename="Law.pdf"'
