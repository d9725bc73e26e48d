"""The demonstration's glossary in texts, and that every page says that it is a demonstration."""

import re
from collections import Counter

import pytest
from django.test import Client

from core.caching.page_store import HIT
from core.l10n.languages import CODES
from demo import fixtures, sources
from demo.manifest import FOLDER
from demo.streams import key_of
from search.sources import terms_in
from translations.glossary import linking, lookup
from translations.models import TermWording


@pytest.mark.parametrize("language", CODES)
def test_every_wording_of_the_demonstration_is_found_in_a_text(db, language):
    fixtures.load_glossary()
    finder = linking.finder_of(language)

    for entry in lookup.all_terms():
        wording = entry.wordings[language]
        for text in [wording.text, *wording.others]:
            found = [one.slug for _match, one in finder.finds(f"({text}, etc.")]
            assert found == ([entry.slug] if entry.in_texts else []), text


@pytest.mark.parametrize(
    ("language", "typed", "ours"),
    [
        ("ar", "الصفقات العمومية", "المشتريات العامة"),  # Tunisia
        ("ar", "العطاءات", "المشتريات العامة"),  # Jordan, Palestine
        ("ar", "الجماعات المحلية", "السلطة المحلية"),  # Tunisia
        ("ar", "المجلس القروي", "السلطة المحلية"),  # Palestine
        ("ar", "حماية الأسرة", "حماية الأشخاص الأكثر هشاشة"),  # Jordan
        ("ar", "شراء الخدمات", "تخطيط الخدمات والتعاقد عليها"),
        ("ar", "بروتوكول تعاون", "مذكرة تفاهم"),
        ("ar", "المنتفعين", "متلقّي الخدمة"),
        ("el", "ΟΤΑ", "τοπική αυτοδιοίκηση"),
        ("el", "δήμος", "τοπική αυτοδιοίκηση"),
        ("el", "δημόσιες προμήθειες", "δημόσιες συμβάσεις"),
        ("fr", "marchés publics", "commande publique"),
    ],
)
def test_the_words_of_a_countrys_law_lead_to_ours(db, language, typed, ours):
    fixtures.load_glossary()

    (term,) = terms_in(typed)

    assert (
        next(entry for entry in lookup.all_terms() if entry.slug == term.slug)
        .wordings[language]
        .text
        == ours
    )


@pytest.mark.parametrize("language", CODES)
def test_no_paragraph_stands_in_six_cases_and_each_says_what_is_not_known(language):
    cases = [
        sources.read_record(path, language) for path in sorted((FOLDER / "cases").glob("*.yaml"))
    ]
    texts = [part.value for case in cases for part in case.parts if part.name == "text"]
    counted = Counter(one for text in texts for one in re.split("</?(?:p|li|ul)>", text) if one)

    assert max(counted.values()) < 6, counted.most_common(3)
    assert all(case.front.get("not_known") for case in cases)


def test_the_demonstration_says_that_it_is_one(client, home):
    assert "This is a demonstration" not in client.get("/en/").content.decode()

    home.translation_key = key_of("home")
    home.save()

    assert "This is a demonstration" in client.get("/en/").content.decode()


@pytest.mark.parametrize("language", CODES)
def test_the_page_in_each_language(home, roots, language):
    fixtures.load_glossary()

    answer = Client().get(f"/{language}/glossary/")
    html = answer.content.decode()

    assert answer.status_code == 200
    for entry in lookup.all_terms():
        assert f'id="{entry.slug}"' in html
    assert html.count("<article") == len(lookup.all_terms())
    assert f'<link rel="canonical" href="http://testserver/{language}/glossary/">' in html
    for code in CODES:
        assert f'hreflang="{code}" href="http://testserver/{code}/glossary/"' in html
        assert code == language or f'lang="{code}" dir="{"rtl" if code == "ar" else "ltr"}"' in html
    assert 'hreflang="x-default" href="http://testserver/en/glossary/"' in html


def test_it_is_cached_for_anonymous_readers_and_costs_little(
    home, roots, django_assert_max_num_queries
):
    fixtures.load_glossary()
    client = Client()
    with django_assert_max_num_queries(10):
        client.get("/en/glossary/")
    answer = client.get("/en/glossary/", headers={"accept-encoding": "gzip"})

    assert answer.headers["Cache-Status"] == HIT
    assert len(answer.content) < 60_000


@pytest.mark.database
def test_loading_again_leaves_what_a_person_changed(db):
    fixtures.load_glossary()
    count = TermWording.objects.count()
    row = TermWording.objects.get(term__slug="time-bank", language="en")
    row.text = "bank of time"
    row.save()

    fixtures.load_glossary()

    row.refresh_from_db()
    assert row.text == "bank of time"
    assert TermWording.objects.count() == count
    assert set(TermWording.objects.values_list("state", flat=True)) == {"seen", "check"}
