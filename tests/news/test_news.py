"""Public pages of news."""

import pytest

from news.models import NewsIndexPage
from tests.factories.core import root_for, translated
from tests.factories.home import index_page, news
from tests.rooms import (
    assert_is_cheap,
    english_in_an_arabic_shell,
    html_of,
    restrict,
    texts,
    words_of,
)

pytestmark = pytest.mark.django_db
ORIGINAL = {
    "source_title": "ميدتاون تنطلق",
    "source_language": "ar",
    "source_url": "https://example.org/item",
}


@pytest.fixture(autouse=True)
def room(home):
    return index_page(NewsIndexPage, "news")


@pytest.mark.database
def test_newest_comes_first_and_what_has_no_day_last():
    news("Of a year", happened_on="2022")
    news("Undated")
    news("Of a day", happened_on="2022-03-14")
    news("Of the item", published_on="2023-01")
    news("Of a month", happened_on="2022-03")

    words = words_of("/en/news/")

    titles = ["Of the item", "Of a day", "Of a month", "Of a year", "Undated"]
    order = [words.index(title) for title in titles]
    assert order == sorted(order)
    assert "date not recorded Undated" in words


@pytest.mark.database
def test_front_page_orders_them_by_the_same_day_as_their_list():
    news("Told late", happened_on="2021-05", published_on="2024-01")
    for number in range(3):
        news(f"Of {2022 + number}", published_on=str(2022 + number))

    words = words_of("/en/")

    order = [words.index(title) for title in ["Of 2024", "Of 2023", "Of 2022"]]
    assert order == sorted(order)
    assert "Told late" not in words


@pytest.mark.slow
def test_lists_prefer_the_language_of_the_reader_and_mark_the_rest(room):
    root_for("el")
    translated(room, "el")
    for number in range(3):
        news(f"Of {2024 + number}", published_on=str(2024 + number))
    older = news("Older", published_on="2021")
    translated(older, "el", title="Παλιά")

    front, listed = html_of("/el/"), html_of("/el/news/")

    order = [front.index(title) for title in ("Παλιά", "Of 2026", "Of 2025")]
    assert order == sorted(order)
    assert "Of 2024" not in front
    assert texts(front, "main span[lang=en]").count("English") >= 2
    assert texts(listed, "main span[lang=en]").count("English") == 3


@pytest.mark.parametrize(
    ("day", "told"), [("2022", "2022"), ("2022-03", "March 2022"), ("2022-03-14", "14 March 2022")]
)
def test_day_is_told_as_it_is_known(day, told):
    page = news(happened_on=day)

    assert f"{told} A prize" in words_of("/en/news/")
    assert f" {told} " in words_of(f"/en/news/{page.slug}/")


def test_empty_index_says_so():
    assert "No news yet" in words_of("/en/news/")


def test_original_title_speaks_its_own_language_and_leads_to_the_source():
    page = news(**ORIGINAL)
    link = 'href="https://example.org/item" hreflang="ar" lang="ar" dir="rtl">ميدتاون تنطلق</a>'

    assert link in html_of("/en/news/")
    assert link in html_of(f"/en/news/{page.slug}/")


def test_author_and_day_of_the_original_stand_apart_from_our_text():
    page = news(author="Tunis office", published_on="2023-11", happened_on="2023-10-02", **ORIGINAL)

    words = words_of(f"/en/news/{page.slug}/")
    original = words.index("The original item")
    ours = words.index("This text")

    assert original < words.index("Author Tunis office") < ours
    assert original < words.index("Published November 2023") < ours
    assert ours < words.index("Languages")
    assert words.index("2 October 2023") < original


def test_what_is_not_known_of_the_original_is_said():
    words = words_of(f"/en/news/{news().slug}/")

    assert "Title not recorded Language not recorded Author not recorded" in words
    assert "Published date not recorded" in words


@pytest.mark.slow
@pytest.mark.database
def test_draft_and_restricted_news_are_not_listed():
    news("Half written").unpublish()
    restrict(news("For members"))

    words = words_of("/en/news/")

    assert "Half written" not in words
    assert "For members" not in words


@pytest.mark.slow
def test_news_in_another_language_keeps_the_language_of_the_shell(room):
    page = news("A prize")
    root_for("ar")
    translated(room, "ar")

    english_in_an_arabic_shell(f"/ar/news/{page.slug}/")

    assert texts(html_of("/ar/news/"), "h2[lang=en][dir=ltr]") == ["A prize"]


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 20])
def test_pages_are_cheap(count):
    for number in range(count):
        page = news(f"News {number}", happened_on="2022", **ORIGINAL)

    assert_is_cheap("/en/news/")
    assert_is_cheap(f"/en/news/{page.slug}/")
