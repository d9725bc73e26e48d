import pytest

from search.analysis import align
from search.highlight import SNIPPET, Highlighter
from search.query import read_query


def marks(q, text, language="en"):
    return str(Highlighter(read_query(q).words).mark(text, language))


def snippet_of(q, text):
    read = align(text, "en")
    highlighter = Highlighter(read_query(q).words)
    found = highlighter.fragment(" ".join(read.words), " ".join(read.stems))
    return str(highlighter.snippet(text, "en", [start for start, _end in read.spans], found))


@pytest.mark.parametrize(
    ("q", "text", "language", "marked"),
    [
        ("agreement", "Two agreements.", "en", "Two <mark>agreements</mark>."),
        ("solidarite", "La Solidarité", "fr", "La <mark>Solidarité</mark>"),
        ("اتفاق", "وقّعوا اتِّفاقًا جديدًا", "ar", "وقّعوا <mark>اتِّفاقًا</mark> جديدًا"),
        ("اتفاقيات", "الاتفاقـــية", "ar", "<mark>الاتفاقـــية</mark>"),
        ("ΣΥΜΦΩΝΙΑ", "Μία συμφωνία", "el", "Μία <mark>συμφωνία</mark>"),
        ("coproduction", "Our co-production", "en", "Our <mark>co-production</mark>"),
        ("curr", "A currency", "en", "A <mark>currency</mark>"),
        ("time bank", "Banks of time", "en", "<mark>Banks</mark> of <mark>time</mark>"),
        ("visit", "Nothing here", "en", "Nothing here"),
        ("economie", "l’économie", "fr", "l’<mark>économie</mark>"),
    ],
)
def test_mark_shows_the_words_as_they_are_written(q, text, language, marked):
    assert marks(q, text, language) == marked


@pytest.mark.parametrize(
    ("q", "text", "marked"),
    [
        ("script", "<script>x()", "&lt;<mark>script</mark>&gt;x()"),
        ("amp", "A &amp; B", "A &amp;<mark>amp</mark>; B"),
        ("mark", "</mark><mark>", "&lt;/<mark>mark</mark>&gt;&lt;<mark>mark</mark>&gt;"),
        ("b", "a\"b'c", "a&quot;<mark>b</mark>&#x27;c"),
        ("lt", "1 < 2 lt", "1 &lt; 2 <mark>lt</mark>"),
    ],
)  # fmt: skip
def test_mark_escapes_before_it_marks(q, text, marked):
    assert marks(q, text) == marked


def test_mark_without_words_only_escapes():
    assert str(Highlighter(()).mark("A <b> word", "en")) == "A &lt;b&gt; word"


def test_snippet_is_the_stretch_with_most_of_the_words():
    text = "A bank of money.\n" + "Filler words. " * 30 + "Here is the time bank of Lisbon.\nEnd."

    snippet = snippet_of("time bank lisbon", text)

    assert "<mark>time</mark> <mark>bank</mark> of <mark>Lisbon</mark>." in snippet
    assert snippet.startswith("… ")
    assert "money" not in snippet


def test_snippet_is_short_and_cut_between_words():
    text = "word " * 100 + "needle " + "other " * 100

    snippet = snippet_of("needle", text)

    assert len(snippet) < SNIPPET + len("… <mark></mark> …") + 1
    words = set(snippet.replace("…", "").split())
    assert words == {"word", "<mark>needle</mark>", "other"}


def test_snippet_holds_a_match_that_is_longer_than_itself():
    text = "before " + "n" * 500 + " after"

    snippet = snippet_of("n" * 64, text)

    assert snippet.count("<mark>") == snippet.count("</mark>") == 1


def test_snippet_joins_lines_so_that_a_heading_has_its_text():
    text = "First part\nThe needle\nIt is found here.\nAnd so on."

    snippet = snippet_of("needle", text)

    assert snippet == "First part · The <mark>needle</mark> · It is found here. And so on."


def test_snippet_is_empty_where_nothing_matches():
    assert snippet_of("needle", "Only hay.\nMore hay.") == ""
